"""Replaced and repaired parts (W-07, AMB-16, N-07), and who else pays (W-18)."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from sanbao.calendar.periods import Period
from sanbao_warranty.policy import Guarantee, Policy, Restart, shipped
from sanbao_warranty.rules import Fault, Repair, Replacement, UnitFacts, Upstream, decide, ends, part_cover

START = date(2023, 5, 10)
MACHINE_END = date(2026, 5, 10)
POLICY = shipped("WP-000-3Y5Y")
REPAIR = POLICY.guarantees[0]


def unit(*replacements, **more):
    return UnitFacts(dates={"site_acceptance": START}, replacements=replacements, **more)


def fan_until(*replacements, guarantee=REPAIR, **more):
    found = part_cover(POLICY, guarantee, unit(*replacements, **more), "fan", START, MACHINE_END)
    return found and found[1]


def on(day, part="fan", **more):
    return Fault(received_at=datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Shanghai")), part=part, **more)


def test_a_part_never_replaced_has_no_cover_of_its_own():
    assert fan_until(Replacement("motor", date(2025, 8, 20))) is None


def test_a_key_part_restarts_its_own_five_years():
    assert fan_until(Replacement("fan", date(2025, 8, 20)), key_parts=frozenset({"fan"})) == date(2030, 8, 20)


def test_a_replacement_in_a_restarted_term_gives_three_months_at_least():
    first = Replacement("fan", date(2025, 8, 20))

    assert fan_until(first, Replacement("fan", date(2027, 1, 5))) == date(2028, 8, 20)
    assert fan_until(first, Replacement("fan", date(2028, 7, 31))) == date(2028, 10, 31)


def test_with_a_chain_a_replacement_in_a_restarted_term_restarts_again():
    chained = replace(REPAIR, restart=Restart(chain=True))
    both = Replacement("fan", date(2025, 8, 20)), Replacement("fan", date(2028, 7, 31))

    assert fan_until(*both, guarantee=chained) == date(2031, 7, 31)


def test_replacements_count_by_their_day_and_not_by_their_order():
    both = Replacement("fan", date(2028, 7, 31)), Replacement("fan", date(2025, 8, 20))

    assert fan_until(*both) == fan_until(*reversed(both)) == date(2028, 10, 31)


def test_the_last_covered_day_still_restarts_and_the_next_does_not():
    assert fan_until(Replacement("fan", MACHINE_END)) == date(2029, 5, 10)
    assert fan_until(Replacement("fan", date(2026, 5, 11))) == date(2026, 8, 11)


def test_a_part_that_the_customer_paid_is_covered_three_months():
    assert fan_until(Replacement("fan", date(2027, 1, 5), free=False)) == date(2027, 4, 5)


def test_a_short_lived_part_restarts_while_the_machine_is_covered():
    terms = {"fan": Period(months=6)}
    found = part_cover(
        POLICY, REPAIR, unit(Replacement("fan", date(2024, 3, 10)), part_terms=terms), "fan", START, date(2023, 11, 10)
    )

    # Not covered on 10 March 2024 (its six months were over), so only the least term.
    assert found[1] == date(2024, 6, 10)


def test_a_restarted_short_term_restarts_again_while_the_machine_is_covered():
    done = Replacement("fan", date(2023, 10, 10)), Replacement("fan", date(2024, 3, 10))
    facts = unit(*done, part_terms={"fan": Period(months=6)})

    assert part_cover(POLICY, REPAIR, facts, "fan", START, date(2023, 11, 10)) == (date(2024, 3, 10), date(2024, 9, 10))


def test_a_key_part_restarts_in_its_own_term_although_the_machine_has_ended():
    facts = unit(Replacement("fan", date(2027, 6, 1)), key_parts=frozenset({"fan"}))

    assert part_cover(POLICY, REPAIR, facts, "fan", START, date(2028, 5, 10)) == (date(2027, 6, 1), date(2032, 6, 1))


def test_the_repair_that_cured_a_fault_says_nothing_about_that_fault():
    repaired = unit(repairs=(Repair(date(2027, 1, 5), part="fan"),))

    assert not decide([POLICY], repaired, on(date(2027, 1, 5))).covered


def test_a_repair_of_the_same_fault_is_guaranteed_whatever_the_part():
    repaired = unit(repairs=(Repair(date(2027, 1, 5), fault_code="E07"),))

    assert decide([POLICY], repaired, on(date(2027, 1, 20), fault_code="E07")).covered
    assert not decide([POLICY], repaired, on(date(2027, 1, 20), fault_code="E08")).covered


def test_a_policy_without_restart_keeps_the_old_end():
    assert fan_until(Replacement("fan", date(2025, 8, 20)), guarantee=replace(REPAIR, restart=None)) is None


def test_the_replacement_that_cured_a_fault_says_nothing_about_that_fault():
    paid = Replacement("fan", date(2027, 1, 5), free=False)

    assert not decide([POLICY], unit(paid), on(date(2027, 1, 5))).covered
    assert decide([POLICY], unit(paid), on(date(2027, 1, 6))).covered


def test_the_card_lists_the_replaced_part_with_its_own_days():
    found = {end.part: (end.source, end.start, end.until) for end in ends(POLICY, unit(Replacement("fan", date(2025, 8, 20))))}

    assert found == {
        None: ("policy", START, MACHINE_END),
        "fan": ("part", date(2025, 8, 20), date(2028, 8, 20)),
    }


@pytest.mark.parametrize("day, covered", [(date(2027, 2, 4), True), (date(2027, 2, 5), False)])
def test_a_repair_is_guaranteed_thirty_days(day, covered):
    repaired = unit(repairs=(Repair(date(2027, 1, 5), part="fan"),))

    decision = decide([POLICY], repaired, on(day))

    assert decision.covered is covered
    assert not decide([POLICY], repaired, on(day, part="motor")).covered


def test_a_repair_does_not_restart_the_term():
    repaired = unit(repairs=(Repair(date(2025, 8, 20), part="fan"),))

    assert not decide([POLICY], repaired, on(date(2026, 5, 11))).covered


def test_whoever_still_owes_us_a_warranty_is_named():
    facts = unit(upstream=(Upstream("X", date(2025, 1, 1)), Upstream("Y", date(2024, 1, 1), frozenset({"fan"}))))

    assert decide([POLICY], facts, on(date(2024, 1, 1))).chosen.recover_from == ("X", "Y")
    assert decide([POLICY], facts, on(date(2024, 1, 1), part="motor")).chosen.recover_from == ("X",)
    assert decide([POLICY], facts, on(date(2025, 1, 2))).chosen.recover_from == ()


def test_any_part_has_the_whole_term_although_its_own_is_shorter():
    facts = unit(part_terms={"battery": Period(months=6)})

    assert decide([shipped("WP-000-5Y")], facts, on(date(2028, 5, 10), part="battery")).covered
    assert not decide([POLICY], facts, on(date(2023, 11, 11), part="battery")).covered


def test_a_part_named_by_the_policy_has_that_term():
    named = Guarantee("repair", Period(years=1), part_terms={"battery": Period(months=6)})
    policy = Policy("X", 1, {}, "", 30, guarantees=(named,))

    assert not decide([policy], unit(), on(date(2023, 11, 11), part="battery")).covered
    assert decide([policy], unit(), on(date(2023, 11, 11), part="fan")).covered
