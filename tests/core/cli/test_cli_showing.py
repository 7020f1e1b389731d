"""Tables on the screen: nothing is cut off, however narrow it is."""

from __future__ import annotations

import io

import pytest

from sanbao.cli import showing

ROWS = [{"promise": "WP-000-3Y5Y", "start": "2024-02-29", "until": "2027-02-28", "name": "成套设备三年关键部件五年[a]"}]


class Terminal(io.StringIO):
    """A screen that a person looks at."""

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, columns: int) -> str:
    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "dumb")
    showing.show_table(ROWS, title="Coverage")
    return screen.getvalue()


@pytest.mark.parametrize("columns", [30, 60, 80, 200])
def test_days_and_codes_are_whole_on_every_screen(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    text = shown(monkeypatch, columns)

    assert all(word in text for word in ("WP-000-3Y5Y", "2024-02-29", "2027-02-28"))


def test_what_people_typed_is_never_read_as_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[a]" in shown(monkeypatch, 200)


def test_no_rows_are_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    showing.show_table([])

    assert capsys.readouterr().out.strip() == "Nothing was found."
