"""Open items through the one door, on both databases: reversals, several payments in one Work, month end, workbook."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

import sanbao
from sanbao import tables
from sanbao.documents.models import Attachment
from sanbao.errors import Forbidden, Invalid, Refused, SanbaoError
from sanbao.importing import running as importing
from sanbao.importing.running import Outcome
from sanbao.printing import BOTH, papers
from sanbao.reporting import running
from sanbao.testing import fixed_clock

Company = Callable[..., sanbao.Sanbao]


@pytest.fixture
def desk(make_company: Company) -> sanbao.Sanbao:
    """A company with one customer who owes 100.00 and 40.00."""
    clock = fixed_clock("2024-06-28T09:00:00+08:00")
    return make_company(plugins=["billing"], clock=clock, prepare=let_owe)


def let_owe(erp: sanbao.Sanbao) -> None:
    """Let a customer owe two amounts."""
    for login, role in (("zhao.min", "finance"), ("qian.duo", "sales")):
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do("party.create", {"code": "C", "name": "滨江医院", "payment_terms": "10d"}, user="admin")
    for amount in ("100.00", "40.00"):
        owe(erp, amount)


def owe(erp: sanbao.Sanbao, amount: str, account: str = "1122", on: str = "2024-06-03") -> str:
    """Let the customer owe something, by an opening balance."""
    line = {"account": account, "debit": amount, "party": "C"}
    return str(
        erp.do("opening.enter", {"date": on, "additional": "yes", "lines": [line]}, user="admin").number
    )


def opens(erp: sanbao.Sanbao, **asked: Any) -> list[Decimal]:
    """Return what stands open on the receivables."""
    return [row["open"] for row in erp.ask("item.list", {"role": "AR", **asked}, user="zhao.min")]


def receive(erp: sanbao.Sanbao, amount: str, **said: Any) -> sanbao.Result:
    """Record money from the customer."""
    return erp.do("payment.receive", {"party": "C", "amount": amount, **said}, user="zhao.min")


def entry_of(erp: sanbao.Sanbao, document: str) -> str:
    """Return the number of the only entry of a paper, as it is asked for."""
    return str(erp.ask("ledger.entries", {"document": document}, user="zhao.min")[0]["id"])


def test_a_reversed_entry_leaves_nothing_open(desk: sanbao.Sanbao) -> None:
    wrong = owe(desk, "7.00")

    desk.do(
        "entry.reverse",
        {"entry": entry_of(desk, wrong), "date": "2024-06-20", "reason": "错"},
        user="zhao.min",
    )

    assert opens(desk) == [Decimal("100.00"), Decimal("40.00")]
    assert opens(desk, on="2024-06-19") == [Decimal("100.00"), Decimal("40.00"), Decimal("7.00")]


def test_what_was_paid_of_a_reversed_entry_stands_to_the_customers_credit(desk: sanbao.Sanbao) -> None:
    wrong = owe(desk, "7.00")
    receive(desk, "3.00", items=[{"item": wrong}])

    desk.do(
        "entry.reverse",
        {"entry": entry_of(desk, wrong), "date": "2024-06-28", "reason": "错"},
        user="zhao.min",
    )

    assert opens(desk) == [Decimal("100.00"), Decimal("40.00"), Decimal("-3.00")]


def test_two_payments_in_one_work_do_not_pay_the_same_item(desk: sanbao.Sanbao) -> None:
    given = {"party": "C", "amount": "90.00", "automatic": "yes"}

    with desk.work("zhao.min") as work:
        work.do("payment.receive", given)
        work.do("payment.receive", given)

    assert opens(desk) == [Decimal("-40.00")]


def test_a_payment_of_the_same_work_can_be_matched_and_taken_apart(desk: sanbao.Sanbao) -> None:
    with desk.work("zhao.min") as work:
        payment = work.do("payment.receive", {"party": "C", "amount": "100.00"})
        work.do("payment.match", {"automatic": "yes"}, subject=payment)
        work.do("payment.unmatch", {"reason": "错"}, subject=payment)
        work.do("payment.match", {"automatic": "yes"}, subject=payment)

    assert opens(desk) == [Decimal("40.00")]


def test_a_trial_shows_the_entry_and_keeps_nothing(desk: sanbao.Sanbao) -> None:
    given = {"party": "C", "amount": "90.00", "automatic": "yes"}

    tried = desk.do("payment.receive", given, user="zhao.min", dry_run=True)

    assert tried.entries[0]["text"] == "Dr 1002 90.00 | Cr 1122{C} 90.00"
    assert opens(desk) == [Decimal("100.00"), Decimal("40.00")]


def test_clerks_who_pay_at_once_never_settle_an_item_twice(desk: sanbao.Sanbao) -> None:
    given = {"party": "C", "amount": "100.00", "automatic": "yes"}
    threads = [
        threading.Thread(target=lambda: desk.do("payment.receive", given, user="zhao.min")) for _ in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(opens(desk), Decimal(0)) == Decimal("-260.00")
    assert max(opens(desk)) < 0
    assert all(row["foots"] for row in desk.ask("item.footing", user="zhao.min"))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "1,00"}, "amount"),
        ({"on": "2024-06-29"}, "on"),
        ({"account": "1122"}, "account"),
        ({"account": "6601.01"}, "account"),
        ({"party": "NOBODY"}, "party"),
        ({"items": [{"item": "NOTHING"}]}, "items.0.item"),
        ({"against": "BANK"}, "against"),
        ({"write_off": "yes"}, "items"),
        ({"items": [{"item": "1.1"}], "automatic": "yes"}, "automatic"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_with_its_field(
    desk: sanbao.Sanbao, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        receive(desk, **{"amount": "10.00", **said})

    assert field in refused.value.fields
    assert opens(desk) == [Decimal("100.00"), Decimal("40.00")]


def test_more_than_an_item_has_open_is_refused(desk: sanbao.Sanbao) -> None:
    item = desk.ask("item.list", {"role": "AR"}, user="zhao.min")[1]["item"]

    with pytest.raises(Invalid) as refused:
        receive(desk, "50.00", items=[{"item": item, "amount": "50.00"}])

    assert "items.0.amount" in refused.value.fields


def test_sales_may_look_and_not_touch(desk: sanbao.Sanbao) -> None:
    desk.ask("ageing.report", user="qian.duo")

    with pytest.raises(Forbidden):
        desk.do("payment.receive", {"party": "C", "amount": "1.00"}, user="qian.duo")


def test_a_manual_entry_of_a_payment_is_taken_back_by_the_payment(desk: sanbao.Sanbao) -> None:
    number = str(receive(desk, "10.00").number)

    with pytest.raises(Refused) as refused:
        desk.do(
            "entry.reverse",
            {"entry": entry_of(desk, number), "date": "2024-06-28", "reason": "错"},
            user="zhao.min",
        )

    assert refused.value.code == "ledger.paper_reverses"


def test_a_whole_account_is_cleared_in_one_go(desk: sanbao.Sanbao) -> None:
    for number in range(8):
        desk.do("party.create", {"code": f"C{number}", "name": "客户"}, user="admin")
        line = {"account": "1122", "debit": "5.00", "party": f"C{number}"}
        desk.do("opening.enter", {"date": "2024-06-03", "lines": [line]}, user="admin")
        desk.do("payment.receive", {"party": f"C{number}", "amount": "5.00"}, user="zhao.min")

    paper = desk.do("clearing.make", {"role": "AR"}, user="zhao.min")

    assert opens(desk) == [Decimal("100.00"), Decimal("40.00")]
    with desk.reading("zhao.min") as work:
        assert work.find("clearing", str(paper.number)).amount == Decimal("40.00")
        assert {work.find("payment", f"PM202406-{number:04}").state for number in range(1, 9)} == {"matched"}


def test_hook_find_closing_obstacles_says_what_money_has_no_purpose(desk: sanbao.Sanbao) -> None:
    receive(desk, "10.00")
    receive(desk, "20.00", against="DEPOSIT_RECEIVED")

    checks = _checks(desk)

    assert checks["billing.items_foot"]["ok"]
    assert not checks["billing.payments_unmatched"]["ok"]
    assert [row["amount"] for row in checks["billing.payments_unmatched"]["details"]] == [Decimal("-10.00")]
    assert checks["billing.charges_not_invoiced"]["ok"]


def _checks(erp: sanbao.Sanbao) -> dict[str, dict[str, Any]]:
    listed = erp.ask("month_end.checklist", {"period": "2024-06"}, user="zhao.min")
    return {check["code"]: check for check in listed}


def test_a_statement_brings_a_workbook_and_a_paper(desk: sanbao.Sanbao) -> None:
    given = {"party": "C", "start": "2024-06-01", "end": "2024-06-28"}
    number = str(desk.do("statement.issue", given, user="zhao.min").number)

    with desk.reading("zhao.min") as work:
        attachment = work.session.query(Attachment).one()
        html = papers.html_of(work, number, languages=BOTH)
    book = tables.read(desk.files.get(attachment.sha256, attachment.name), "statement.xlsx")

    assert [len(sheet.rows) for sheet in book.sheets][:2] == [4, 3]
    assert "对账回函" in html
    assert "Confirmation slip" in html
    assert "140.00" in html


def test_a_receipt_names_what_it_pays(desk: sanbao.Sanbao) -> None:
    number = str(receive(desk, "100.00", automatic="yes").number)

    with desk.reading("zhao.min") as work:
        html = papers.html_of(work, number)

    assert "OB202406-0001" in html
    assert "壹佰元整" in html


def test_a_match_of_two_accounts_is_refused(desk: sanbao.Sanbao) -> None:
    owe(desk, "30.00", account="1123")

    with pytest.raises(SanbaoError) as refused:
        desk.do(
            "payment.receive",
            {"party": "C", "amount": "30.00", "items": [{"item": "OB202406-0003"}]},
            user="zhao.min",
        )

    assert refused.value.code == "input.invalid"


def test_ageing_is_a_report_with_the_companys_own_buckets(desk: sanbao.Sanbao) -> None:
    desk.do("setting.change", {"name": "billing_buckets", "value": "7,30"}, user="admin")
    with desk.reading("zhao.min") as work:
        report = running.find(work, "ageing")
        laid = running.run(work, report, {})
        sheet = openpyxl.load_workbook(io.BytesIO(running.workbook(work, report, laid, {}))).worksheets[0]

    # Due on 2024-06-13, ten days after the opening; looked at fifteen days later.
    row = {"party": "C", "not_due": Decimal("0.00"), "1-7": Decimal("0.00"), "8-30": Decimal("140.00")}
    assert {name: laid[0].rows[0][name] for name in row} == row
    assert sheet["G2"].value == "=C2 + D2 + E2 + F2"
    assert sheet["E3"].value == "=SUM(E2:E2)"


def test_open_items_and_books_stand_side_by_side(desk: sanbao.Sanbao) -> None:
    with desk.reading("zhao.min") as work:
        laid = running.run(work, running.find(work, "open_items_footing"), {})

    assert {row["difference"] for row in laid[0].rows} == {Decimal("0.00")}
    assert laid[0].totals["open"] == Decimal("140.00")


def running_import(erp: sanbao.Sanbao, rows: str) -> Outcome:
    """Bring a bank statement in."""
    return importing.run(erp, "payment_in", statement(rows), user="zhao.min")


def statement(rows: str) -> tables.Workbook:
    """Return a bank statement as its file was read."""
    return tables.read(("往来单位编码,金额,日期,流水号,摘要,自动核销\n" + rows).encode(), "bank.csv")


def test_a_bank_statement_is_brought_in_and_matched(desk: sanbao.Sanbao) -> None:
    brought = running_import(desk, "C,100.00,2024-06-20,B1,六月货款,是\nC,40.00,2024-06-21,B2,余款,是\n")

    assert brought.ok
    assert opens(desk) == []


def test_a_bank_statement_with_mistakes_brings_nothing(desk: sanbao.Sanbao) -> None:
    brought = running_import(desk, "C,100.00,2024-06-20,B1,货款,是\nX,abc,2024-06-21,B2,余款,否\n")

    assert {(problem.row, problem.column) for problem in brought.problems} == {
        (3, "往来单位编码"),
        (3, "金额"),
    }
    assert len(opens(desk)) == 2
