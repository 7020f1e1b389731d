"""``play`` and ``plugin new|check``: what is written elsewhere, reached from the command line."""

from __future__ import annotations

from pathlib import Path

from cli_names import Run

STORY = """\
title: A product is recorded
plugins: []
company: {name: A, currency: CNY, calendar: CN, time_zone: Asia/Shanghai}
at: 2024-02-29T09:00
steps:
  - do: product.create
    with: {code: PUMP-3, name: 增压泵}
  - do: product.create
    with: {code: PUMP-3, name: 增压泵}
    refused: %s
"""


def test_a_story_that_goes_as_expected_ends_with_0(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tales").mkdir()
    (tmp_path / "tales" / "one.yaml").write_text(STORY % "record.exists")

    played = run("play", "tales", "--json")

    assert played.code == 0, played.err
    assert [one["ok"] for one in played.data] == [True]


def test_an_unmet_expectation_ends_with_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(STORY % "record.gone")

    played = run("play", "one.yaml")

    assert played.code == 1
    assert "record.exists" in played.out


def test_a_folder_without_stories_is_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert "there is no story in empty" in run("play", "empty").err
    assert run("play", "nothing.yaml").code == 2


def test_a_plugin_that_nobody_offers_has_a_finding(run: Run) -> None:
    checked = run("plugin", "check", "nothing", "--json")

    assert checked.code == 1
    assert checked.data["findings"]


def test_a_plugin_is_written_into_a_folder(run: Run, tmp_path: Path) -> None:
    made = run("plugin", "new", "loans", "--in", tmp_path / "mine", "--json")

    assert made.code == 0, made.err
    assert (Path(made.data["folder"]) / "pyproject.toml").is_file()
