"""Statements on bare values: once and only once, whatever the number of statements, and never more than there is."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbao.money import CNY, Currency
from sanbao_installation_outsourcing.rules.agreements import PRECONDITIONS, Payment, Terms
from sanbao_installation_outsourcing.rules.fees import FeeTier, LotTerms
from sanbao_installation_outsourcing.rules.payable import OF_UNITS, REASONS, asked
from sanbao_installation_outsourcing.rules.penalties.results import Item
from sanbao_installation_outsourcing.rules.penalties.terms import Clause, Consequence, Direction
from sanbao_installation_outsourcing.rules.provisions import payment
from sanbao_installation_outsourcing.rules.settling import (
    CLAIM,
    DEDUCTION,
    FROZEN,
    RETENTION,
    UNITS,
    Before,
    LotCount,
    Statement,
    less_paid,
    settle,
)

LOT = LotTerms("A", 60, Decimal("150.00"))
PENALTY = Clause("P", Direction.THEY_OWE, "late")
DAMAGE = Clause("D", Direction.THEY_OWE, "damage", consequence=Consequence.INVOICE)


def item(key: str, clause: Clause, applied: str, frozen: str = "0") -> Item:
    whole = Decimal(applied) + Decimal(frozen)
    return Item(
        key, clause, "assessed", Decimal(1), Decimal(0), whole, whole, Decimal(applied), Decimal(frozen)
    )


def after(before: Before, statement: Statement) -> Before:
    """Return what the next statement finds."""
    taken: defaultdict[tuple[str, tuple[str, str]], Decimal] = defaultdict(Decimal, before.taken)
    for line in statement.lines:
        if line.event is not None:
            taken[line.kind, (line.event, line.clause or "")] -= line.amount
    return Before(
        {key: amount for key, amount in taken.items() if amount},
        before.gross + statement.sum_of(UNITS),
        before.retention - statement.sum_of(RETENTION),
        before.claim_open + statement.owed_back + statement.sum_of("offset"),
    )


def test_a_deduction_is_taken_once_and_only_once() -> None:
    terms, items = Terms((LOT,)), [item("IE-1", PENALTY, "450.00")]

    first = settle(terms, [LotCount("A", 0, 45)], items, Before(), CNY)
    second = settle(terms, [LotCount("A", 45, 15)], items, after(Before(), first), CNY)

    assert (first.net, second.net) == (Decimal("6300.00"), Decimal("2250.00"))
    assert second.sum_of(DEDUCTION) == 0


def test_a_later_waiver_comes_back_in_the_next_statement() -> None:
    first = settle(Terms((LOT,)), [LotCount("A", 0, 45)], [item("IE-1", PENALTY, "450.00")], Before(), CNY)

    second = settle(Terms((LOT,)), [], [item("IE-1", PENALTY, "0")], after(Before(), first), CNY)

    assert second.net == Decimal("450.00")
    assert str(second.lines[0].text) == "P: IE-1, correction of earlier statements"


def test_retention_is_kept_over_all_statements_together() -> None:
    terms = Terms((LOT,), payment=Payment(retention_percent=Decimal("3.33")))

    first = settle(terms, [LotCount("A", 0, 1)], [], Before(), CNY)
    second = settle(terms, [LotCount("A", 1, 59)], [], after(Before(), first), CNY)

    assert first.sum_of(RETENTION) == Decimal("-5.00")
    assert first.sum_of(RETENTION) + second.sum_of(RETENTION) == Decimal("-299.70")


def test_no_more_is_withheld_than_there_is() -> None:
    statement = settle(
        Terms((LOT,)), [LotCount("A", 0, 2)], [item("IE-1", PENALTY, "100", "900")], Before(), CNY
    )

    assert (statement.sum_of(FROZEN), statement.net, statement.owed_back) == (Decimal("-200.00"), 0, 0)


def test_nothing_is_withheld_from_him_who_owes_more_than_is_released() -> None:
    held = Before({(FROZEN, ("IE-1", "P")): Decimal("50.00")})
    items = [item("IE-1", PENALTY, "0"), item("IE-2", PENALTY, "0", "900"), item("IE-3", DAMAGE, "400.00")]

    statement = settle(Terms((LOT,)), [LotCount("A", 0, 2)], items, held, CNY)

    # 300.00 - 400.00 + 50.00 that are released
    assert (statement.sum_of(FROZEN), statement.owed_back) == (Decimal("50.00"), Decimal("50.00"))


def test_what_he_paid_falls_on_what_he_owes_longest() -> None:
    owed = {9: Decimal(50), 7: Decimal(100), 8: Decimal(0)}

    assert less_paid(owed, Decimal(150)) == owed
    assert less_paid(owed, Decimal(30)) == {9: Decimal(30), 7: 0, 8: 0}
    assert less_paid(owed, Decimal(-5)) == {9: 0, 7: 0, 8: 0}


def test_damage_is_a_claim_beside_the_deductions() -> None:
    statement = settle(Terms((LOT,)), [LotCount("A", 0, 2)], [item("IE-1", DAMAGE, "400.00")], Before(), CNY)

    assert (statement.sum_of(CLAIM), statement.owed_back) == (Decimal("-400.00"), Decimal("100.00"))


def test_tax_is_reckoned_on_what_stays_after_deductions() -> None:
    terms = Terms((LOT,), tax_percent=Decimal(9))

    assert settle(
        terms, [LotCount("A", 0, 58)], [item("a", PENALTY, "2250.00")], Before(), CNY
    ).tax == Decimal("580.50")


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=6),
    st.sampled_from([Currency("JPY", 0), CNY, Currency("KWD", 3)]),
    st.integers(0, 20),
    st.sampled_from(["withheld", "paid"]),
    st.booleans(),
)
def test_many_statements_together_settle_what_one_would(
    steps: list[tuple[int, int, int]], currency: Currency, percent: int, frozen: str, whole_tier: bool
) -> None:
    tiers = (FeeTier(11, Decimal("140.555")), FeeTier(31, Decimal("133.3")))
    lot = LotTerms("A", 200, Decimal(150), tiers=tiers, whole_tier=whole_tier)
    terms = Terms((lot,), payment=Payment(retention_percent=Decimal(percent), frozen=frozen))
    before, count = Before(), 0
    for plus, applied, waits in steps:
        items = [item("IE-1", PENALTY, str(applied), str(waits))]
        statement = settle(terms, [LotCount("A", count, plus)], items, before, currency)
        total = sum((line.amount for line in statement.lines), Decimal(0))
        assert statement.net - statement.owed_back == total
        before, count = after(before, statement), count + plus
        assert before.gross == lot.fee(count, currency)
        assert before.taken.get((DEDUCTION, ("IE-1", "P")), Decimal(0)) == applied
        assert before.claim_open >= 0
        assert Decimal(0) <= before.taken.get((FROZEN, ("IE-1", "P")), Decimal(0)) <= waits
        again = settle(terms, [LotCount("A", count, 0)], items, before, currency)
        assert again.sum_of(DEDUCTION) == 0
        assert again.sum_of(UNITS) == 0
        for line in statement.lines:
            assert currency.is_exact(line.amount)
        assert currency.is_exact(statement.tax)


amounts = st.decimals("0", "2000", places=0)


@given(
    st.lists(st.tuples(st.sampled_from([PENALTY, DAMAGE]), amounts, amounts), max_size=6),
    st.integers(0, 60),
    st.sampled_from([Currency("JPY", 0), CNY, Currency("KWD", 3)]),
    st.decimals("0", "20", places=2),
    st.sampled_from(["carry", "claim"]),
    st.randoms(use_true_random=False),
)
def test_settled_twice_is_settled_once_and_the_order_of_events_changes_nothing(
    told: list[tuple[Clause, Decimal, Decimal]],
    units: int,
    currency: Currency,
    percent: Decimal,
    below_zero: str,
    chance: random.Random,
) -> None:
    agreed = Payment(retention_percent=percent, below_zero=below_zero)
    terms = Terms((LOT,), payment=agreed, tax_percent=Decimal(9))
    items = [item(f"IE-{n}", clause, str(a), str(f)) for n, (clause, a, f) in enumerate(told)]
    shuffled = list(items)
    chance.shuffle(shuffled)

    first = settle(terms, [LotCount("A", 0, units)], items, Before(), currency)
    other = settle(terms, [LotCount("A", 0, units)], shuffled, Before(), currency)
    again = settle(terms, [LotCount("A", units, 0)], shuffled, after(Before(), first), currency)

    kinds = (UNITS, DEDUCTION, CLAIM, FROZEN, RETENTION, "offset")
    assert [first.sum_of(kind) for kind in kinds] == [other.sum_of(kind) for kind in kinds]
    assert (first.net, first.owed_back, first.tax) == (other.net, other.owed_back, other.tax)
    assert sum(first.sum_of(kind) for kind in kinds) == first.net - first.owed_back
    assert (again.net, again.owed_back, again.tax) == (0, 0, 0)
    assert again.lines == ()


SILENT = Terms((LOT,))
#: What a contract says of payment otherwise than usual; it must be printed, and be seen in the statement or a gate.
PAYMENTS: list[tuple[str, object]] = [
    ("preconditions", ("bond", "invoice")),
    ("days", 10),
    ("retention_percent", Decimal(5)),
    ("frozen", "paid"),
    ("below_zero", "claim"),
]


@pytest.mark.parametrize(("field", "value"), PAYMENTS)
def test_what_is_agreed_of_payment_is_printed(field: str, value: object) -> None:
    agreed = replace(SILENT, payment=replace(SILENT.payment, **{field: value}))

    assert [str(one) for one in payment(agreed)] != [str(one) for one in payment(SILENT)]


def test_each_precondition_is_a_reason_for_which_a_unit_waits() -> None:
    always = set(asked(()))

    assert {*asked(tuple(PRECONDITIONS))} - always == {*OF_UNITS.values()}
    assert set(OF_UNITS) == set(PRECONDITIONS)
    assert set(asked(tuple(PRECONDITIONS))) == set(REASONS)


def test_what_is_frozen_is_withheld_or_paid_as_the_contract_says() -> None:
    waiting = [item("IE-1", PENALTY, "0", "450.00")]
    paid = replace(SILENT, payment=Payment(frozen="paid"))

    nets = [settle(terms, [LotCount("A", 0, 45)], waiting, Before(), CNY).net for terms in (SILENT, paid)]

    assert nets == [Decimal("6300.00"), Decimal("6750.00")]


def test_what_is_owed_back_is_offset_only_where_it_is_carried() -> None:
    owed = Before(claim_open=Decimal("300.00"))
    claimed = replace(SILENT, payment=Payment(below_zero="claim"))

    nets = [settle(terms, [LotCount("A", 0, 45)], [], owed, CNY).net for terms in (SILENT, claimed)]

    assert nets == [Decimal("6450.00"), Decimal("6750.00")]


def test_a_unit_that_is_paid_in_spite_of_its_fault_costs_what_the_decision_left() -> None:
    clause = Clause("T", Direction.THEY_OWE, "nonconformity", consequence=Consequence.NOT_PAYABLE)
    kept, reduced = item("IE-1", clause, "40.00"), replace(item("IE-1", clause, "40.00"), ruling="reduce")

    taken = [
        settle(SILENT, [LotCount("A", 0, 1)], [one], Before(), CNY).sum_of(DEDUCTION)
        for one in (kept, reduced)
    ]

    assert taken == [Decimal(0), Decimal("-40.00")]


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=4
    ),
    st.randoms(use_true_random=False),
)
def test_what_we_paid_first_is_never_claimed_as_well(
    damages: list[tuple[int, int, int]], chance: random.Random
) -> None:
    items = [item(f"IE-{n}", DAMAGE, str(one[0]), str(one[1])) for n, one in enumerate(damages)]
    chance.shuffle(items)
    paid = {f"IE-{n}": Decimal(one[2]) for n, one in enumerate(damages) if one[2]}
    owed = sum(paid.values(), Decimal(0))

    statement = settle(
        Terms((LOT,)), [LotCount("A", 0, 60)], items, Before(claim_open=owed, paid_first=paid), CNY
    )

    # Of each damage he bears the greater one, what it is worth or what we paid for it; 9,000.00 cover all of that.
    borne = sum(max(applied + frozen, first) for applied, frozen, first in damages)
    assert statement.net == Decimal(9000) - borne
