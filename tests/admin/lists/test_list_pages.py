"""Pages of a list: every row once, forwards and backwards, in every order, whatever is missing or equal."""

from __future__ import annotations

from list_stock import COUNT, every_page, keys, look, turned
from offices import Office
from sqlalchemy import event

from sanbao_admin.lists.cursors import Cursor, read, write
from sanbao_admin.lists.specs.registry import UNITS

SORTS = [sign + column.field for column in UNITS.columns if column.is_sortable for sign in ("", "-")]


def test_every_order_shows_every_row_once_forwards_and_backwards(listed: Office) -> None:
    browser = listed.sign_in()
    assert len(SORTS) == 18

    for sort in SORTS:
        forwards = [
            row for page in every_page(browser, f"/records/unit?size=200&sort={sort}") for row in page
        ]

        assert len(forwards) == COUNT, sort
        assert len(set(forwards)) == COUNT, sort
        last = look(browser, f"/records/unit?size=200&sort={sort}")
        while (here := turned(last, "next")) is not None:
            last = look(browser, here)
        pages = [keys(last), *every_page(browser, turned(last, "prev") or "", "prev")]
        assert [row for page in reversed(pages) for row in page] == forwards, sort


def test_what_has_no_value_stands_last_in_either_direction(listed: Office) -> None:
    browser = listed.sign_in()

    for sort in ("sold_on", "-sold_on"):
        first = look(browser, f"/records/unit?size=200&sort={sort}")
        rows = [row for page in every_page(browser, f"/records/unit?size=200&sort={sort}") for row in page]

        with listed.erp.reading("admin") as work:
            days = [work.find("unit", row.removeprefix("/unit/")).sold_on for row in rows]
        dated = [day for day in days if day is not None]
        assert dated == sorted(dated, reverse=sort.startswith("-"))
        assert days[len(dated) :] == [None] * 167
        assert "1–200" in first.text


def test_a_page_deep_inside_asks_as_much_as_the_first_one(listed: Office) -> None:
    browser, asked = listed.sign_in(), []
    statements: list[str] = []
    engine = listed.erp.database.engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    here: str | None = "/records/unit?size=50"
    while here:
        statements.clear()
        page = look(browser, here)
        asked.append(len(statements))
        here = turned(page, "next")
        assert not any("count(" in one.lower() for one in statements)
    event.remove(engine, "before_cursor_execute", note)

    assert len(set(asked[1:])) == 1
    assert max(asked) <= 25


def test_a_short_list_says_how_many_there_are_and_a_long_one_only_when_asked(listed: Office) -> None:
    browser = listed.sign_in()

    assert "1–2 of 2" in " ".join(look(browser, "/records/party").text.split())
    assert "how many?" in look(browser, "/records/unit").text
    assert "1–20 of 500" in " ".join(look(browser, "/records/unit?count=yes").text.split())
    assert browser.get("/records/unit/count.json").json["text"] == "of 500"


def test_a_cursor_comes_back_as_it_was_written() -> None:
    column = UNITS.column("sold_on")
    assert column is not None
    for cursor in (Cursor(None, 7, 20), Cursor(None, 2**61, 0)):
        assert read(column, write(cursor)) == cursor
