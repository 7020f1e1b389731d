"""What the customer pays (W-08, W-12, AMB-10, CAL-06)."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sanbao.calendar.periods import Period
from sanbao.money import Currency
from sanbao_warranty.policy import Guarantee, Policy, PostWarranty, shipped
from sanbao_warranty.rules import BadFault, Cost, Fault, UnitFacts, charge, decide

UNIT = UnitFacts(dates={"sale": date(2020, 1, 1)}, key_parts=frozenset({"board"}))
AFTER = datetime(2024, 1, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
KINDS = ("labour", "travel", "lodging", "freight", "install", "material", "outside")


def after_warranty(post, part="fan", **more):
    policy = Policy("X", 1, {}, "", 30, guarantees=(Guarantee("repair", Period(years=1)),), post_warranty=post)
    return decide([policy], UNIT, Fault(received_at=AFTER, part=part, **more))


def paid(decision, *costs):
    return [line.amount for line in charge(decision, costs).lines]


def test_covered_costs_nothing_of_any_kind():
    policy = Policy("X", 1, {}, "", 30, guarantees=(Guarantee("repair", Period(years=9)),))
    decision = decide([policy], UNIT, Fault(received_at=AFTER))

    result = charge(decision, [Cost(kind, Decimal("10.00")) for kind in KINDS])

    assert (result.total, {line.amount for line in result.lines}) == (Decimal("0.00"), {Decimal("0.00")})


def test_where_nothing_is_said_the_customer_pays_everything_afterwards():
    result = charge(after_warranty(None), [Cost(kind, Decimal("10.00")) for kind in KINDS])

    assert result.total == Decimal("70.00")


def test_without_any_promise_the_customer_pays_everything():
    result = charge(decide([], UNIT, Fault(received_at=AFTER)), [Cost("labour", Decimal("10.00"))])

    assert result.total == Decimal("10.00")


@pytest.mark.parametrize("amount, quantity, due", [("20.00", 1, "0.00"), ("20.01", 1, "20.01"), ("60.00", 3, "0.00")])
def test_a_small_part_is_judged_by_its_unit_cost(amount, quantity, due):
    post = PostWarranty(small_part_threshold=Decimal("20.00"))

    assert paid(after_warranty(post), Cost("material", Decimal(amount), Decimal(quantity))) == [Decimal(due)]


def test_each_line_is_rounded_once_half_up():
    post = PostWarranty(material_rate=Decimal("0.3"))
    costs = [Cost("material", Decimal("0.05")), Cost("material", Decimal("0.05"))]

    # 0.015 -> 0.02 twice; rounding the sum would give 0.03.
    assert charge(after_warranty(post), costs).total == Decimal("0.04")


def test_the_currencys_own_digits_are_used():
    post = PostWarranty(material_rate=Decimal("0.3"))

    assert charge(after_warranty(post), [Cost("material", Decimal(5))], Currency("JPY", 0)).total == Decimal(2)


def test_only_a_main_component_is_charged_where_the_promise_says_so():
    post = PostWarranty(charge_minor=False)
    minor, main = after_warranty(post, "fan"), after_warranty(post, "board")

    assert paid(minor, Cost("labour", Decimal("30.00"))) == [Decimal("0.00")]
    assert paid(main, Cost("labour", Decimal("30.00"))) == [Decimal("30.00")]
    assert "no main component is damaged" in str(minor.sentence)


def test_misuse_is_charged_although_no_main_component_is_damaged():
    rma = shipped("WP-002-RMA")
    unit = UnitFacts(dates={"sale": date(2023, 9, 1)}, agreed_terms={"WP-002-RMA": Period(years=1)})
    fault = Fault(received_at=AFTER, part="fan", cause="misuse", evidence=True)

    assert paid(decide([rma], unit, fault), Cost("labour", Decimal("30.00"))) == [Decimal("30.00")]


def test_a_fault_after_its_report_is_refused_in_a_clerks_words():
    with pytest.raises(BadFault) as refused:
        Fault(received_at=AFTER, occurred_at=AFTER.replace(hour=10))

    assert "a fault occurs before it is reported" in str(refused.value)
