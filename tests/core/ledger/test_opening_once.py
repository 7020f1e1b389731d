"""Opening balances are entered once: a second file of other accounts is welcome, the same line again is a slip."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import sanbao
from sanbao.errors import Invalid, SanbaoError
from sanbao.i18n import use_locale
from sanbao.ledger.openings import OpenedBefore

BANK = {"account": "1002", "debit": "50000.00"}
BOARDS = {"account": "1403", "debit": "500.00", "product": "BOARD", "place": "DEPOT", "quantity": "10"}


@pytest.fixture
def books(erp: sanbao.Sanbao) -> sanbao.Sanbao:
    """A company with a customer, two places and a spare part."""
    for code in ("C1", "C2"):
        erp.do("party.create", {"code": code, "name": f"客户{code}"}, user="admin")
    erp.do("product.create", {"code": "BOARD", "name": "主板", "service_class": "3"}, user="admin")
    erp.do("place.create", {"code": "VAN", "name": "服务车"}, user="admin")
    return erp


def enter(erp: sanbao.Sanbao, *lines: dict[str, str], **more: str) -> sanbao.Result:
    """Enter opening balances of the new year."""
    return erp.do("opening.enter", {"date": "2024-01-01", "lines": list(lines), **more}, user="admin")


def closing(erp: sanbao.Sanbao) -> dict[str, str]:
    """Return what each account carries."""
    return {row["code"]: row["closing"] for row in erp.ask("ledger.trial_balance", user="admin")}


def test_the_same_line_again_is_refused_by_name_and_nothing_is_posted(books: sanbao.Sanbao) -> None:
    number = enter(books, BANK, BOARDS).number
    customer = {"account": "1122", "debit": "800.00", "party": "C1"}

    with pytest.raises(OpenedBefore) as refused:
        enter(books, customer, {**BANK, "debit": "60000.00"}, BOARDS)

    assert refused.value.code == "ledger.opened_before"
    assert refused.value.fields == {
        "lines.1.account": [
            f"1002 already has an opening balance ({number}); if this is one more, say so with “additional: yes”."
        ],
        "lines.2.account": [
            f"1403 BOARD DEPOT already has an opening balance ({number}); "
            "if this is one more, say so with “additional: yes”."
        ],
    }
    money = {code: amount for code, amount in closing(books).items() if amount != "0.00"}
    assert money == {"1002": "50000.00", "1403": "500.00", "4199": "-50500.00"}


def test_on_another_day_it_is_still_the_same_line(books: sanbao.Sanbao) -> None:
    enter(books, BANK)

    with pytest.raises(OpenedBefore):
        books.do("opening.enter", {"date": "2024-02-01", "lines": [BANK]}, user="admin")


def test_several_files_bring_their_own_accounts_parties_and_places(books: sanbao.Sanbao) -> None:
    receivable = {"account": "1122", "debit": "800.00"}

    enter(books, BANK, BOARDS)
    enter(books, {**receivable, "party": "C1"})
    enter(books, {**receivable, "party": "C2"}, {**BOARDS, "place": "VAN"})

    assert closing(books)["1122"] == "1600.00"
    assert closing(books)["1403"] == "1000.00"


def test_what_is_really_one_more_is_said_to_be_so(books: sanbao.Sanbao) -> None:
    enter(books, BANK)

    enter(books, {**BANK, "debit": "8.00"}, additional="yes")

    assert closing(books)["1002"] == "50008.00"


def test_an_opening_that_was_reversed_may_be_entered_anew(books: sanbao.Sanbao) -> None:
    entry = enter(books, BANK).entries[0]["id"]
    books.do("entry.reverse", {"entry": entry, "date": "2024-01-02", "reason": "录错"}, user="admin")

    enter(books, {**BANK, "debit": "49000.00"})

    assert closing(books)["1002"] == "49000.00"
    with pytest.raises(OpenedBefore):
        enter(books, BANK)


def test_a_line_that_stands_twice_in_one_paper_is_refused(books: sanbao.Sanbao) -> None:
    first = {"account": "1122", "debit": "800.00", "party": "C1", "summary": "发票 1"}
    second = {**first, "summary": "发票 2"}

    with pytest.raises(OpenedBefore) as refused:
        enter(books, first, second, first)
    enter(books, first, second)

    assert set(refused.value.fields) == {"lines.2.account"}
    assert "the same as line 1" in str(refused.value)
    assert closing(books)["1122"] == "1600.00"


def test_two_papers_of_one_work_do_not_open_an_account_twice(books: sanbao.Sanbao) -> None:
    def both() -> None:
        with books.work("admin") as work:
            work.do("opening.enter", {"date": "2024-01-01", "lines": [BANK]})
            work.do("opening.enter", {"date": "2024-01-02", "lines": [BANK]})

    with pytest.raises(OpenedBefore):
        both()

    assert closing(books) == {}


def test_two_clerks_who_enter_it_at_once_enter_it_once(books: sanbao.Sanbao) -> None:
    def one(_number: int) -> str:
        try:
            return str(enter(books, BANK, BOARDS).number)
        except SanbaoError as refused:
            return refused.code

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(one, range(8)))

    assert sorted(told) == ["OB202401-0001", *["ledger.opened_before"] * 7]
    assert closing(books)["1002"] == "50000.00"


def test_a_clerk_is_told_in_chinese(books: sanbao.Sanbao) -> None:
    enter(books, BANK)

    with use_locale("zh"), pytest.raises(Invalid) as refused:
        enter(books, BANK)

    with use_locale("zh"):
        assert "1002 已有期初余额（OB202401-0001）" in str(refused.value)


def test_the_counter_account_stands_against_every_opening(books: sanbao.Sanbao) -> None:
    enter(books, BANK)

    posted: Any = enter(
        books,
        {"account": "2202", "credit": "50000.00", "party": "C1"},
        {"account": "4199", "debit": "50000.00"},
    )

    assert len(posted.entries) == 1
    assert closing(books)["4199"] == "0.00"
