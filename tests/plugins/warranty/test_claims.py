"""Claims through the one door, on both databases: from the fault call to the closed case."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from warranty_shop import agreed, code_of, decided, open_claim

import sanbao
from sanbao.documents.decisions import in_force
from sanbao.errors import Forbidden, Invalid, Refused, SanbaoError

PHOTO = base64.b64encode(b"a photo").decode()


def want_review(erp: sanbao.Sanbao) -> None:
    erp.do("setting.change", {"name": "warranty_review", "value": "yes"}, user="admin")


def test_a_call_is_decided_at_once_with_its_reasons(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)

    decision = decided(shop, claim)

    assert decision.covered
    assert decision.chosen is not None
    assert decision.chosen.until == date(2026, 5, 10)
    assert {"W-03", "CAL-01", "W-19"} <= set(decision.cites)
    assert decision.chosen.changes


def test_each_part_is_decided_on_its_own(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, parts=["PLC", "FAN"], received_at="2027-01-05")

    assert decided(shop, claim, "PLC").covered
    assert not decided(shop, claim, "FAN").covered


def test_a_unit_that_nobody_knows_is_registered_on_the_spot(shop: sanbao.Sanbao) -> None:
    claim = shop.do("claim.open", {"serial": "HA-777", "product": "PUMP-3", "fault": "漏油"}, user="li.na")

    assert claim.number is not None
    assert shop.ask("unit.search", {"text": "HA-777"}, user="li.na")[0]["serial"] == "HA-777"


def test_a_call_about_nothing_is_refused(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        shop.do("claim.open", {"fault": "漏油"}, user="li.na")

    assert "unit" in refused.value.fields


def test_misuse_without_proof_stays_covered(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, cause="misuse")

    decision = decided(shop, claim)

    assert decision.covered
    assert decision.chosen is not None
    assert "exclusion_unproven" in decision.chosen.flags


def test_misuse_that_a_photo_proves_is_excluded(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, cause="misuse")
    photo = {"name": "压痕.jpg", "content": PHOTO, "purpose": "photo"}
    shop.do("document.attach", photo, subject=claim, user="li.na")

    shop.do("claim.diagnose", {"cause": "misuse"}, subject=claim, user="li.na")

    assert not decided(shop, claim).covered


def test_a_decision_is_a_proposal_until_it_is_signed(shop: sanbao.Sanbao) -> None:
    want_review(shop)
    claim = open_claim(shop)

    with pytest.raises(Refused) as refused:
        shop.do("claim.start_repair", subject=claim, user="li.na")
    shop.do("claim.sign", subject=claim, user="zhou.qi")
    started = shop.do("claim.start_repair", subject=claim, user="li.na")

    assert refused.value.code == "document.wrong_state"
    assert started.data["state"] == "in_repair"


def test_a_replaced_part_restarts_its_own_warranty(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, part="FAN")
    shop.do("claim.replace_part", {"part": "FAN", "replaced_on": "2025-08-20"}, subject=claim, user="li.na")

    fan = shop.ask("coverage", {"unit": "HA-00012345", "part": "FAN", "at": "2027-01-05"}, user="li.na")
    motor = shop.ask("coverage", {"unit": "HA-00012345", "part": "MOTOR", "at": "2027-01-05"}, user="li.na")

    assert fan.covered
    assert fan.chosen.until == date(2028, 8, 20)
    assert fan.chosen.source == "part"
    assert not motor.covered


def test_a_wrong_acceptance_date_lists_the_decisions_that_rest_on_it(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, received_at="2026-05-12")
    assert not decided(shop, claim).covered

    corrected = shop.do(
        "unit.correct",
        {"accepted_on": "2023-05-20", "reason": "验收单抄错"},
        subject="HA-00012345",
        user="li.na",
    )
    shop.do("claim.correct", {"reason": "验收日期更正"}, subject=claim, user="li.na")

    assert [one["document"] for one in corrected.data["decisions"]] == [claim]
    assert decided(shop, claim).covered


def test_a_correction_leaves_the_decision_alone_when_told_to(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, received_at="2026-05-10")
    correction = {"received_at": "2026-05-11", "reason": "来电时间记错", "redecide": "no"}

    corrected = shop.do("claim.correct", correction, subject=claim, user="li.na")

    assert len(corrected.data["decisions"]) == 1
    assert "becomes" not in corrected.data["decisions"][0]
    assert decided(shop, claim).decided_on == date(2026, 5, 10)


def test_a_correction_tells_what_was_decided_and_what_it_becomes(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, received_at="2026-05-10")
    correction = {"received_at": "2026-05-11", "reason": "来电时间记错"}

    corrected = shop.do("claim.correct", correction, subject=claim, user="li.na")

    (row,) = corrected.data["decisions"]
    assert row["covered"]
    assert "2026-05-10" in row["sentence"]
    assert row["becomes"] == str(decided(shop, claim).sentence) != row["sentence"]


def test_a_duplicate_call_is_marked_and_its_decision_withdrawn(shop: sanbao.Sanbao) -> None:
    first, second = open_claim(shop), open_claim(shop)

    shop.do("document.mark_duplicate", {"original": first}, subject=second, user="li.na")

    assert shop.ask("claim.decision", {"claim": second}, user="li.na") == []
    assert shop.ask("document.show", {"document": second}, user="li.na")["state"] == "Void"


def test_a_closed_claim_can_be_reopened_and_closed_again(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
    shop.do("claim.finish_repair", subject=claim, user="li.na")
    shop.do("claim.close", subject=claim, user="li.na")

    shop.do("document.reopen", {"reason": "客户又来电"}, subject=claim, user="li.na")
    shop.do("costing.collect", {"labour": "60.00"}, subject=claim, user="li.na")
    shop.do("costing.settle", subject=claim, user="li.na")
    closed = shop.do("claim.close", subject=claim, user="li.na")

    assert closed.data["state"] == "closed"


def test_the_same_fault_soon_after_a_repair_is_covered_by_the_repair_guarantee(shop: sanbao.Sanbao) -> None:
    first = open_claim(shop, received_at="2030-01-01", part="FAN")
    agreed(shop, first)
    shop.do("claim.finish_repair", {"repaired_on": "2030-01-05"}, subject=first, user="li.na")

    again = open_claim(shop, received_at="2030-01-20", part="FAN")

    assert decided(shop, again, "FAN").covered


def test_exposure_counts_every_unit_under_its_promises(shop: sanbao.Sanbao) -> None:
    shop.do("unit.register", {"serial": "B2", "product": "PUMP-3"}, user="admin")

    exposure = shop.ask("warranty.exposure", {"on": "2026-05-10"}, user="zhao.min")

    assert (exposure["units"], exposure["covered"], exposure["without_promise"]) == (2, 1, 1)
    assert exposure["ends"] == [{"promise": "WP-000-3Y5Y", "quarter": "2026Q2", "units": 1}]


def test_an_exchanged_unit_keeps_the_promises_of_the_old_one(shop: sanbao.Sanbao) -> None:
    given = {"serial": "HA-NEW", "replaced_on": "2024-06-01"}

    shop.do("unit.replace", given, subject="HA-00012345", user="li.na")

    assert shop.ask("coverage", {"unit": "HA-NEW", "at": "2024-07-01"}, user="li.na").covered


def test_a_decision_made_anew_during_repair_is_signed_by_a_second_person(shop: sanbao.Sanbao) -> None:
    shop.do("setting.change", {"name": "warranty_review", "value": "yes"}, user="admin")
    claim = open_claim(shop)
    shop.do("claim.sign", subject=claim, user="zhou.qi")
    shop.do("claim.start_repair", subject=claim, user="li.na")
    shop.do("claim.diagnose", {"cause": "material"}, subject=claim, user="li.na")

    assert code_of(shop, "claim.close", subject=claim) == "claim.not_signed"
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
    other = {
        "serial": "HA-OTHER",
        "product": "PUMP-3",
        "accepted_on": "2023-05-10",
        "warranty": "WP-000-3Y5Y",
    }
    shop.do("unit.register", other, user="admin")
    claim = open_claim(shop, part="FAN")
    shop.do("claim.replace_part", {"part": "FAN", "replaced_on": "2025-08-20"}, subject=claim, user="li.na")

    shop.do("claim.correct", {"unit": "HA-OTHER", "reason": "报错机号"}, subject=claim, user="li.na")

    asked = {"part": "FAN", "at": "2027-01-05"}
    assert not shop.ask("coverage", {"unit": "HA-00012345", **asked}, user="li.na").covered
    assert shop.ask("coverage", {"unit": "HA-OTHER", **asked}, user="li.na").covered


def test_a_voided_claim_takes_its_part_exchange_with_it(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, part="FAN")
    shop.do("claim.replace_part", {"part": "FAN", "replaced_on": "2025-08-20"}, subject=claim, user="li.na")

    shop.do("document.void", {"reason": "录错"}, subject=claim, user="li.na")

    assert not shop.ask(
        "coverage", {"unit": "HA-00012345", "part": "FAN", "at": "2027-01-05"}, user="li.na"
    ).covered


def test_what_was_decided_about_the_wrong_unit_no_longer_stands(shop: sanbao.Sanbao) -> None:
    other = {"serial": "HA-OTHER", "product": "PUMP-3", "warranty": "WP-000-3Y5Y"}
    shop.do("unit.register", other, user="admin")
    claim = open_claim(shop, part="FAN")

    shop.do("claim.correct", {"unit": "HA-OTHER", "reason": "报错机号"}, subject=claim, user="li.na")

    with shop.reading("admin") as work:
        paper = work.find("document", claim)
        standing = in_force(work, [paper.id], "coverage")
        assert [one.unit_id for one in standing] == [work.find("unit", "HA-OTHER").id]


def test_a_corrected_unit_decides_its_open_claims_anew_when_asked(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, received_at="2026-05-12")
    correction = {"accepted_on": "2023-05-20", "reason": "抄错", "redecide": "yes"}

    corrected = shop.do("unit.correct", correction, subject="HA-00012345", user="li.na")

    assert corrected.data["redecided"] == [claim]
    assert decided(shop, claim).covered


def test_an_exchanged_unit_ends_its_terms_on_the_same_day(shop: sanbao.Sanbao) -> None:
    shop.do(
        "unit.replace", {"serial": "HA-NEW", "replaced_on": "2024-06-01"}, subject="HA-00012345", user="li.na"
    )

    after = shop.ask("coverage", {"unit": "HA-NEW", "at": "2024-07-01"}, user="li.na")

    assert after.chosen.until == date(2026, 5, 10)
    assert code_of(shop, "claim.open", {"unit": "HA-00012345", "fault": "漏油"}) == "claim.unit_replaced"


def test_two_files_of_one_size_are_two_requests(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
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


def test_a_call_about_no_unit_names_that_beside_all_else_that_is_wrong(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        shop.do("claim.open", {"fault": " ", "received_at": "昨天", "unit": "　"}, user="li.na")
    with pytest.raises(Invalid) as not_found:
        shop.do("claim.open", {"fault": "E07", "unit": "nowhere-1"}, user="li.na")

    assert {one.path for one in refused.value.problems} == {"fault", "received_at", "unit"}
    assert [one.path for one in not_found.value.problems] == ["unit"]
