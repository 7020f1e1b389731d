"""Claims through the one door, on both databases: from the fault call to the closed case."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import sanbao
from sanbao.decision import Decision
from sanbao.errors import Forbidden, Invalid, Refused, SanbaoError
from sanbao.testing import fixed_clock

Do = Callable[..., sanbao.Result]
PHOTO = base64.b64encode(b"a photo").decode()


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with a pump accepted on 2023-05-10, promised for three years (key parts five)."""
    erp = make_company(plugins=["warranty"], clock=fixed_clock("2031-06-03T09:00:00+08:00"))
    for login, role in (("li.na", "service_manager"), ("zhou.qi", "service_head"), ("zhao.min", "finance")):
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do("product.create", {"code": "PUMP-3", "name": "增压泵", "key_parts": "PLC", "parts": [{"code": "FAN"}]}, user="admin")
    erp.do("party.create", {"code": "C1", "name": "滨江医院", "phone": "0571-88880000"}, user="admin")
    unit = {"serial": "HA-00012345", "product": "PUMP-3", "customer": "C1", "accepted_on": "2023-05-10"}
    erp.do("unit.register", {**unit, "warranty": "WP-000-3Y5Y"}, user="admin")
    return erp


def _open(erp: sanbao.Sanbao, **said: Any) -> str:
    given = {"unit": "HA-00012345", "fault": "E07 无压力", "received_at": "2024-06-03T09:00", **said}
    number = erp.do("claim.open", given, user="li.na").number
    assert number is not None
    return number


def _decision(erp: sanbao.Sanbao, claim: str, part: str | None = None) -> Decision:
    answers = erp.ask("claim.decision", {"claim": claim}, user="li.na")
    found: Decision = next(answer["decision"] for answer in answers if answer["part"] == part)
    return found


def _want_review(erp: sanbao.Sanbao) -> None:
    erp.do("setting.change", {"name": "warranty_review", "value": "yes"}, user="admin")


def test_a_call_is_decided_at_once_with_its_reasons(shop: sanbao.Sanbao) -> None:
    claim = _open(shop)

    decision = _decision(shop, claim)

    assert decision.covered
    assert decision.chosen is not None
    assert decision.chosen.until == date(2026, 5, 10)
    assert {"W-03", "CAL-01", "W-19"} <= set(decision.cites)
    assert decision.chosen.changes


def test_each_part_is_decided_on_its_own(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, parts=["PLC", "FAN"], received_at="2027-01-05")

    assert _decision(shop, claim, "PLC").covered
    assert not _decision(shop, claim, "FAN").covered


def test_a_unit_that_nobody_knows_is_registered_on_the_spot(shop: sanbao.Sanbao) -> None:
    claim = shop.do("claim.open", {"serial": "HA-777", "product": "PUMP-3", "fault": "漏油"}, user="li.na")

    assert claim.number is not None
    assert shop.ask("unit.search", {"text": "HA-777"}, user="li.na")[0]["serial"] == "HA-777"


def test_a_call_about_nothing_is_refused(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        shop.do("claim.open", {"fault": "漏油"}, user="li.na")

    assert "unit" in refused.value.fields


def test_misuse_without_proof_stays_covered(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, cause="misuse")

    decision = _decision(shop, claim)

    assert decision.covered
    assert decision.chosen is not None
    assert "exclusion_unproven" in decision.chosen.flags


def test_misuse_that_a_photo_proves_is_excluded(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, cause="misuse")
    photo = {"name": "压痕.jpg", "content": PHOTO, "purpose": "photo"}
    shop.do("document.attach", photo, subject=claim, user="li.na")

    shop.do("claim.diagnose", {"cause": "misuse"}, subject=claim, user="li.na")

    assert not _decision(shop, claim).covered


def test_a_decision_is_a_proposal_until_it_is_signed(shop: sanbao.Sanbao) -> None:
    _want_review(shop)
    claim = _open(shop)

    with pytest.raises(Refused) as refused:
        shop.do("claim.start_repair", subject=claim, user="li.na")
    shop.do("claim.sign", subject=claim, user="zhou.qi")
    started = shop.do("claim.start_repair", subject=claim, user="li.na")

    assert refused.value.code == "document.wrong_state"
    assert started.data["state"] == "in_repair"


def test_a_replaced_part_restarts_its_own_warranty(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, part="FAN")
    shop.do("claim.replace_part", {"part": "FAN", "replaced_on": "2025-08-20"}, subject=claim, user="li.na")

    fan = shop.ask("coverage", {"unit": "HA-00012345", "part": "FAN", "at": "2027-01-05"}, user="li.na")
    motor = shop.ask("coverage", {"unit": "HA-00012345", "part": "MOTOR", "at": "2027-01-05"}, user="li.na")

    assert fan.covered
    assert fan.chosen.until == date(2028, 8, 20)
    assert fan.chosen.source == "part"
    assert not motor.covered


def test_a_wrong_acceptance_date_lists_the_decisions_that_rest_on_it(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, received_at="2026-05-12")
    assert not _decision(shop, claim).covered

    corrected = shop.do(
        "unit.correct", {"accepted_on": "2023-05-20", "reason": "验收单抄错"}, subject="HA-00012345", user="li.na"
    )
    shop.do("claim.correct", {"reason": "验收日期更正"}, subject=claim, user="li.na")

    assert [one["document"] for one in corrected.data["decisions"]] == [claim]
    assert _decision(shop, claim).covered


def test_a_correction_leaves_the_decision_alone_when_told_to(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, received_at="2026-05-10")
    correction = {"received_at": "2026-05-11", "reason": "来电时间记错", "redecide": "no"}

    corrected = shop.do("claim.correct", correction, subject=claim, user="li.na")

    assert len(corrected.data["decisions"]) == 1
    assert _decision(shop, claim).decided_on == date(2026, 5, 10)


def test_a_duplicate_call_is_marked_and_its_decision_withdrawn(shop: sanbao.Sanbao) -> None:
    first, second = _open(shop), _open(shop)

    shop.do("document.mark_duplicate", {"original": first}, subject=second, user="li.na")

    assert shop.ask("claim.decision", {"claim": second}, user="li.na") == []
    assert shop.ask("document.show", {"document": second}, user="li.na")["state"] == "Void"


def test_a_claim_with_cost_cannot_be_voided(shop: sanbao.Sanbao) -> None:
    claim = _open(shop)
    shop.do("costing.collect", {"labour": "120.00"}, subject=claim, user="li.na")

    with pytest.raises(Refused) as refused:
        shop.do("document.void", {"reason": "录错"}, subject=claim, user="li.na")

    assert refused.value.code == "document.still_posted"


def test_a_wrong_cost_is_taken_back_in_red(shop: sanbao.Sanbao) -> None:
    claim = _open(shop)
    shop.do("costing.collect", {"travel": "320.00"}, subject=claim, user="li.na")
    line = shop.ask("cost.sheet", {"document": claim}, user="li.na")["lines"][0]["line"]

    back = shop.do("costing.take_back", {"lines": [line], "reason": "记错单"}, subject=claim, user="li.na")

    assert [entry["text"] for entry in back.entries] == [f"Dr 5201[{claim}] -320.00 | Cr 2241 -320.00"]
    assert shop.ask("cost.sheet", {"document": claim}, user="li.na")["carried"] == 0


def test_goodwill_wants_a_second_person(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, received_at="2030-01-01")
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
    claim = _open(shop)
    shop.do("costing.collect", {"labour": "120.00"}, subject=claim, user="li.na")
    share = {"bearer": "department", "cost_centre": "PROD", "percent": "90"}

    with pytest.raises(Invalid) as refused:
        shop.do("costing.settle", {"shares": [share]}, subject=claim, user="li.na")

    assert refused.value.code == "costing.shares_mismatch"


def test_what_nobody_shares_is_proposed_by_the_cause(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, cause="design")
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
    claim = _open(shop)

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


def test_a_closed_claim_can_be_reopened_and_closed_again(shop: sanbao.Sanbao) -> None:
    claim = _open(shop)
    shop.do("claim.finish_repair", subject=claim, user="li.na")
    shop.do("claim.close", subject=claim, user="li.na")

    shop.do("document.reopen", {"reason": "客户又来电"}, subject=claim, user="li.na")
    shop.do("costing.collect", {"labour": "60.00"}, subject=claim, user="li.na")
    shop.do("costing.settle", subject=claim, user="li.na")
    closed = shop.do("claim.close", subject=claim, user="li.na")

    assert closed.data["state"] == "closed"


def test_the_same_fault_soon_after_a_repair_is_covered_by_the_repair_guarantee(shop: sanbao.Sanbao) -> None:
    first = _open(shop, received_at="2030-01-01", part="FAN")
    shop.do("claim.finish_repair", {"repaired_on": "2030-01-05"}, subject=first, user="li.na")

    again = _open(shop, received_at="2030-01-20", part="FAN")

    assert _decision(shop, again, "FAN").covered


def test_exposure_counts_every_unit_under_its_promises(shop: sanbao.Sanbao) -> None:
    shop.do("unit.register", {"serial": "B2", "product": "PUMP-3"}, user="admin")

    exposure = shop.ask("warranty.exposure", {"on": "2026-05-10"}, user="zhao.min")

    assert (exposure["units"], exposure["covered"], exposure["without_promise"]) == (2, 1, 1)
    assert exposure["ends"] == [{"promise": "WP-000-3Y5Y", "quarter": "2026Q2", "units": 1}]


def test_an_exchanged_unit_keeps_the_promises_of_the_old_one(shop: sanbao.Sanbao) -> None:
    given = {"serial": "HA-NEW", "replaced_on": "2024-06-01"}

    shop.do("unit.replace", given, subject="HA-00012345", user="li.na")

    assert shop.ask("coverage", {"unit": "HA-NEW", "at": "2024-07-01"}, user="li.na").covered


def test_a_recovery_for_more_than_was_claimed_is_refused(shop: sanbao.Sanbao) -> None:
    shop.do("party.create", {"code": "X", "name": "供应商", "roles": "supplier"}, user="admin")
    claim = _open(shop)
    shop.do("costing.collect", {"labour": "100.00"}, subject=claim, user="li.na")
    share = {"bearer": "supplier", "party": "X", "percent": "100"}
    shop.do("costing.settle", {"shares": [share]}, subject=claim, user="li.na")
    recovery = shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="li.na").number

    with pytest.raises(Invalid) as refused:
        shop.do("recovery.answer", {"accepted": "100.01"}, subject=recovery, user="li.na")
    with pytest.raises(Refused):
        shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="li.na")

    assert refused.value.code == "recovery.too_much"


def test_what_the_customer_would_pay_follows_the_decision(shop: sanbao.Sanbao) -> None:
    claim = _open(shop)
    costs = [{"kind": "material", "amount": "460.00"}]

    quote = shop.ask("claim.quote", {"claim": claim, "costs": costs}, user="li.na")

    assert quote["total"] == Decimal("0.00")


def _settled_on_x(shop: sanbao.Sanbao, amount: str = "1000.00") -> str:
    shop.do("party.create", {"code": "X", "name": "供方", "roles": "supplier"}, user="admin")
    claim = _open(shop)
    shop.do("costing.collect", {"outside": amount}, subject=claim, user="li.na")
    shares = [{"bearer": "supplier", "party": "X", "percent": "100"}]
    shop.do("costing.settle", {"shares": shares}, subject=claim, user="zhao.min")
    return claim


def _code(shop: sanbao.Sanbao, operation: str, data: dict[str, Any] | None = None, **given: Any) -> str:
    with pytest.raises((Refused, Invalid)) as refused:
        shop.do(operation, data, user="admin", **given)
    return refused.value.code


def test_an_answered_recovery_is_not_voided_but_its_answer_withdrawn(shop: sanbao.Sanbao) -> None:
    claim = _settled_on_x(shop)
    recovery = shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="admin").number
    shop.do("recovery.file", subject=recovery, user="admin")
    shop.do("recovery.answer", {"accepted": "800.00"}, subject=recovery, user="admin")

    refused = _code(shop, "document.void", {"reason": "错"}, subject=recovery)
    shop.do("recovery.withdraw_answer", {"reason": "看错邮件"}, subject=recovery, user="admin")
    shop.do("recovery.answer", {"accepted": "900.00"}, subject=recovery, user="admin")

    balances = {row["code"]: row["closing"] for row in shop.ask("ledger.trial_balance", user="admin")}
    assert refused == "document.still_posted"
    assert balances["1221.01"] == "900.00"
    assert balances["6601.01"] == "100.00"


def test_a_settlement_is_taken_back_whole_and_not_entry_by_entry(shop: sanbao.Sanbao) -> None:
    claim = _settled_on_x(shop)
    entry = shop.ask("ledger.entries", {"document": claim}, user="admin")[-1]["id"]

    refused = _code(shop, "entry.reverse", {"entry": entry, "date": "2031-06-03", "reason": "错"})
    shop.do("costing.unsettle", {"reason": "供方不对"}, subject=claim, user="li.na")
    share = {"bearer": "department", "cost_centre": "PROD", "percent": "100"}
    shop.do("costing.settle", {"shares": [share]}, subject=claim, user="li.na")

    sheet = shop.ask("cost.sheet", {"document": claim}, user="li.na")
    assert refused == "ledger.paper_reverses"
    assert (sheet["total"], sheet["borne"], sheet["carried"], sheet["foots"]) == (1000, 1000, 0, True)
    assert _code(shop, "recovery.draft", {"claim": claim, "supplier": "X"}) == "recovery.no_share"


def test_a_settlement_that_a_supplier_was_claimed_on_stays(shop: sanbao.Sanbao) -> None:
    claim = _settled_on_x(shop)
    shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="admin")

    assert _code(shop, "costing.unsettle", {"reason": "错"}, subject=claim) == "costing.still_claimed"


def test_one_line_is_not_taken_back_twice_in_one_call(shop: sanbao.Sanbao) -> None:
    claim = _open(shop)
    shop.do("costing.collect", {"travel": "320.00"}, subject=claim, user="li.na")
    line = shop.ask("cost.sheet", {"document": claim}, user="li.na")["lines"][0]["line"]

    assert _code(shop, "costing.take_back", {"lines": [line, line], "reason": "错"}, subject=claim) == "costing.unknown_line"


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
    claim = _open(shop)

    assert _code(shop, "costing.collect", {"lines": [line]}, subject=claim) == "input.invalid"


def test_two_lines_of_one_call_share_what_lies_there(shop: sanbao.Sanbao) -> None:
    shop.do("product.create", {"code": "BOARD", "name": "主板", "service_class": "3"}, user="admin")
    stock = {"account": "1403", "debit": "500.00", "product": "BOARD", "quantity": "10", "place": "DEPOT"}
    shop.do("opening.enter", {"date": "2024-01-01", "lines": [stock]}, user="admin")
    six = {"type": "parts", "product": "BOARD", "quantity": "6", "place": "DEPOT"}

    assert _code(shop, "costing.collect", {"lines": [six, six]}, subject=_open(shop)) == "costing.not_enough_stock"


def test_goodwill_is_approved_up_to_its_amount(shop: sanbao.Sanbao) -> None:
    claim = _open(shop)
    shop.do("costing.collect", {"labour": "100.00"}, subject=claim, user="li.na")
    share = {"bearer": "goodwill", "cost_centre": "SERVICE", "percent": "100"}
    shop.do("costing.propose", {"shares": [share]}, subject=claim, user="li.na")
    shop.do("costing.approve_goodwill", subject=claim, user="zhou.qi")
    shop.do("costing.collect", {"labour": "90000.00"}, subject=claim, user="li.na")

    assert _code(shop, "costing.settle", subject=claim) == "costing.approved_for_less"


def test_a_decision_made_anew_during_repair_is_signed_by_a_second_person(shop: sanbao.Sanbao) -> None:
    shop.do("setting.change", {"name": "warranty_review", "value": "yes"}, user="admin")
    claim = _open(shop)
    shop.do("claim.sign", subject=claim, user="zhou.qi")
    shop.do("claim.start_repair", subject=claim, user="li.na")
    shop.do("claim.diagnose", {"cause": "material"}, subject=claim, user="li.na")

    assert _code(shop, "claim.close", subject=claim) == "claim.not_signed"
    shop.do("user.set_roles", {"roles": "service_manager, service_head"}, subject="li.na", user="admin")
    with pytest.raises(Forbidden):
        shop.do("claim.sign", subject=claim, user="li.na")
    shop.do("claim.sign", subject=claim, user="zhou.qi")
    assert shop.do("claim.close", subject=claim, user="li.na").data["state"] == "closed"


def test_a_slip_of_the_pen_in_a_part_is_not_judged(shop: sanbao.Sanbao) -> None:
    lower = shop.ask("coverage", {"unit": "HA-00012345", "part": "plc", "at": "2028-05-10"}, user="li.na")

    with pytest.raises(Refused) as refused:
        shop.ask("coverage", {"unit": "HA-00012345", "part": "PLK", "at": "2028-05-10"}, user="li.na")

    assert lower.covered
    assert refused.value.code == "unit.unknown_part"


def test_a_part_replaced_on_the_wrong_unit_moves_with_the_correction(shop: sanbao.Sanbao) -> None:
    other = {"serial": "HA-OTHER", "product": "PUMP-3", "accepted_on": "2023-05-10", "warranty": "WP-000-3Y5Y"}
    shop.do("unit.register", other, user="admin")
    claim = _open(shop, part="FAN")
    shop.do("claim.replace_part", {"part": "FAN", "replaced_on": "2025-08-20"}, subject=claim, user="li.na")

    shop.do("claim.correct", {"unit": "HA-OTHER", "reason": "报错机号"}, subject=claim, user="li.na")

    asked = {"part": "FAN", "at": "2027-01-05"}
    assert not shop.ask("coverage", {"unit": "HA-00012345", **asked}, user="li.na").covered
    assert shop.ask("coverage", {"unit": "HA-OTHER", **asked}, user="li.na").covered


def test_a_voided_claim_takes_its_part_exchange_with_it(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, part="FAN")
    shop.do("claim.replace_part", {"part": "FAN", "replaced_on": "2025-08-20"}, subject=claim, user="li.na")

    shop.do("document.void", {"reason": "录错"}, subject=claim, user="li.na")

    assert not shop.ask("coverage", {"unit": "HA-00012345", "part": "FAN", "at": "2027-01-05"}, user="li.na").covered


def test_a_corrected_unit_decides_its_open_claims_anew_when_asked(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, received_at="2026-05-12")
    correction = {"accepted_on": "2023-05-20", "reason": "抄错", "redecide": "yes"}

    corrected = shop.do("unit.correct", correction, subject="HA-00012345", user="li.na")

    assert corrected.data["redecided"] == [claim]
    assert _decision(shop, claim).covered


def test_parts_that_are_decided_differently_leave_the_shares_to_a_person(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, parts=["PLC", "FAN"], received_at="2027-01-05")
    shop.do("costing.collect", {"labour": "100.00"}, subject=claim, user="li.na")

    assert _code(shop, "costing.settle", subject=claim) == "costing.no_shares"


def test_an_exchanged_unit_ends_its_terms_on_the_same_day(shop: sanbao.Sanbao) -> None:
    shop.do("unit.replace", {"serial": "HA-NEW", "replaced_on": "2024-06-01"}, subject="HA-00012345", user="li.na")

    after = shop.ask("coverage", {"unit": "HA-NEW", "at": "2024-07-01"}, user="li.na")

    assert after.chosen.until == date(2026, 5, 10)
    assert _code(shop, "claim.open", {"unit": "HA-00012345", "fault": "漏油"}) == "claim.unit_replaced"


def test_two_files_of_one_size_are_two_requests(shop: sanbao.Sanbao) -> None:
    claim = _open(shop)
    first = {"name": "a.txt", "content": base64.b64encode(b"AAAA").decode()}
    shop.do("document.attach", first, subject=claim, user="li.na", key="k")

    with pytest.raises(SanbaoError) as refused:
        shop.do(
            "document.attach",
            {**first, "content": base64.b64encode(b"BBBB").decode()},
            subject=claim,
            user="li.na",
            key="k",
        )

    assert refused.value.code == "request.key_reused"


def test_an_interim_role_stays_while_its_account_carries_cost(shop: sanbao.Sanbao) -> None:
    shop.do("account.create", {"code": "5202", "name": "劳务成本二", "kind": "asset"}, user="admin")
    shop.do("costing.collect", {"labour": "10.00"}, subject=_open(shop), user="li.na")

    assert _code(shop, "account.assign_role", {"role": "SERVICE_WIP", "account": "5202"}) == "ledger.role_in_use"
