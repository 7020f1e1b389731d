"""What keeps a month open, who lets what pass, and what is kept of it."""

from __future__ import annotations

from typing import Any

import pytest
from closing_books import credit, debit, post, stop_at
from sqlalchemy import create_engine, text

import sanbao
from sanbao.errors import SanbaoError
from sanbao.testing import Addresses
from settings_of_old import keep_of_old


def checks(erp: sanbao.Sanbao, period: str = "2024-05") -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in erp.ask("month_end.checklist", {"period": period}, user="zhao.min")}


def refusal(erp: sanbao.Sanbao, operation: str, data: dict[str, str], user: str = "zhao.min") -> SanbaoError:
    with pytest.raises(SanbaoError) as refused:
        erp.do(operation, data, user=user)
    return refused.value


def damaged(address: Addresses, backend: str, table: str, statement: str) -> None:
    """Change a table behind the program's back."""
    engine = create_engine(
        (address.owner_url or address.url).replace("postgresql://", "postgresql+psycopg://")
    )
    with engine.begin() as connection:
        if backend == "sqlite":
            for name in connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(text(statement))
    engine.dispose()


def test_everything_that_blocks_is_named_at_once(books: sanbao.Sanbao) -> None:
    stop_at(books, drafts="yes", result="yes")
    post(books, "2024-05-06", debit("1002", "800.00"), credit("6051", "800.00"))
    given = {"date": "2024-05-07", "summary": "x", "lines": [debit("6602", 1), credit("1002", 1)]}
    draft = books.do("voucher.write", given, user="zhao.min").number

    refused = refusal(books, "period.close", {"period": "2024-05"})

    assert refused.code == "closing.obstacle"
    assert set(refused.fields) == {"closing.drafts", "closing.result"}
    assert str(draft) in refused.fields["closing.drafts"][0]
    assert "800.00" in refused.fields["closing.result"][0]
    post(books, "2024-05-08", debit("1002", "1.00"), credit("6051", "1.00"))


def test_figures_of_the_checks_are_grouped_by_thousands(books: sanbao.Sanbao) -> None:
    post(books, "2024-05-06", debit("1002", "1234567.80"), credit("1122", "1234567.80"))

    said = str(checks(books)["closing.trial_balance"]["title"])

    assert said.count("1,234,567.80") == 2


def test_asking_for_the_checklist_writes_nothing(books: sanbao.Sanbao) -> None:
    found = checks(books, "2031-01")

    assert all(
        one["ok"] for code, one in found.items() if code not in ("closing.not_over", "closing.calendar")
    )
    assert not found["closing.calendar"]["ok"]
    with books.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM period WHERE code = '2031-01'").scalar() == 0


def test_earlier_months_are_named_until_they_are_closed(books: sanbao.Sanbao) -> None:
    post(books, "2024-03-06", debit("1002", "5.00"), credit("1122", "5.00"))
    post(books, "2024-05-06", debit("1002", "5.00"), credit("1122", "5.00"))
    stop_at(books, earlier_open="yes")

    refused = refusal(books, "period.close", {"period": "2024-05"})
    books.do("period.close", {"period": "2024-03"}, user="zhao.min")
    books.do("period.close", {"period": "2024-05"}, user="zhao.min")

    assert refused.fields["closing.earlier_open"][0].endswith("2024-03")


def test_what_was_let_pass_stays_let_pass_only_for_these_figures(books: sanbao.Sanbao) -> None:
    stop_at(books, result="yes")
    post(books, "2024-05-06", debit("1002", "800.00"), credit("6051", "800.00"))
    forbidden = refusal(books, "period.override", {"period": "2024-05", "despite": "x"})
    books.do("period.override", {"period": "2024-05", "despite": "六月一并结转"}, user="chen.zong")
    post(books, "2024-05-07", debit("1002", "1.00"), credit("6051", "1.00"))

    refused = refusal(books, "period.close", {"period": "2024-05"})
    books.do("period.override", {"period": "2024-05", "despite": "仍一并结转"}, user="chen.zong")
    closed = books.do("period.close", {"period": "2024-05"}, user="zhao.min")

    assert forbidden.code == "access.forbidden"
    assert refused.code == "closing.obstacle"
    told = books.ask("document.timeline", {"document": closed.number}, user="zhao.min")
    assert [line["note"] for line in told if line["note"]] == [
        "closing.result: 六月一并结转",
        "closing.result: 仍一并结转",
    ]


def test_what_was_looked_at_is_kept_on_the_paper(books: sanbao.Sanbao) -> None:
    post(books, "2024-05-06", debit("5201", "800.00"), credit("1002", "800.00"))

    closed = books.do("period.close", {"period": "2024-05"}, user="zhao.min")

    paper = books.ask("document.show", {"document": closed.number}, user="zhao.min")
    kept = {one["code"]: one for one in paper["fields"]["checked"]}
    assert kept["closing.cases_open"]["details"] == [
        {"document": "", "title": "", "account": "5201", "amount": "800.00"}
    ]
    assert kept["closing.cases_ended"]["ok"] is True
    assert paper["fields"]["period"] == "2024-05"


def test_goods_received_and_not_invoiced_are_listed_since_when(books: sanbao.Sanbao) -> None:
    books.do("party.create", {"code": "S001", "name": "联修", "roles": "supplier"}, user="admin")
    post(books, "2024-02-06", debit("6602", "80.00"), credit("2202.09", "80.00", party="S001"))
    post(books, "2024-03-06", debit("2202.09", "80.00", party="S001"), credit("2202", "80.00", party="S001"))
    post(books, "2024-04-06", debit("6602", "30.00"), credit("2202.09", "30.00", party="S001"))
    post(books, "2024-05-06", debit("6602", "20.00"), credit("2202.09", "20.00", party="S001"))

    found = checks(books)["closing.grir"]

    assert [(row["party"], row["since"], str(row["amount"])) for row in found["details"]] == [
        ("S001", "2024-04", "50.00")
    ]
    assert not found["ok"]
    assert not found["is_blocking"]


@pytest.mark.parametrize(
    "table, statement, check",
    [
        ("balance", "UPDATE balance SET debit = debit + 10000 WHERE debit > 0", "closing.balances"),
        ("balance", "UPDATE balance SET debit = debit + 10000 WHERE debit > 0", "closing.trial_balance"),
        ("entry_line", "UPDATE entry_line SET debit = debit + 10000 WHERE debit > 0", "closing.chain"),
        ("entry", "UPDATE entry SET number = 7 WHERE number = 2", "closing.numbers"),
    ],
)
def test_nobody_lets_pass_what_the_arithmetic_says(
    books: sanbao.Sanbao, address: Addresses, backend: str, table: str, statement: str, check: str
) -> None:
    post(books, "2024-05-06", debit("1002", "800.00"), credit("1122", "800.00"))
    post(books, "2024-05-07", debit("1002", "9.00"), credit("1122", "9.00"))
    stop_at(books, **{check.removeprefix("closing."): "no"})
    damaged(address, backend, table, statement)

    refused = refusal(books, "period.close", {"period": "2024-05", "despite": "没关系"}, "chen.zong")
    plain = refusal(books, "period.close", {"period": "2024-05"})

    assert refused.code == plain.code == "closing.obstacle"
    assert check in plain.fields
    assert not checks(books)[check]["may_override"]


def test_a_place_below_zero_blocks(books: sanbao.Sanbao) -> None:
    books.do("product.create", {"code": "BOARD", "name": "主板", "service_class": "3"}, user="admin")
    given = {"product": "BOARD", "place": "DEPOT"}
    post(
        books,
        "2024-05-06",
        credit("1403", 50, quantity="-1", **given),
        debit("6602", 50),
        {"account": "9006", "product": "BOARD", "quantity": "1"},
    )
    post(
        books,
        "2024-06-01",
        debit("1403", 50, quantity="1", **given),
        credit("1002", 50),
        {"account": "9008", "product": "BOARD", "quantity": "-1"},
    )

    refused = refusal(books, "period.close", {"period": "2024-05"})

    assert list(refused.fields) == ["closing.stock_negative"]
    assert [
        (row["place"], row["product"], str(row["quantity"]))
        for row in checks(books)["closing.stock_negative"]["details"]
    ] == [("DEPOT", "BOARD", "-1")]
    assert checks(books, "2024-06")["closing.stock_negative"]["ok"]


def test_a_month_shut_again_after_reopening_keeps_one_paper(books: sanbao.Sanbao) -> None:
    first = books.do("period.close", {"period": "2024-05"}, user="zhao.min")
    books.do("period.reopen", {"period": "2024-05", "reason": "漏记"}, user="chen.zong")

    again = books.do("period.close", {"period": "2024-05"}, user="zhao.min")

    assert first.number == again.number
    assert refusal(books, "period.close", {"period": "2024-05"}).code == "ledger.period_locked"


@pytest.mark.parametrize(
    "name, value", [("closing_stops", {"closing.drafts": "maybe"}), ("result_carried_each", "week")]
)
def test_a_setting_that_nobody_understands_is_named(books: sanbao.Sanbao, name: str, value: Any) -> None:
    keep_of_old(books, name, value)

    refused = refusal(books, "period.close", {"period": "2024-05"})

    assert refused.code == "closing.bad_setting"
    assert name in str(refused)


def test_a_reason_is_no_hindrance_where_nothing_blocks(books: sanbao.Sanbao) -> None:
    closed = books.do("period.close", {"period": "2024-05", "despite": "以防万一"}, user="zhao.min")

    assert closed.data["state"] == "closed"


def test_a_month_that_has_not_begun_is_not_closed(books: sanbao.Sanbao) -> None:
    # A slip of the pen would shut every month before it that nobody has needed yet.
    refused = refusal(books, "period.close", {"period": "2042-05"})

    assert refused.code == "closing.not_begun"
    post(books, "2024-06-03", debit("1002", "1.00"), credit("6051", "1.00"))


def test_the_accounts_that_still_carry_a_result_are_named_in_words(books: sanbao.Sanbao) -> None:
    stop_at(books, result="yes")
    post(books, "2024-05-06", debit("1002", "800.00"), credit("6051", "800.00"))
    post(books, "2024-05-07", debit("6602", "100.00"), credit("1002", "100.00"))

    refused = refusal(books, "period.close", {"period": "2024-05"})

    assert refused.fields["closing.result"][0].endswith("; 6051, 6602, 700.00")


def test_a_count_of_nothing_names_the_field(books: sanbao.Sanbao) -> None:
    books.do("place.create", {"code": "HALL", "name": "大厅"}, user="admin")

    refused = refusal(books, "stock.count", {"place": "HALL", "counted_on": "2024-05-31", "lines": []})

    assert set(refused.fields) == {"lines"}
