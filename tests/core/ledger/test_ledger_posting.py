"""Posting: what is written, numbered, counted, and what is refused (LED-01, LED-02)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from ledger_books import Books

from sanbao.errors import SanbaoError
from sanbao.ledger import Code, Entry, Line, credit, debit, move, periods, post_many, rebuild, reports
from sanbao.ledger.verify import verify
from sanbao.money import Currency

D = Decimal
Case = Callable[[Books], Entry]

REFUSED: dict[str, tuple[str, Case]] = {
    "unbalanced": ("ledger.unbalanced", lambda b: b.entry(debit("AR", D("1.00")), credit("BANK", D("1.01")))),
    "one line": ("ledger.empty", lambda b: b.entry(move("CONSUMED", 1, 0))),
    "no line": ("ledger.empty", lambda b: b.entry()),
    "nothing on a line": ("ledger.empty", lambda b: b.entry(Line("AR"), debit("AR", D(1)), credit("BANK", D(1)))),
    "both sides": ("ledger.both_sides", lambda b: b.entry(Line("AR", D(1), D(1)), Line("BANK", D(1), D(1)))),
    "goods from nowhere": ("ledger.goods_unbalanced", lambda b: b.entry(move("SPARES", 1, -1), move("CONSUMED", 1, 2))),
    "another product": ("ledger.goods_unbalanced", lambda b: b.entry(move("SPARES", 1, -1), move("CONSUMED", 2, 1))),
    "another serial": (
        "ledger.goods_unbalanced",
        lambda b: b.entry(move("SPARES", 1, -1, unit=4), move("CONSUMED", 1, 1, unit=5)),
    ),
    "memo with money": ("ledger.memo_money", lambda b: b.entry(debit("CONSUMED", D(1)), credit("BANK", D(1)))),
    "a tenth of a fen": ("ledger.too_fine", lambda b: b.entry(debit("AR", D("0.001")), credit("BANK", D("0.001")))),
    "too much": ("ledger.too_fine", lambda b: b.entry(debit("AR", D(10**13)), credit("BANK", D(10**13)))),
    "not a number": ("ledger.too_fine", lambda b: b.entry(debit("AR", D("NaN")), credit("BANK", D(1)))),
    "unknown role": ("ledger.unknown_role", lambda b: b.entry(debit("NOBODY", D(1)), credit("BANK", D(1)))),
    "unknown code": ("ledger.unknown_account", lambda b: b.entry(debit(Code("7"), D(1)), credit("BANK", D(1)))),
    "unknown journal": ("ledger.unknown_journal", lambda b: b.sale(journal="X")),
    "unknown currency": (
        "ledger.unknown_currency",
        lambda b: b.entry(debit("AR", D(1), currency="QQQ", original_amount=D(1)), credit("BANK", D(1))),
    ),
    "fraction of a yen": (
        "ledger.too_fine",
        lambda b: b.entry(debit("AR", D(1), currency="JPY", original_amount=D("0.5")), credit("BANK", D(1))),
    ),
    "currency without amount": ("ledger.bad_line", lambda b: b.entry(debit("AR", D(1), currency="USD"), credit("BANK", D(1)))),
    "quantity without product": ("ledger.bad_line", lambda b: b.entry(debit("AR", D(1), quantity=1), credit("BANK", D(1)))),
    "a NUL": ("ledger.bad_text", lambda b: b.sale(summary="a\0b")),
    "half a character": ("ledger.bad_text", lambda b: b.sale(summary="a\ud800b")),
}  # fmt: skip


@pytest.mark.parametrize("code, make", REFUSED.values(), ids=REFUSED.keys())
def test_a_wrong_entry_is_refused_with_its_reason_and_leaves_nothing(
    books: Books, code: str, make: Case
) -> None:
    with pytest.raises(SanbaoError) as refused:
        books.post(make(books))

    assert refused.value.code == code
    assert "{" not in str(refused.value)
    assert books.rows("SELECT count(*) FROM entry") == [(0,)]


def test_every_wrong_line_is_named_at_once(books: Books) -> None:
    entry = books.entry(debit("NOBODY", D(1)), debit("AR", D("0.001")), credit("BANK", D(1)))

    with pytest.raises(SanbaoError) as refused:
        books.post(entry)

    assert list(refused.value.fields) == ["lines.1", "lines.2"]


def test_a_float_is_a_bug_not_an_input(books: Books) -> None:
    with pytest.raises(TypeError):
        books.post(books.entry(Line("AR", debit=1.0), credit("BANK", D(1))))  # type: ignore[arg-type]


def test_an_entry_is_numbered_within_its_month_and_chained_within_its_journal(books: Books) -> None:
    first, second = books.post(books.sale(), books.sale())
    (july,) = books.post(books.sale(on=date(2024, 7, 1)))

    numbers = [(posted.number_key, posted.number) for posted in (first, second, july)]
    assert numbers == [("2024-06", 1), ("2024-06", 2), ("2024-07", 1)]
    assert books.rows("SELECT sequence, number FROM entry ORDER BY id") == [(1, 1), (2, 2), (3, 1)]
    assert books.rows("SELECT previous FROM entry WHERE sequence = 3") == [(second.hash,)]


def test_the_same_event_of_a_document_is_posted_once(books: Books) -> None:
    entry = books.sale(event="accepted:1")
    (first,) = books.post(entry)

    again, other = books.post(entry, books.sale())

    assert (again.id, again.hash, again.repeated) == (first.id, first.hash, True)
    assert not other.repeated
    assert books.rows("SELECT count(*) FROM entry") == [(2,)]


def test_one_work_cannot_post_an_event_twice(books: Books) -> None:
    entry = books.sale(event="accepted:1")

    with pytest.raises(SanbaoError) as refused:
        books.post(entry, entry)

    assert refused.value.code == "ledger.already_posted"


def test_questions_count_what_is_collected_and_not_yet_sealed(books: Books) -> None:
    buy = books.entry(
        debit("SPARES", D("150.00"), product=3, quantity=3, place=1),
        credit("AP", D("150.00"), party=9),
        move("AT_SUPPLIER", 3, -3),
    )
    use = books.entry(
        debit("SERVICE_WIP", D("50.00"), cost_object=1),
        credit("SPARES", D("50.00"), product=3, quantity=-1, place=1),
        move("CONSUMED", 3, 1),
    )
    books.post(buy)

    with books.writing() as connection:
        ledger = books.ledger(connection)
        ledger.post(use)
        collected = ledger.stock("SPARES", 3), ledger.balance("SERVICE_WIP", cost_object=1)
        ledger.seal()
        sealed = ledger.stock("SPARES", 3), ledger.balance("SERVICE_WIP", cost_object=1)

        assert collected == sealed == ((D(2), D("100.00")), D("50.00"))
        assert ledger.moving_average("SPARES", 3) == D(50)
        assert ledger.moving_average("SPARES", 99) is None
        assert ledger.stock("SPARES", 3, place=2) == (D(0), D(0))
        assert ledger.balance("AP", party=9) == D("-150.00")
        assert ledger.balance("AP", party=8) == D(0)


def test_a_reversal_is_red_and_happens_once(books: Books) -> None:
    (sold,) = books.post(books.sale("80.00"))
    with books.writing() as connection:
        ledger = books.ledger(connection)
        ledger.reverse(sold.id, date(2024, 6, 30), "冲销", operation="test.reverse", user_id=7)
        (reversal,) = ledger.seal()
    lines = books.rows(
        f"SELECT debit, credit FROM entry_line WHERE entry_id = {reversal.id} ORDER BY position"
    )

    assert lines == [(-800000, 0), (0, -800000)]
    with books.writing() as connection, pytest.raises(SanbaoError) as refused:
        books.ledger(connection).reverse(
            sold.id, date(2024, 6, 30), "冲销", operation="test.reverse", user_id=7
        )
    assert refused.value.code == "ledger.already_reversed"


def test_a_reversal_may_change_sides_where_the_rule_shows_them(books: Books) -> None:
    (sold,) = books.post(books.sale("80.00"))
    with books.writing() as connection:
        ledger = books.ledger(connection)
        ledger.reverse(sold.id, date(2024, 6, 30), "冲销", operation="t.r", user_id=7, swap=True)
        (reversal,) = ledger.seal()

    lines = books.rows(
        f"SELECT debit, credit FROM entry_line WHERE entry_id = {reversal.id} ORDER BY position"
    )
    assert lines == [(0, 800000), (800000, 0)]
    with books.database.reading() as connection:
        assert verify(connection).findings == []


def test_a_reversal_needs_an_open_period_of_its_own(books: Books) -> None:
    (sold,) = books.post(books.sale(on=date(2024, 5, 31)))
    with books.writing() as connection:
        periods.close(connection, 1, "2024-05")

    with books.writing() as connection:
        ledger = books.ledger(connection)
        ledger.reverse(sold.id, date(2024, 6, 1), "冲销", operation="t.r", user_id=7)
        assert len(ledger.seal()) == 1

    (other,) = books.post(books.sale())
    with pytest.raises(SanbaoError) as refused, books.writing() as connection:  # noqa: PT012
        ledger = books.ledger(connection)
        ledger.reverse(other.id, date(2024, 5, 31), "冲销", operation="t.r", user_id=7)
        ledger.seal()
    assert refused.value.code == "ledger.period_closed"


def test_an_entry_of_another_company_cannot_be_reversed(books: Books) -> None:
    (foreign,) = books.post(books.sale(), company=2)

    with books.writing() as connection, pytest.raises(SanbaoError) as refused:
        books.ledger(connection).reverse(foreign.id, date(2024, 6, 1), "x", operation="t.r", user_id=7)

    assert refused.value.code == "ledger.unknown_entry"


@pytest.mark.parametrize("state", ["closed", "locked"])
def test_a_period_that_is_not_open_takes_no_entry(books: Books, state: str) -> None:
    books.post(books.sale(on=date(2024, 5, 1)))
    with books.writing() as connection:
        periods.close(connection, 1, "2024-05")
        if state == "locked":
            periods.lock(connection, 1, "2024-05")

    with pytest.raises(SanbaoError) as refused:
        books.post(books.sale(on=date(2024, 5, 31)))

    assert refused.value.code == "ledger.period_closed"
    assert "2024-05" in str(refused.value)
    assert books.post(books.sale(on=date(2024, 5, 31)), company=2)


def test_a_month_before_a_closed_one_is_never_opened_late(books: Books) -> None:
    with books.writing() as connection:
        periods.close(connection, 1, "2024-05")

    with pytest.raises(SanbaoError) as refused:
        books.post(books.sale(on=date(2024, 4, 30)))

    assert refused.value.code == "ledger.period_closed"


def test_a_closed_month_may_reopen_and_a_locked_one_never(books: Books) -> None:
    with books.writing() as connection:
        periods.close(connection, 1, "2024-05")
        periods.reopen(connection, 1, "2024-05")
        periods.close(connection, 1, "2024-05")
        periods.lock(connection, 1, "2024-05")

    with books.writing() as connection, pytest.raises(SanbaoError) as refused:
        periods.reopen(connection, 1, "2024-05")

    assert refused.value.code == "ledger.period_locked"


@pytest.mark.parametrize("digits, amount", [(0, "7"), (2, "7.01"), (3, "7.001")])
def test_amounts_keep_the_digits_of_the_company_currency(books: Books, digits: int, amount: str) -> None:
    books.currency = Currency("XXX", digits)
    finer = D(amount) / 10

    books.post(books.sale(amount))

    assert books.rows("SELECT debit FROM entry_line WHERE debit <> 0") == [(int(D(amount) * 10000),)]
    with pytest.raises(SanbaoError) as refused:
        books.post(books.entry(debit("AR", finer), credit("BANK", finer)))
    assert refused.value.code == "ledger.too_fine"


def test_a_role_that_the_caller_may_not_use_is_refused_before_anything_is_collected(books: Books) -> None:
    def only_bank(role: str) -> None:
        if role != "BANK":
            raise PermissionError(role)

    with books.writing() as connection:
        ledger = books.ledger(connection, allow_role=only_bank)
        with pytest.raises(PermissionError):
            ledger.post(books.sale())

        assert ledger.collected == []


def test_a_role_may_point_to_any_code_of_the_company(books: Books) -> None:
    with books.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO account (company_id, code, name, kind, is_active) "
            "VALUES (1, '5131040720', '服务维修费', 'expense', true)"
        )
        connection.exec_driver_sql(
            "UPDATE account_role SET account_id = (SELECT id FROM account WHERE code = '5131040720') "
            "WHERE company_id = 1 AND role = 'BOUGHT_SERVICE_EXP'"
        )

    books.post(books.entry(debit("BOUGHT_SERVICE_EXP", D(30)), credit("GRIR", D(30))))

    with books.database.reading() as connection:
        (entry,) = reports.entries(connection, 1)
    assert entry.text == "Dr 5131040720 30.00 | Cr 2202.09 30.00"


def test_balances_rebuilt_from_the_lines_are_the_same(books: Books) -> None:
    books.post(*(books.sale(f"{n}.00", on=date(2024, 1 + n % 5, 3)) for n in range(1, 20)))
    before = books.rows("SELECT * FROM balance ORDER BY 1, 2, 3, 4, 5, 6")

    with books.writing() as connection:
        rebuild(connection, 1)

    assert books.rows("SELECT * FROM balance ORDER BY 1, 2, 3, 4, 5, 6") == before
    with books.database.reading() as connection:
        assert verify(connection).findings == []


def test_many_entries_post_as_one_and_a_refusal_leaves_none(books: Books) -> None:
    entries = [books.sale() for _ in range(2_500)]

    with books.writing() as connection:
        posted = post_many(connection, 1, entries, currency=books.currency, now=books.now)
    with books.writing() as connection, pytest.raises(SanbaoError):  # noqa: PT012
        more = [books.sale(), replace(books.sale(), lines=())]
        post_many(connection, 1, more, currency=books.currency, now=books.now)

    assert [each.number for each in posted] == list(range(1, 2_501))
    assert books.rows("SELECT count(*), max(number) FROM entry") == [(2_500, 2_500)]
