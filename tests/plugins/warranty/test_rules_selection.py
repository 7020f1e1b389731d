"""Which promise counts (CAL-11, AMB-01): rank, kindness, silence, and never the order of binding."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanbao.calendar.periods import Period
from sanbao.decision import to_json
from sanbao_warranty.policy import Guarantee, Policy, PostWarranty, shipped
from sanbao_warranty.rules import Fault, Replacement, UnitFacts, decide, decide_many, service_category
from sizes import size

CHINA = ZoneInfo("Asia/Shanghai")
UNIT = UnitFacts(dates={"sale": date(2024, 1, 1), "site_acceptance": date(2024, 1, 1)})


def promise(code, years, rank=30, **more):
    term = Period(years=years) if years else None
    guarantee = Guarantee("repair", term, remedies=more.pop("remedies", ("repair",)))
    return Policy(code, 1, {}, "", rank, guarantees=(guarantee,), **more)


def on(day, **more):
    return Fault(received_at=datetime(day.year, day.month, day.day, 12, tzinfo=CHINA), part="fan", **more)


def counts(policies, fault):
    return decide(policies, UNIT, fault).chosen.promise


IN_YEAR_TWO = on(date(2025, 6, 1))
PROVEN_MISUSE = on(date(2024, 6, 1), cause="misuse", evidence=True)


def test_among_covering_promises_the_hardest_binding_counts():
    assert counts([promise("COMPANY", 5, rank=40), promise("CONTRACT", 3, rank=20)], IN_YEAR_TWO) == "CONTRACT"


def test_among_equals_the_stronger_remedy_counts_before_the_later_end():
    policies = [promise("LONG", 5), promise("STRONG", 3, remedies=("exchange", "repair"))]

    assert counts(policies, IN_YEAR_TWO) == "STRONG"


def test_among_equals_with_the_same_remedies_the_later_end_counts():
    assert counts([promise("A", 3), promise("B", 5)], IN_YEAR_TWO) == "B"


def test_of_promises_that_have_ended_the_last_to_end_is_told():
    assert counts([promise("A", 1, rank=20), promise("B", 2, rank=40)], on(date(2027, 6, 1))) == "B"


def test_a_proven_exclusion_decides_although_the_term_is_not_stated():
    assert decide([promise("OPEN", None)], UNIT, PROVEN_MISUSE).chosen.flags[0] == "excluded"


@pytest.mark.parametrize("rank, told", [(20, "OPEN"), (30, "OPEN"), (40, "CLOSED")])
def test_only_an_open_question_that_binds_as_hard_stands_before_an_exclusion(rank, told):
    policies = [promise("OPEN", None, rank=rank, exclusions=()), promise("CLOSED", 3, rank=30)]

    assert counts(policies, PROVEN_MISUSE) == told


def test_of_prices_after_the_warranty_the_hardest_binding_then_the_kindest_count():
    dear, kind = PostWarranty(), PostWarranty(labour=Decimal(0))
    company = promise("A", 1, rank=40, post_warranty=PostWarranty(labour=Decimal(0), travel=Decimal(0)))
    policies = [company, promise("B", 1, post_warranty=dear), promise("C", 1, post_warranty=kind)]

    rates = decide(policies, UNIT, IN_YEAR_TWO).chosen.charge_rates

    assert (rates["labour"], rates["travel"]) == (0, 1)


def test_a_contract_that_does_not_roll_is_not_rolled():
    decision = decide([promise("A", 1)], UNIT, on(date(2025, 1, 3)), roll=lambda day: day + timedelta(days=7))

    assert (decision.covered, decision.chosen.until) == (False, date(2025, 1, 1))


def test_a_law_that_has_ended_does_not_end_a_longer_contract():
    policies = [promise("LAW", 1, rank=10), promise("CONTRACT", 3, rank=20)]

    assert counts(policies, IN_YEAR_TWO) == "CONTRACT"


def test_an_exclusion_of_the_contract_beats_a_company_policy_that_excludes_nothing():
    policies = [promise("CONTRACT", 3, rank=20), promise("COMPANY", 3, rank=40, exclusions=())]

    decision = decide(policies, UNIT, PROVEN_MISUSE)

    assert (decision.covered, decision.chosen.promise) == (False, "CONTRACT")
    assert [answer.promise for answer in decision.answers if answer.covered] == ["COMPANY"]


def test_an_exclusion_of_law_takes_nothing_away_from_a_contract():
    policies = [promise("LAW", 3, rank=10), promise("CONTRACT", 3, rank=20, exclusions=())]

    assert counts(policies, PROVEN_MISUSE) == "CONTRACT"


def test_among_equals_a_promise_that_excludes_loses_to_one_that_does_not():
    assert counts([promise("A", 3), promise("B", 3, exclusions=())], PROVEN_MISUSE) == "B"


def test_a_term_that_is_not_stated_must_be_filled_before_anybody_pays():
    decision = decide([promise("OPEN", None), promise("ENDED", 1)], UNIT, IN_YEAR_TWO)

    assert decision.chosen.flags[0] == "term_not_stated"
    assert str(decision.sentence).startswith("OPEN does not state its term")


def test_a_term_that_is_not_stated_does_not_hinder_another_promise():
    assert decide([promise("OPEN", None, rank=10), promise("B", 3)], UNIT, IN_YEAR_TWO).covered


def test_a_paid_service_contract_is_used_last():
    service = promise("SERVICE", 5, rank=20, kind="service_contract", exclusions=())
    warranty = promise("WARRANTY", 1)

    both = decide([service, warranty], UNIT, on(date(2024, 6, 1)))
    later = decide([service, warranty], UNIT, IN_YEAR_TWO)
    misused = decide([service, warranty], UNIT, PROVEN_MISUSE)

    assert (both.chosen.promise, service_category(both)) == ("WARRANTY", "in_warranty")
    assert (later.chosen.promise, service_category(later)) == ("SERVICE", "contract")
    assert misused.chosen.promise == "SERVICE"


def test_no_promise_at_all_is_not_covered_and_says_so():
    decision = decide([], UNIT, IN_YEAR_TWO)

    assert not decision.covered
    assert str(decision.sentence) == "Not covered: no warranty promise is bound to this unit."


def test_prices_after_the_warranty_come_from_the_promise_that_states_them():
    decision = decide([promise("A", 1), shipped("WP-000-POST")], UNIT, IN_YEAR_TWO)

    assert decision.chosen.promise == "A"
    assert (decision.chosen.charge_rates["labour"], decision.chosen.charge_rates["material"]) == (0, 1)


def test_only_a_promise_of_service_is_told_as_such():
    decision = decide([shipped("WP-000-POST")], UNIT, IN_YEAR_TWO)

    assert "service at the prices after the warranty" in str(decision.sentence)


def test_an_onsite_visit_that_is_not_free_is_charged_although_covered():
    decision = decide([promise("A", 3, onsite_free=False)], UNIT, IN_YEAR_TWO)

    assert decision.covered
    assert dict(decision.chosen.charge_rates) == {"travel": 1, "lodging": 1}


def test_the_rest_day_roll_is_asked_of_the_calendar_and_missed_where_there_is_none():
    law = promise("LAW", 1, rank=10, roll_last_day=True)

    def to_the_third(day):
        return date(2025, 1, 3) if day == date(2025, 1, 1) else day

    rolled = decide([law], UNIT, on(date(2025, 1, 3)), roll=to_the_third)
    unrolled = decide([law], UNIT, on(date(2025, 1, 3)))

    assert (rolled.covered, rolled.chosen.until) == (True, date(2025, 1, 3))
    assert (unrolled.covered, "rest_days_unchecked" in unrolled.chosen.flags) == (False, True)


POLICIES = st.lists(
    st.builds(
        promise,
        code=st.sampled_from("ABCD"),
        years=st.sampled_from([None, 1, 2, 3]),
        rank=st.sampled_from([10, 20, 30]),
        exclusions=st.sampled_from([(), ("misuse",)]),
        remedies=st.sampled_from([("repair",), ("exchange", "repair")]),
        post_warranty=st.sampled_from([None, PostWarranty(), PostWarranty(labour=Decimal(0))]),
        kind=st.sampled_from(["policy", "service_contract"]),
    ),
    max_size=4,
    unique_by=lambda policy: policy.code,
)
FAULTS = st.builds(
    on,
    st.integers(0, 1500).map(lambda days: date(2023, 12, 25) + timedelta(days=days)),
    cause=st.sampled_from([None, "misuse"]),
    evidence=st.booleans(),
)


@settings(max_examples=size(50, 150), deadline=None)
@given(POLICIES, FAULTS, st.randoms(use_true_random=False))
def test_the_order_of_binding_is_irrelevant(policies, fault, random):
    shuffled = random.sample(policies, len(policies))

    assert to_json(decide(policies, UNIT, fault)) == to_json(decide(shuffled, UNIT, fault))


@settings(max_examples=size(40, 100), deadline=None)
@given(POLICIES, FAULTS)
def test_one_more_promise_of_the_same_rank_never_harms_the_customer(policies, fault):
    same = [replace(policy, rank=30, kind="policy") for policy in policies]
    covered = [decide(same[:count], UNIT, fault).covered for count in range(len(same) + 1)]

    assert covered == sorted(covered)


@settings(max_examples=size(40, 100), deadline=None)
@given(POLICIES, st.lists(FAULTS, max_size=3))
def test_in_bulk_without_a_trace_the_outcome_is_the_same(policies, faults):
    unit = replace(UNIT, replacements=(Replacement("fan", date(2024, 9, 1)),))

    bulk = list(decide_many((policies, unit, fault) for fault in faults))

    for fault, quick in zip(faults, bulk, strict=True):
        full = decide(policies, unit, fault)
        assert quick.chosen == (full.chosen and replace(full.chosen, steps=(), changes=()))
        assert (quick.sentence, quick.steps) == (full.sentence, ())
