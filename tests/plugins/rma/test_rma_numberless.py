"""Two pieces without a number in one parcel are two: each has its own right, its own agreement, its own payer (RMA-01, RMA-04)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from rma_shop import Clock, pieces
from sqlalchemy import select

import sanbao
from sanbao import worker
from sanbao.documents.models import DecisionRecord
from sanbao_rma.models import RmaLine

SIGNED = {"name": "客户回传.pdf", "content": "5ZCM5oSP57u05L+u", "purpose": "signature"}


def came(erp: sanbao.Sanbao) -> str:
    """Receive two pieces of which nobody gave a number."""
    announced = {"party": "C1", "pieces": [{"product": "CAM-8", "quantity": "2"}]}
    number = str(erp.do("rma.announce", announced, user="clerk").number)
    erp.do("rma.receive", {"as_announced": "yes"}, subject=number, user="clerk")
    return number


def diagnose(erp: sanbao.Sanbao, number: str, line: str, **said: str) -> None:
    erp.do("rma.diagnose", {"lines": [{"line": line, **said}]}, subject=number, user="bench")


def decided(erp: sanbao.Sanbao, question: str) -> list[int | None]:
    """Return about which lines decisions stand."""
    with erp.reading("admin") as work:
        query = select(DecisionRecord.line).where(
            DecisionRecord.question == question,
            DecisionRecord.superseded_by_id.is_(None),
            DecisionRecord.withdrawn_at.is_(None),
        )
        return list(work.session.scalars(query.order_by(DecisionRecord.line)))


def quoted(erp: sanbao.Sanbao, number: str) -> str:
    """Ask for 300.00 for each of the two."""
    for line in ("1", "2"):
        diagnose(erp, number, line, in_warranty="no", is_main_component="yes")
    lines = [{"line": line, "text": "换主板", "price": "300.00"} for line in ("1", "2")]
    (quote,) = erp.do("rma.quote", {"lines": lines, "send": "yes"}, subject=number, user="clerk").data
    return str(quote["number"])


def agree(erp: sanbao.Sanbao, quote: str, *positions: str) -> None:
    erp.do("document.attach", SIGNED, subject=quote, user="clerk")
    erp.do("quote.agree", {"text": "同意维修", "lines": list(positions)}, subject=quote, user="clerk")


def test_a_new_diagnosis_of_one_leaves_the_loan_unit_of_the_other(erp: sanbao.Sanbao) -> None:
    number = came(erp)
    diagnose(erp, number, "1", in_warranty="yes", ready_on="2024-06-20")

    diagnose(erp, number, "2", in_warranty="yes", ready_on="2024-06-04")

    assert decided(erp, "loaner_offer") == [1]


def test_each_has_the_right_of_a_missed_turnaround_by_itself(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = came(erp)
    clock.now += timedelta(days=31)

    worker.run_once(erp)

    assert decided(erp, "turnaround") == [1, 2]
    with erp.reading("admin") as work:
        lines = work.session.scalars(select(RmaLine)).unique()
        assert {(line.position, line.entitled_to) for line in lines} == {(1, "exchange"), (2, "exchange")}
    assert [one["position"] for one in pieces(erp, number)] == [1, 2]


def test_the_customer_agrees_to_one_and_not_to_the_other(erp: sanbao.Sanbao) -> None:
    number = came(erp)

    agree(erp, quoted(erp, number), "1")

    assert [one["state"] for one in pieces(erp, number)] == ["agreed", "declined"]


def test_a_new_version_is_about_the_same_pieces(erp: sanbao.Sanbao) -> None:
    number = came(erp)
    first = quoted(erp, number)
    newer = erp.do("quote.revise", {"reason": "续期"}, subject=first, user="clerk").number
    erp.do("quote.send", subject=newer, user="clerk")

    agree(erp, str(newer), "2")

    assert [one["state"] for one in pieces(erp, number)] == ["declined", "agreed"]


def test_only_the_piece_that_is_paid_for_falls_on_the_customer(erp: sanbao.Sanbao) -> None:
    number = came(erp)
    quote = quoted(erp, number)
    agree(erp, quote, "1")
    erp.do("charge.issue", {"quote": quote}, user="clerk")
    spent = [{"line": line, "type": "labour", "quantity": "1"} for line in ("1", "2")]
    erp.do("rma.collect_cost", {"lines": spent}, subject=number, user="head")

    erp.do("rma.settle", {}, subject=number, user="head")

    with erp.reading("admin") as work:
        assert work.ledger.balance("SERVICE_COST") == Decimal("60.00")
        assert work.ledger.balance("WARRANTY_EXP") == Decimal("60.00")
    (row,) = erp.ask("rma.costs", {"by": "rma"}, user="admin")
    assert (row["cost"], row["charged"]) == (Decimal("120.00"), Decimal("300.00"))
