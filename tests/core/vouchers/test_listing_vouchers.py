"""The vouchers of a month page by page, with what became of each."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import sanbao
from sanbao.errors import Forbidden, Invalid


def furnish(erp: sanbao.Sanbao) -> None:
    for login in ("zhao.min", "wang.fang"):
        erp.do("user.create", {"login": login, "roles": "finance"}, user="admin")
    erp.do("user.create", {"login": "li.na", "roles": "service_clerk"}, user="admin")
    for day in ("2024-05-06", "2024-05-07", "2024-05-08", "2024-06-01"):
        lines = [{"account": "1002", "debit": "10.00"}, {"account": "6051", "credit": "10.00"}]
        given = {"date": day, "summary": day, "lines": lines}
        number = erp.do("voucher.write", given, user="zhao.min").number
        erp.do("voucher.post", subject=number, user="wang.fang")


@pytest.fixture
def books(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return make_company(prepare=furnish)


def listed(erp: sanbao.Sanbao, **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = erp.ask("voucher.list", {"period": "2024-05", **asked}, user="zhao.min")
    return found


def test_a_month_is_listed_by_number_and_page_by_page(books: sanbao.Sanbao) -> None:
    first = listed(books, limit="2")
    second = listed(books, limit="2", after=first["next"])

    assert [row["number"] for row in first["rows"] + second["rows"]] == [
        "2024-05/1",
        "2024-05/2",
        "2024-05/3",
    ]
    assert second["next"] is None
    assert (first["vouchers"], first["rows"][0]["amount"]) == (3, Decimal("10.00"))
    assert first["rows"][0]["text"] == "Dr 1002 10.00 | Cr 6051 10.00"


def test_what_was_reviewed_no_longer_waits(books: sanbao.Sanbao) -> None:
    books.do("voucher.review", {"entries": "2024-05/2"}, user="wang.fang")

    waiting, reviewed = listed(books, state="waiting"), listed(books, state="reviewed")

    assert [row["number"] for row in waiting["rows"]] == ["2024-05/1", "2024-05/3"]
    assert [(row["number"], row["reviewer"]) for row in reviewed["rows"]] == [("2024-05/2", "wang.fang")]
    assert waiting["waiting"] == 2


def test_what_was_handed_over_names_its_batch(books: sanbao.Sanbao) -> None:
    batch = books.do("voucher.export", {"period": "2024-05"}, user="zhao.min").number

    found = listed(books)

    assert {row["batch"] for row in found["rows"]} == {batch}
    assert (found["kept"], listed(books, state="kept")["rows"]) == (0, [])
    books.do("voucher.take_back_handover", {"reason": "x"}, subject=batch, user="zhao.min")
    assert listed(books)["kept"] == 3


def test_a_page_that_is_none_and_an_odd_month_are_refused(books: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        listed(books, period="May", after="1.2024-05.x", state="lost")

    assert {problem.path for problem in refused.value.problems} == {"period", "after", "state"}


def test_a_clerk_does_not_read_the_books(books: sanbao.Sanbao) -> None:
    with pytest.raises(Forbidden):
        books.ask("voucher.list", {"period": "2024-05"}, user="li.na")
