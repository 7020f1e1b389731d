"""What claims cost and who bears it, on both databases: collected, shared, settled, taken back, recovered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from warranty_shop import code_of, open_claim, settled_on_x

import sanbao
from sanbao.errors import Forbidden, Invalid, Refused


def test_a_claim_with_cost_cannot_be_voided(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
    shop.do("costing.collect", {"labour": "120.00"}, subject=claim, user="li.na")

    with pytest.raises(Refused) as refused:
        shop.do("document.void", {"reason": "录错"}, subject=claim, user="li.na")

    assert refused.value.code == "document.still_posted"


def test_a_wrong_cost_is_taken_back_in_red(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
    shop.do("costing.collect", {"travel": "320.00"}, subject=claim, user="li.na")
    line = shop.ask("cost.sheet", {"document": claim}, user="li.na")["lines"][0]["line"]

    back = shop.do("costing.take_back", {"lines": [line], "reason": "记错单"}, subject=claim, user="li.na")

    assert [entry["text"] for entry in back.entries] == [f"Dr 5201[{claim}] -320.00 | Cr 2241 -320.00"]
    assert shop.ask("cost.sheet", {"document": claim}, user="li.na")["carried"] == 0


def test_every_wrong_cost_is_named_where_it_was_typed(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
    given = {
        "labour": "0.001",
        "travel": "320.00",
        "lines": [{"type": "labour", "amount": "1.005"}, {"type": "no_such", "amount": "1"}],
        "incurred_on": "2099-01-01",
    }

    with pytest.raises(Invalid) as refused:
        shop.do("costing.collect", given, subject=claim, user="li.na")

    wrong = {problem.path for problem in refused.value.problems}
    assert wrong == {"labour", "lines.0.amount", "lines.1.type", "incurred_on"}


def test_goodwill_wants_a_second_person(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, received_at="2030-01-01")
    shop.do("costing.collect", {"labour": "120.00"}, subject=claim, user="li.na")
    share = {"bearer": "goodwill", "cost_centre": "SERVICE", "percent": "100", "reason": "老客户"}
    shop.do("costing.propose", {"shares": [share]}, subject=claim, user="li.na")

    with pytest.raises(Refused) as refused:
        shop.do("costing.settle", subject=claim, user="li.na")
    with pytest.raises(Forbidden):
        shop.do("costing.approve_goodwill", subject=claim, user="li.na")
    shop.do("costing.approve_goodwill", subject=claim, user="zhou.qi")
    settled = shop.do("costing.settle", subject=claim, user="li.na")

    assert refused.value.code == "costing.goodwill_not_approved"
    assert [entry["text"] for entry in settled.entries] == [
        f"Dr 6601.01[SERVICE] 120.00 | Cr 5201[{claim}] 120.00"
    ]


def test_shares_that_do_not_sum_to_the_whole_are_refused(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
    shop.do("costing.collect", {"labour": "120.00"}, subject=claim, user="li.na")
    share = {"bearer": "department", "cost_centre": "PROD", "percent": "90"}

    with pytest.raises(Invalid) as refused:
        shop.do("costing.settle", {"shares": [share]}, subject=claim, user="li.na")

    assert refused.value.code == "costing.shares_mismatch"


def test_what_nobody_shares_is_proposed_by_the_cause(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, cause="design")
    shop.do("costing.collect", {"labour": "120.00"}, subject=claim, user="li.na")

    settled = shop.do("costing.settle", subject=claim, user="li.na")

    assert [entry["text"] for entry in settled.entries] == [
        f"Dr 6601.01[DESIGN] 120.00 | Cr 5201[{claim}] 120.00"
    ]


def test_parts_leave_their_place_at_the_moving_average(shop: sanbao.Sanbao) -> None:
    shop.do("product.create", {"code": "BOARD", "name": "控制板", "service_class": "3"}, user="admin")
    stock = [
        {"account": "1403", "debit": "100.00", "product": "BOARD", "quantity": "2", "place": "DEPOT"},
        {"account": "1403", "debit": "65.00", "product": "BOARD", "quantity": "1", "place": "DEPOT"},
    ]
    shop.do("opening.enter", {"date": "2024-01-01", "lines": stock}, user="admin")
    claim = open_claim(shop)

    used = shop.do(
        "costing.collect",
        {"lines": [{"type": "parts", "product": "BOARD", "quantity": "1", "place": "DEPOT"}]},
        subject=claim,
        user="li.na",
    )

    assert [entry["text"] for entry in used.entries] == [f"Dr 5201[{claim}] 55.00 | Cr 1403 55.00"]
    with pytest.raises(Refused) as refused:
        shop.do(
            "costing.collect",
            {"lines": [{"type": "parts", "product": "BOARD", "quantity": "3", "place": "DEPOT"}]},
            subject=claim,
            user="li.na",
        )
    assert refused.value.code == "costing.not_enough_stock"


def test_a_recovery_for_more_than_was_claimed_is_refused(shop: sanbao.Sanbao) -> None:
    shop.do("party.create", {"code": "X", "name": "供应商", "roles": "supplier"}, user="admin")
    claim = open_claim(shop)
    shop.do("costing.collect", {"labour": "100.00"}, subject=claim, user="li.na")
    share = {"bearer": "supplier", "party": "X", "percent": "100"}
    shop.do("costing.settle", {"shares": [share]}, subject=claim, user="li.na")
    recovery = shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="li.na").number
    shop.do("recovery.file", subject=recovery, user="li.na")

    with pytest.raises(Invalid) as refused:
        shop.do("recovery.answer", {"accepted": "100.01"}, subject=recovery, user="li.na")
    with pytest.raises(Refused):
        shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="li.na")

    assert refused.value.code == "recovery.too_much"


def test_what_the_customer_would_pay_follows_the_decision(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
    costs = [{"kind": "material", "amount": "460.00"}]

    quote = shop.ask("claim.quote", {"claim": claim, "costs": costs}, user="li.na")

    assert quote["total"] == Decimal("0.00")


def test_an_answered_recovery_is_not_voided_but_its_answer_withdrawn(shop: sanbao.Sanbao) -> None:
    claim = settled_on_x(shop)
    recovery = shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="admin").number
    shop.do("recovery.file", subject=recovery, user="admin")
    shop.do("recovery.answer", {"accepted": "800.00"}, subject=recovery, user="admin")

    refused = code_of(shop, "document.void", {"reason": "错"}, subject=recovery)
    shop.do("recovery.withdraw_answer", {"reason": "看错邮件"}, subject=recovery, user="admin")
    shop.do("recovery.answer", {"accepted": "900.00"}, subject=recovery, user="admin")

    balances = {row["code"]: row["closing"] for row in shop.ask("ledger.trial_balance", user="admin")}
    assert refused == "document.still_posted"
    assert balances["1221.01"] == "900.00"
    assert balances["6601.01"] == "100.00"


def test_a_settlement_is_taken_back_whole_and_not_entry_by_entry(shop: sanbao.Sanbao) -> None:
    claim = settled_on_x(shop)
    entry = shop.ask("ledger.entries", {"document": claim}, user="admin")[-1]["id"]

    refused = code_of(shop, "entry.reverse", {"entry": entry, "date": "2031-06-03", "reason": "错"})
    shop.do("costing.unsettle", {"reason": "供方不对"}, subject=claim, user="li.na")
    share = {"bearer": "department", "cost_centre": "PROD", "percent": "100"}
    shop.do("costing.settle", {"shares": [share]}, subject=claim, user="li.na")

    sheet = shop.ask("cost.sheet", {"document": claim}, user="li.na")
    assert refused == "ledger.paper_reverses"
    assert (sheet["total"], sheet["borne"], sheet["carried"], sheet["foots"]) == (1000, 1000, 0, True)
    assert code_of(shop, "recovery.draft", {"claim": claim, "supplier": "X"}) == "recovery.no_share"


def test_a_settlement_that_a_supplier_was_claimed_on_stays(shop: sanbao.Sanbao) -> None:
    claim = settled_on_x(shop)
    shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="admin")

    assert code_of(shop, "costing.unsettle", {"reason": "错"}, subject=claim) == "costing.still_claimed"


def test_one_line_is_not_taken_back_twice_in_one_call(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
    shop.do("costing.collect", {"travel": "320.00"}, subject=claim, user="li.na")
    line = shop.ask("cost.sheet", {"document": claim}, user="li.na")["lines"][0]["line"]

    assert (
        code_of(shop, "costing.take_back", {"lines": [line, line], "reason": "错"}, subject=claim)
        == "costing.unknown_line"
    )


@pytest.mark.parametrize(
    "line",
    [
        {"type": "parts", "product": "BOARD", "quantity": "0"},
        {"type": "parts", "product": "BOARD", "quantity": "-1"},
        {"type": "parts", "product": "BOARD", "quantity": "1", "amount": "1.00"},
        {"type": "labour", "product": "BOARD", "quantity": "1"},
        {"type": "labour", "quantity": "-5"},
        {"type": "travel", "amount": "-1.00"},
    ],
)
def test_a_cost_that_makes_no_sense_is_refused(shop: sanbao.Sanbao, line: dict[str, str]) -> None:
    shop.do("product.create", {"code": "BOARD", "name": "主板", "service_class": "3"}, user="admin")
    claim = open_claim(shop)

    assert code_of(shop, "costing.collect", {"lines": [line]}, subject=claim) == "input.invalid"


def test_two_lines_of_one_call_share_what_lies_there(shop: sanbao.Sanbao) -> None:
    shop.do("product.create", {"code": "BOARD", "name": "主板", "service_class": "3"}, user="admin")
    stock = {"account": "1403", "debit": "500.00", "product": "BOARD", "quantity": "10", "place": "DEPOT"}
    shop.do("opening.enter", {"date": "2024-01-01", "lines": [stock]}, user="admin")
    six = {"type": "parts", "product": "BOARD", "quantity": "6", "place": "DEPOT"}

    assert (
        code_of(shop, "costing.collect", {"lines": [six, six]}, subject=open_claim(shop))
        == "costing.not_enough_stock"
    )


def test_goodwill_is_approved_up_to_its_amount(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
    shop.do("costing.collect", {"labour": "100.00"}, subject=claim, user="li.na")
    share = {"bearer": "goodwill", "cost_centre": "SERVICE", "percent": "100"}
    shop.do("costing.propose", {"shares": [share]}, subject=claim, user="li.na")
    shop.do("costing.approve_goodwill", subject=claim, user="zhou.qi")
    shop.do("costing.collect", {"labour": "90000.00"}, subject=claim, user="li.na")

    assert code_of(shop, "costing.settle", subject=claim) == "costing.approved_for_less"


def test_parts_that_are_decided_differently_leave_the_shares_to_a_person(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, parts=["PLC", "FAN"], received_at="2027-01-05")
    shop.do("costing.collect", {"labour": "100.00"}, subject=claim, user="li.na")

    assert code_of(shop, "costing.settle", subject=claim) == "costing.no_shares"


def test_an_interim_role_stays_while_its_account_carries_cost(shop: sanbao.Sanbao) -> None:
    shop.do("account.create", {"code": "5202", "name": "劳务成本二", "kind": "asset"}, user="admin")
    shop.do("costing.collect", {"labour": "10.00"}, subject=open_claim(shop), user="li.na")

    assert (
        code_of(shop, "account.assign_role", {"role": "SERVICE_WIP", "account": "5202"})
        == "ledger.role_in_use"
    )
