"""``ledger checklist … hand-over-file``: a month is looked at, carried, printed, handed over and closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_names import Run

LINES = '[{"account": "1002", "debit": "800.00"}, {"account": "6051", "credit": "800.00"}]'


@pytest.fixture
def month(in_company: Run) -> Run:
    """A company with one income in May."""
    for login in ("zhao.min", "wang.fang"):
        in_company("do", "user.create", f"login={login}", "roles=finance")
    paper = in_company(
        "do",
        "voucher.write",
        "date=2024-05-06",
        "summary=收入",
        f"lines={LINES}",
        "--as",
        "zhao.min",
        "--json",
    ).data
    in_company("do", "voucher.post", "--subject", paper["result"]["number"], "--as", "wang.fang")
    return in_company


def test_the_checklist_says_what_is_to_be_done(month: Run) -> None:
    shown, data = (
        month("ledger", "checklist", "2024-05"),
        month("ledger", "checklist", "2024-05", "--json").data,
    )

    assert "Voucher numbers run without a gap" in shown.out
    assert "to look at" in shown.out
    assert {one["code"]: one["ok"] for one in data}["closing.result"] is False


def test_a_month_is_carried_and_closed(month: Run) -> None:
    carried = month("ledger", "carry", "2024-05")
    closed = month("ledger", "close", "2024-05")

    assert "Dr 6051 800.00 | Cr 4103 800.00" in carried.out
    assert closed.code == 0
    assert "in order" in closed.out
    assert "2024-05 is closed." in closed.out
    rows = month("ledger", "trial-balance", "--on", "2024-05-31", "--without-closing", "--json").data
    assert {row["code"]: row["closing"] for row in rows} == {"1002": "800.00", "6051": "-800.00"}


def test_a_year_ends_once_its_result_is_carried(month: Run) -> None:
    refused = month("ledger", "year-end", "2024")
    month("ledger", "carry", "2024-05")

    ended = month("ledger", "year-end", "2024")

    assert refused.code == 2
    assert "Dr 4103 800.00 | Cr 4104 800.00" in ended.out


def test_what_blocks_is_shown_and_a_reason_lets_it_pass(month: Run) -> None:
    month("do", "setting.change", "name=closing_stops", 'value={"closing.result": "yes"}')

    refused = month("ledger", "close", "2024-05")
    passed = month("ledger", "close", "2024-05", "--despite", "六月结转")

    assert refused.code == 2
    assert "blocks" in refused.out
    assert "cannot be closed yet" in refused.err
    assert passed.code == 0


def test_vouchers_are_printed_as_one_file(month: Run, tmp_path: Path) -> None:
    printed = month("ledger", "vouchers", "2024-05", "-o", "may.pdf")
    one = month("print", "2024-05/1", "-o", "one.pdf")

    assert printed.code == one.code == 0
    assert (tmp_path / "may.pdf").read_bytes().startswith(b"%PDF")
    assert "1 voucher" in printed.out
    assert month("ledger", "vouchers", "2024-04").code == 2


def test_a_hand_over_is_fetched_again_as_it_was(month: Run, tmp_path: Path) -> None:
    waiting = month("ledger", "handed-over", "2024-05", "--json").data
    first = month("ledger", "hand-over", "2024-05", "--layout", "kingdee", "-o", "first.xlsx", "--json").data
    again = month("ledger", "hand-over-file", first["number"], "-o", "again.xlsx")

    assert [row["number"] for row in waiting] == ["2024-05/1"]
    assert again.code == 0
    assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "again.xlsx").read_bytes()
    assert month("ledger", "handed-over", "2024-05", "--json").data == []
    assert month("ledger", "hand-over", "2024-05").code == 2
