"""Charges through the one door, on both databases: posted at once, never before the reply, taken back in red."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from charging_desk import Desk, refused
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LABOUR = {"text": "维修工时", "price": "300.00"}
BOARD = {"text": "主板", "price": "420.00"}


def texts(result: Any) -> list[str]:
    return [entry["text"] for entry in result.entries]


def test_an_agreed_quote_is_charged_with_its_tax(desk: Desk) -> None:
    quote = desk.agreed(LABOUR, BOARD)

    issued = desk.do("charge.issue", {"quote": quote})

    assert texts(issued) == ["Dr 1122{C1} 813.60 | Cr 6051 720.00 | Cr 2221.02 93.60"]


def test_nothing_is_charged_before_the_signed_reply(desk: Desk) -> None:
    quote = desk.sent(LABOUR)

    refused(desk, "charging.not_agreed", "charge.issue", {"quote": quote})
    refused(desk, "charging.not_agreed", "charge.issue", {"case": desk.case, "lines": [LABOUR]})


def test_only_the_agreed_lines_are_charged_and_once(desk: Desk) -> None:
    # WE-20: agreed for C, declined for D
    quote = desk.sent(
        {"text": "C", "price": "340.00", "tax": "VAT0"}, {"text": "D", "price": "340.00", "tax": "VAT0"}
    )
    desk.sign(quote)
    desk.do("quote.agree", {"text": "同意维修", "lines": "1"}, subject=quote)

    refused(desk, "charging.no_such_line", "charge.issue", {"quote": quote, "positions": "2"})
    issued = desk.do("charge.issue", {"quote": quote})

    assert texts(issued) == ["Dr 1122{C1} 340.00 | Cr 6051 340.00"]
    refused(desk, "charging.charged_already", "charge.issue", {"quote": quote})


def test_agreed_lines_may_be_charged_one_by_one(desk: Desk) -> None:
    quote = desk.agreed(LABOUR, BOARD)

    first = desk.do("charge.issue", {"quote": quote, "positions": "2"})
    second = desk.do("charge.issue", {"quote": quote})

    assert texts(first) == ["Dr 1122{C1} 474.60 | Cr 6051 420.00 | Cr 2221.02 54.60"]
    assert texts(second) == ["Dr 1122{C1} 339.00 | Cr 6051 300.00 | Cr 2221.02 39.00"]


def test_less_than_agreed_may_be_charged_but_not_more(desk: Desk) -> None:
    quote = desk.agreed({**LABOUR, "quantity": "2"})

    refused(
        desk,
        "charging.above_quote",
        "charge.issue",
        {"quote": quote, "actual": [{"position": 1, "quantity": "2.5"}]},
    )
    issued = desk.do("charge.issue", {"quote": quote, "actual": [{"position": 1, "quantity": "1.5"}]})

    assert texts(issued) == ["Dr 1122{C1} 508.50 | Cr 6051 450.00 | Cr 2221.02 58.50"]


def test_the_company_may_tolerate_a_little_more(desk: Desk) -> None:
    desk.do("setting.change", {"name": "quote_tolerance", "value": "10"}, by="admin")
    quote = desk.agreed(LABOUR)

    refused(
        desk,
        "charging.above_quote",
        "charge.issue",
        {"quote": quote, "actual": [{"position": 1, "price": "330.01"}]},
    )
    desk.do("charge.issue", {"quote": quote, "actual": [{"position": 1, "price": "330.00"}]})


def test_parts_are_sold_with_a_reference_to_their_case(desk: Desk) -> None:
    error = refused(desk, "input.invalid", "charge.issue", {"party": "C1", "lines": [BOARD]})
    assert "case" in error.fields

    issued = desk.do("charge.issue", {"case": desk.case, "lines": [{"product": "SEAL", "price": "150.00"}]})

    assert texts(issued) == ["Dr 1122{C1} 169.50 | Cr 6051 150.00 | Cr 2221.02 19.50"]


def test_what_is_free_posts_nothing(desk: Desk) -> None:
    issued = desk.do("charge.issue", {"case": desk.case, "lines": [{"product": "SEAL", "price": "0"}]})

    assert issued.number is not None
    assert issued.entries == []


def test_one_tax_line_per_rate_and_the_revenue_that_was_named(desk: Desk) -> None:
    lines = [LABOUR, {**BOARD, "tax": "VAT6"}, {**BOARD, "role": "SALES_REV"}]

    issued = desk.do("charge.issue", {"case": desk.case, "lines": lines})

    # 300 + 13 % = 39.00; 420 + 6 % = 25.20; 420 + 13 % = 54.60: 13 % together 93.60
    expected = "Dr 1122{C1} 1258.80 | Cr 6051 720.00 | Cr 6001 420.00 | Cr 2221.02 25.20 | Cr 2221.02 93.60"
    assert texts(issued) == [expected]


def test_a_revenue_that_is_none_is_refused(desk: Desk) -> None:
    error = refused(
        desk, "input.invalid", "charge.issue", {"case": desk.case, "lines": [{**BOARD, "role": "BANK"}]}
    )

    assert list(error.fields) == ["lines.0.role"]


def test_a_cancelled_charge_leaves_nothing(desk: Desk) -> None:
    charge = desk.new("charge.issue", {"case": desk.case, "lines": [LABOUR]})

    cancelled = desk.do(
        "charge.cancel", {"reason": "开错", "on": "2024-06-03"}, subject=charge, by="zhao.min"
    )

    assert texts(cancelled) == ["Dr 1122{C1} -339.00 | Cr 6051 -300.00 | Cr 2221.02 -39.00"]
    assert [desk.balance(code) for code in ("1122", "6051", "2221.02")] == ["0.00"] * 3
    refused(desk, "document.wrong_state", "charge.cancel", {"reason": "再次"}, subject=charge, by="zhao.min")


def test_after_its_charge_was_cancelled_a_quote_is_charged_again(desk: Desk) -> None:
    quote = desk.agreed(LABOUR)
    charge = desk.new("charge.issue", {"quote": quote})
    desk.do("charge.cancel", {"reason": "抬头有误"}, subject=charge, by="zhao.min")

    again = desk.do("charge.issue", {"quote": quote})

    assert texts(again) == ["Dr 1122{C1} 339.00 | Cr 6051 300.00 | Cr 2221.02 39.00"]


def test_a_charge_with_an_invoice_on_it_is_not_cancelled(desk: Desk) -> None:
    charge = desk.new("charge.issue", {"case": desk.case, "lines": [LABOUR]})
    invoice = desk.new(
        "voucher.write",
        {
            "date": "2024-06-03",
            "summary": "发票",
            "lines": [{"account": "1002", "debit": "1.00"}, {"account": "1122", "credit": "1.00"}],
        },
        by="zhao.min",
    )
    desk.do("document.link", {"target": charge, "kind": "bills"}, subject=invoice, by="admin")

    refused(desk, "charging.papers_rest", "charge.cancel", {"reason": "错"}, subject=charge, by="zhao.min")


def test_a_posted_charge_is_taken_back_by_its_own_operation_only(desk: Desk) -> None:
    issued = desk.do("charge.issue", {"case": desk.case, "lines": [LABOUR]})
    given = {"entry": issued.entries[0]["id"], "date": "2024-06-03", "reason": "x"}

    refused(desk, "ledger.paper_reverses", "entry.reverse", given, by="zhao.min")


def test_only_finance_cancels(desk: Desk) -> None:
    charge = desk.new("charge.issue", {"case": desk.case, "lines": [LABOUR]})

    refused(desk, "access.forbidden", "charge.cancel", {"reason": "错"}, subject=charge)


def test_an_agreed_case_does_not_end_without_its_charge(desk: Desk) -> None:
    quote = desk.agreed(LABOUR)
    desk.do("loan.take_back", {"condition": "完好"}, subject=[f"{desk.case}/1"], by="admin")

    refused(desk, "charging.no_charge", "loan.close", subject=desk.case, by="admin")
    charge = desk.new("charge.issue", {"quote": quote})
    desk.do("loan.close", subject=desk.case, by="admin")

    refused(
        desk, "charging.case_needs_charge", "charge.cancel", {"reason": "错"}, subject=charge, by="zhao.min"
    )
    refused(desk, "charging.case_ended", "charge.issue", {"case": desk.case, "lines": [LABOUR]})


def test_a_cost_borne_by_the_customer_wants_a_charge(desk: Desk) -> None:
    desk.do("costing.collect", {"labour": "180.00"}, subject=desk.case, by="admin")
    shares = {"shares": [{"bearer": "customer", "percent": "100"}]}
    settled = desk.do("costing.settle", shares, subject=desk.case, by="admin")
    desk.do("loan.take_back", {"condition": "完好"}, subject=[f"{desk.case}/1"], by="admin")

    assert texts(settled) == [f"Dr 6402[{desk.case}] 180.00 | Cr 5201[{desk.case}] 180.00"]
    refused(desk, "charging.no_charge", "loan.close", subject=desk.case, by="admin")
    desk.do("charge.issue", {"case": desk.case, "lines": [LABOUR]})
    desk.do("loan.close", subject=desk.case, by="admin")


def test_a_case_with_a_charge_is_not_voided(desk: Desk) -> None:
    charge = desk.new("charge.issue", {"case": desk.case, "lines": [LABOUR]})

    error = refused(
        desk, "document.papers_depend", "document.void", {"reason": "错"}, subject=charge_case(desk)
    )

    assert charge in str(error)


def charge_case(desk: Desk) -> str:
    return desk.case


def test_the_margin_is_the_charge_less_the_cost(desk: Desk) -> None:
    desk.do(
        "costing.collect",
        {"labour": "180.00", "travel": "95.00", "parts": "260.00"},
        subject=desk.case,
        by="admin",
    )
    quote = desk.agreed(LABOUR, BOARD)
    charge = desk.new("charge.issue", {"quote": quote})

    rows = desk.ask("charge.margin", {"cases": [desk.case]})

    assert rows == [
        {
            "case": desk.case,
            "charges": [charge],
            "quoted": Decimal("720.00"),
            "charged": Decimal("720.00"),
            "cost": Decimal("535.00"),
            "margin": Decimal("185.00"),
            "above_quote": False,
        }
    ]
    assert desk.ask("charge.margin", {"start": "2024-06-01", "end": "2024-06-30"}) == rows
    assert desk.ask("charge.margin", {"unit": "0012"}) == []
    assert desk.ask("charge.margin", {"start": "2024-07-01"}) == []


AMOUNTS = st.lists(
    st.tuples(
        st.decimals("0.01", "9999", places=2),
        st.decimals("0.01", "99", places=2),
        st.sampled_from(["VAT13", "VAT6", "VAT0"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=AMOUNTS, tax_inclusive=st.booleans())
def test_whatever_is_charged_and_cancelled_leaves_nothing(
    desk: Desk, lines: list[tuple[Decimal, Decimal, str]], tax_inclusive: bool
) -> None:
    typed = [{"text": "x", "price": str(p), "quantity": str(q), "tax": tax} for p, q, tax in lines]
    given_ = {"case": desk.case, "lines": typed, "tax_inclusive": "yes" if tax_inclusive else "no"}
    charge = desk.new("charge.issue", given_)
    fields = desk.ask("document.show", {"document": charge})["fields"]

    assert [desk.balance(code) for code in ("1122", "6051", "2221.02")] == [
        fields["gross"],
        str(-Decimal(fields["net"])),
        str(-Decimal(fields["tax"])),
    ]
    desk.do("charge.cancel", {"reason": "错"}, subject=charge, by="zhao.min")

    assert {Decimal(desk.balance(code)) for code in ("1122", "6051", "2221.02")} == {Decimal(0)}


def test_a_quote_taken_for_a_case_is_not_charged_without_agreement(desk: Desk) -> None:
    quote = desk.quote(LABOUR)
    charge = desk.new("charge.issue", {"quote": desk.agreed(LABOUR)})

    for paper in (quote, charge):
        refused(desk, "charging.not_a_case", "charge.issue", {"case": paper, "lines": [LABOUR]})
        refused(desk, "charging.not_a_case", "quote.draft", {"case": paper, "lines": [LABOUR]})

    assert desk.balance("1122") == "339.00"


def test_a_charge_is_not_older_than_the_agreement(desk: Desk) -> None:
    quote = desk.agreed(LABOUR)

    error = refused(desk, "input.invalid", "charge.issue", {"quote": quote, "charged_on": "2024-06-02"})

    assert set(error.fields) == {"charged_on"}


def test_what_a_line_came_to_is_said_once_and_for_a_line_that_is_charged(desk: Desk) -> None:
    quote = desk.agreed(LABOUR, BOARD)
    twice = [{"position": 1, "price": "100.00"}, {"position": 1, "price": "200.00"}]

    error = refused(desk, "input.invalid", "charge.issue", {"quote": quote, "actual": twice})
    refused(
        desk, "charging.no_such_line", "charge.issue", {"quote": quote, "positions": "2", "actual": twice[:1]}
    )

    assert set(error.fields) == {"actual"}


def test_a_charge_is_not_taken_back_before_its_own_day(desk: Desk) -> None:
    charge = desk.new("charge.issue", {"case": desk.case, "lines": [LABOUR]})

    error = refused(
        desk,
        "input.invalid",
        "charge.cancel",
        {"reason": "错", "on": "2024-06-02"},
        subject=charge,
        by="zhao.min",
    )

    assert set(error.fields) == {"on"}
