"""Whoever waits at a terminal sees that something goes on, and nothing else ever sees it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest
import typer

from sanbao.cli import progressing, showing
from sanbao.cli.door import app
from sanbao.cli.settings import Settings


class Terminal(io.StringIO):
    """A stream at which a person looks."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Terminal]:
    """Sit a person at the terminal who waits for nothing at all; what she sees there."""

    def sit() -> Terminal:
        terminal = Terminal()
        monkeypatch.setattr(
            sys, "stderr", terminal
        )  # in the test itself: pytest puts its own one there before
        return terminal

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(progressing, "PATIENCE", 0)
    return sit


@pytest.fixture
def run() -> Callable[..., typer.Context]:
    """A run of the command line."""

    def make(*, as_json: bool = False) -> typer.Context:
        settings = Settings(
            "sqlite:///sanbao.sqlite", None, "admin", None, as_json, False, False, given_url=None
        )
        return typer.Context(typer.main.get_command(app), obj=settings)

    return make


def wait() -> None:
    """Wait until what is shown is on the screen."""
    for bar in progressing._bars:
        bar._timer.join()


def test_what_takes_long_tells_how_far_it_is(
    run: Callable[..., typer.Context], screen: Callable[[], Terminal]
) -> None:
    terminal = screen()
    with progressing.progress(run(), "Importing", 50_000) as tick:
        tick(10_000)
        wait()
        tick(2_000)

    assert "Importing" in terminal.getvalue()
    assert "12000/50000" in terminal.getvalue()


def test_of_what_is_not_counted_no_count_is_shown(
    run: Callable[..., typer.Context], screen: Callable[[], Terminal]
) -> None:
    terminal = screen()
    with progressing.progress(run(), "Saving", None):
        wait()

    assert "Saving" in terminal.getvalue()
    assert "0/" not in terminal.getvalue()


def test_an_answer_takes_the_sign_of_waiting_off_the_screen(
    run: Callable[..., typer.Context], screen: Callable[[], Terminal], capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = screen()
    with progressing.progress(run(), "Verifying", None):
        wait()
        showing.line("nothing wrong was found")
        shown = terminal.getvalue()
        wait()

    assert capsys.readouterr().out == "nothing wrong was found\n"
    assert terminal.getvalue() == shown


def test_what_is_done_at_once_shows_nothing(
    run: Callable[..., typer.Context], screen: Callable[[], Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = screen()
    monkeypatch.setattr(progressing, "PATIENCE", 60)

    with progressing.progress(run(), "Verifying", None):
        pass

    assert terminal.getvalue() == ""


def test_a_program_that_reads_json_sees_nothing(
    run: Callable[..., typer.Context], screen: Callable[[], Terminal]
) -> None:
    terminal = screen()
    with progressing.progress(run(as_json=True), "Verifying", None):
        wait()

    assert terminal.getvalue() == ""


def test_a_log_file_gets_nothing(run: Callable[..., typer.Context], monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    monkeypatch.setattr(progressing, "PATIENCE", 0)

    with progressing.progress(run(), "Verifying", None):
        wait()

    assert log.getvalue() == ""
