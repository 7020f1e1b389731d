"""The rules of returns with bare values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sanbao.calendar import Period
from sanbao.money import CNY
from sanbao_rma.kinds import LINE_FLOW
from sanbao_rma.rules.flow import ENDED, IN_HAND, STEPS
from sanbao_rma.rules.guarantee import Repaired, standing
from sanbao_rma.rules.paying import PAID, PAYMENTS, Found, payment
from sanbao_rma.rules.shares import Bearer, by_bearer, spread
from sanbao_rma.rules.terms import return_step

SERVICE = Bearer("department", None, "SERVICE", "LED-07")
CUSTOMER = Bearer("customer", None, None, "LED-07")


def test_every_step_names_states_that_the_flow_has() -> None:
    named = {state for step in STEPS.values() for pair in step.items() for state in pair}

    assert named <= set(LINE_FLOW.codes)


def test_every_state_is_reached_left_or_the_end() -> None:
    reached = {target for step in STEPS.values() for target in step.values()} | {LINE_FLOW.initial}

    assert reached == set(LINE_FLOW.codes)
    assert set(IN_HAND) | set(ENDED) | {"announced"} == set(LINE_FLOW.codes)


@pytest.mark.parametrize(
    ("found", "charge_minor", "why"),
    [
        (Found(covered=True, main_component=True), False, "covered"),
        (Found(covered=False, main_component=True), False, "out_of_warranty"),
        (Found(covered=False), False, "minor"),
        (Found(covered=False), True, "out_of_warranty"),
        (Found(covered=False, excluded=True), False, "misuse"),
        (Found(covered=False, repeated=True, main_component=True), True, "guarantee"),
        (Found(covered=False, no_fault=True), True, "no_fault"),
        (Found(covered=None, no_fault=True), False, "no_fault"),
    ],
)
def test_who_pays_follows_from_cover_and_damage(found: Found, charge_minor: bool, why: str) -> None:
    assert payment(found, charge_minor) == why
    assert why in PAYMENTS
    assert set(PAID) <= set(PAYMENTS)


@pytest.mark.parametrize(("requested_on", "may"), [(date(2024, 4, 30), True), (date(2024, 5, 1), False)])
def test_a_return_within_three_months_ex_factory(requested_on: date, may: bool) -> None:
    assert return_step(date(2024, 1, 31), requested_on, Period.parse("3m")).holds is may


def test_a_guarantee_counts_its_last_day_and_no_further() -> None:
    repair = Repaired(7, "RM1", date(2024, 6, 10), date(2024, 7, 10), fault_code="E12")

    assert standing([repair], date(2024, 7, 10), "E12", None) is repair
    assert standing([repair], date(2024, 7, 11), "E12", None) is None
    assert standing([repair], date(2024, 7, 10), "E07", None) is None


def test_the_cost_of_the_parcel_is_spread_to_the_cent() -> None:
    found = spread({1: Decimal("30.00")}, Decimal("25.01"), [1, 2], CNY)

    assert found == {1: Decimal("42.51"), 2: Decimal("12.50")}
    assert sum(found.values()) == Decimal("55.01")


def test_a_batch_falls_on_its_bearers_by_piece() -> None:
    costs = {
        1: Decimal("105.00"),
        2: Decimal("30.00"),
        3: Decimal("210.00"),
        4: Decimal("30.00"),
        5: Decimal("34.00"),
    }
    bearers = {1: SERVICE, 2: SERVICE, 3: CUSTOMER, 4: SERVICE, 5: SERVICE}

    assert by_bearer(costs, bearers, {}) == {SERVICE: Decimal("199.00"), CUSTOMER: Decimal("210.00")}


def test_what_was_settled_is_not_settled_again() -> None:
    costs = {1: Decimal("105.00"), 2: Decimal("50.00")}
    bearers = {1: SERVICE, 2: CUSTOMER}
    settled = {Bearer("department", None, "SERVICE", "LED-05"): Decimal("100.00"), CUSTOMER: Decimal("50.00")}

    assert by_bearer(costs, bearers, settled) == {SERVICE: Decimal("5.00")}
