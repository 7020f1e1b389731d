"""A command line that cannot be read is told in the language of the run, not in Typer's own."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from sanbao.cli.door import app


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["unit"], "请给出 serial"),
        (["nosuch"], "没有 nosuch 这个命令"),
        (["unit", "--nosuch"], "没有 --nosuch 这个选项"),
        (["unit", "a", "b"], "多余的参数"),
        (["user", "add", "x", "--roles", "y"], "没有 --roles 这个选项；是否指 --role？"),
        (["serve", "--port", "abc"], "--port: 不是整数"),
        (["serve", "--port", "99999999"], "--port: 最大为"),
    ],
)
def test_what_cannot_be_read_is_told_in_chinese(words: list[str], said: str) -> None:
    answer = CliRunner().invoke(app, ["--lang", "zh", *words])

    assert answer.exit_code == 2
    assert said in answer.output
    assert "Missing" not in answer.output
    assert "Invalid" not in answer.output


def test_in_english_the_same_is_told_in_our_words() -> None:
    answer = CliRunner().invoke(app, ["--lang", "en", "nosuch"])

    assert "There is no command nosuch." in answer.output
