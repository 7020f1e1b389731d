"""What must hold of the penalty engine whatever the clauses, the happenings and the currency."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sanbao.money import Currency
from sanbao_installation_outsourcing.rules.fees import FeeTier, LotTerms
from sanbao_installation_outsourcing.rules.penalties import (
    Amounts,
    Cap,
    Clause,
    Drawn,
    Grace,
    Happening,
    JointCap,
    LotAmounts,
    Rounding,
    Ruling,
    Tier,
    assess,
    evaluate,
)
from sanbao_installation_outsourcing.rules.penalties.caps import scope_key
from sanbao_installation_outsourcing.rules.penalties.terms import Basis, Direction, Per, RoundTo, Scope

CURRENCIES = [Currency("JPY", 0), Currency("CNY", 2), Currency("KWD", 3)]
FIRST = date(2024, 1, 1)
percents = st.decimals("0.01", "20", places=2)


@st.composite
def clauses(draw: st.DrawFn, code: str) -> Clause:
    by_amount = draw(st.booleans())
    tiers = draw(st.lists(percents, max_size=3).map(sorted))
    return Clause(
        code=code,
        direction=Direction.THEY_OWE,
        trigger=draw(st.sampled_from(["late", "complaint"])),
        basis=draw(st.sampled_from([Basis.TOTAL_FEE, Basis.LOT_FEE, Basis.UNIT_FEE, Basis.AFFECTED_FEE])),
        per=draw(st.sampled_from([Per.DAY, Per.OCCURRENCE, Per.UNIT])),
        percent=draw(percents),
        tiers=tuple(
            Tier(Decimal(1 + 3 * n), *((None, price) if by_amount else (price, None)))
            for n, price in enumerate(tiers)
        ),
        rounding=Rounding(
            draw(st.sampled_from(list(RoundTo))), draw(st.none() | st.sampled_from([Decimal(1), Decimal(10)]))
        ),
        whole_tier=draw(st.booleans()),
        grace=Grace(
            draw(st.integers(0, 3)), Decimal(0), draw(st.integers(0, 3)), draw(st.sampled_from(list(Scope)))
        ),
        caps=tuple(
            Cap(scope, Basis.TOTAL_FEE, draw(st.decimals("0", "60", places=1)))
            for scope in draw(st.lists(st.sampled_from(list(Scope)), max_size=2, unique=True))
        ),
        is_right=draw(st.booleans()),
        needs_verification=draw(st.booleans()),
    )


@st.composite
def happenings(draw: st.DrawFn, key: int) -> Happening:
    on = FIRST + timedelta(days=draw(st.integers(0, 90)))
    kind = draw(st.sampled_from([None, "apply", "reduce", "waive"]))
    amount = draw(st.decimals("0", "5000", places=0))
    most = draw(st.none() | st.decimals("0", "3000", places=0))
    return Happening(
        f"IE-{key:03}",
        draw(st.sampled_from(["late", "complaint"])),
        on,
        lot=draw(st.sampled_from([None, "A", "B"])),
        job=draw(st.sampled_from([None, "1", "2"])),
        units=draw(st.integers(1, 5)),
        due_on=on,
        done_on=on + timedelta(days=draw(st.integers(0, 40))),
        verified=draw(st.booleans()),
        matter=draw(st.sampled_from([None, "m"])),
        ruling=Ruling(kind, amount if kind == "reduce" else None, most) if kind is not None else None,
        disputed=draw(st.decimals("0", "900", places=0)),
    )


@st.composite
def contracts(draw: st.DrawFn) -> tuple[list[Clause], list[Happening], Amounts, JointCap | None]:
    currency = draw(st.sampled_from(CURRENCIES))
    lots = {
        code: LotAmounts(currency.round(Decimal(count) * fee), fee)
        for code, count, fee in (("A", 60, Decimal(150)), ("B", 7, currency.round(Decimal("33.337"))))
    }
    total = sum((lot.total_fee for lot in lots.values()), Decimal(0))
    joint = draw(st.none() | st.decimals("0", "100", places=1).map(JointCap))
    terms = [draw(clauses(f"C{n}")) for n in range(draw(st.integers(1, 3)))]
    happened = [draw(happenings(n)) for n in range(draw(st.integers(0, 8)))]
    return terms, happened, Amounts(total, total, lots, currency), joint


Contract = tuple[list[Clause], list[Happening], Amounts, JointCap | None]


@given(contracts())
def test_nothing_more_is_applied_than_was_assessed(contract: Contract) -> None:
    terms, happened, amounts, joint = contract

    found = evaluate(terms, happened, amounts, as_of=FIRST, joint_cap=joint)

    for item in found.items:
        assert item.assessed >= item.decided >= item.applied + item.frozen >= item.applied >= 0
        assert item.frozen >= 0
        for amount in (item.assessed, item.decided, item.applied, item.frozen):
            assert amounts.currency.is_exact(amount)


@given(contracts())
def test_a_decision_takes_no_more_than_it_carries_however_many_clauses_rest_on_the_event(
    contract: Contract,
) -> None:
    terms, happened, amounts, joint = contract

    found = evaluate(terms, happened, amounts, as_of=FIRST, joint_cap=joint)

    for one in happened:
        if one.ruling is None:
            continue
        rights = [item for item in found.of(one.key) if item.clause.is_right]
        taken = sum((item.applied for item in rights), Decimal(0))
        beyond = sum((item.beyond for item in rights), Decimal(0))
        if one.ruling.most is not None:
            assert taken <= one.ruling.most
            assert beyond == max(Decimal(0), sum(item.assessed for item in rights) - one.ruling.most)
        if one.ruling.kind == "reduce":
            assert sum(item.applied for item in found.of(one.key)) <= (one.ruling.amount or 0)
        if one.ruling.kind == "waive":
            assert taken == 0


@given(contracts())
def test_no_more_is_frozen_for_a_dispute_than_is_disputed(contract: Contract) -> None:
    terms, happened, amounts, joint = contract

    found = evaluate(terms, happened, amounts, as_of=FIRST, joint_cap=joint)

    for one in happened:
        decided = [item for item in found.of(one.key) if item.ruling is not None]
        assert sum(item.frozen - item.beyond for item in decided) <= one.disputed


@given(contracts())
def test_no_cap_is_ever_passed(contract: Contract) -> None:
    terms, happened, amounts, joint = contract
    by_key = {one.key: one for one in happened}

    found = evaluate(terms, happened, amounts, as_of=FIRST, joint_cap=joint)

    drawn: dict[object, Decimal] = defaultdict(Decimal)
    for item in found.items:
        for cap in item.clause.caps:
            key = (item.clause.code, cap, scope_key(cap.scope, by_key[item.happening]))
            drawn[key] += item.applied + item.frozen
            assert drawn[key] <= amounts.currency.round(amounts.total_fee * (cap.percent or 0) / 100)
    if joint is not None:
        whole = found.total("applied") + found.total("frozen")
        assert whole <= amounts.currency.round(amounts.total_fee * joint.percent / 100)


@given(contracts(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_told_changes_nothing(
    contract: Contract, chance: random.Random
) -> None:
    terms, happened, amounts, joint = contract
    shuffled = list(happened)
    chance.shuffle(shuffled)

    first = evaluate(terms, happened, amounts, as_of=FIRST, joint_cap=joint)
    second = evaluate(terms, shuffled, amounts, as_of=FIRST, joint_cap=joint)

    assert first == second


@given(contracts(), st.integers(0, 90))
def test_an_amendment_in_between_draws_on_the_same_caps_and_counts_on(contract: Contract, day: int) -> None:
    terms, happened, amounts, joint = contract
    amended_on, drawn = FIRST + timedelta(days=day), Drawn()
    parts = [
        [one for one in happened if one.on < amended_on],
        [one for one in happened if one.on >= amended_on],
    ]

    whole = evaluate(terms, happened, amounts, as_of=FIRST, joint_cap=joint)
    found = [assess(terms, part, amounts, as_of=FIRST, joint_cap=joint, drawn=drawn) for part in parts]

    items = {(item.happening, item.clause.code): item for part in found for item in part.items}
    for item in whole.items:
        other = items[item.happening, item.clause.code]
        assert (item.status, item.count, item.assessed, item.decided) == (
            other.status,
            other.count,
            other.assessed,
            other.decided,
        )
    taken = sum((item.applied + item.frozen for item in items.values()), Decimal(0))
    if joint is not None:
        assert taken <= amounts.currency.round(amounts.total_fee * joint.percent / 100)
    for clause in terms:
        for cap in (cap for cap in clause.caps if cap.scope is Scope.CONTRACT):
            mine = [item for (_key, code), item in items.items() if code == clause.code]
            most = amounts.currency.round(amounts.total_fee * (cap.percent or 0) / 100)
            assert sum((item.applied + item.frozen for item in mine), Decimal(0)) <= most


@given(contracts())
def test_the_parts_add_up_to_the_whole(contract: Contract) -> None:
    terms, happened, amounts, joint = contract

    found = evaluate(terms, happened, amounts, as_of=FIRST, joint_cap=joint)

    for name in ("assessed", "applied", "frozen"):
        by_event = sum((getattr(item, name) for one in happened for item in found.of(one.key)), Decimal(0))
        assert by_event == found.total(name)


@given(
    st.sampled_from(CURRENCIES),
    st.integers(1, 500),
    st.lists(
        st.tuples(st.integers(2, 400), st.decimals("0", "900", places=0)),
        max_size=3,
        unique_by=lambda t: t[0],
    ),
    st.booleans(),
    st.lists(st.integers(0, 200), max_size=6),
)
def test_paying_a_lot_in_parts_costs_what_it_costs_at_once(
    currency: Currency, fee: int, tiers: list[tuple[int, Decimal]], whole: bool, parts: list[int]
) -> None:
    rates = tuple(FeeTier(start, price) for start, price in sorted(tiers))
    lot = LotTerms("A", 1, Decimal(fee), tiers=rates, whole_tier=whole)

    paid, count = Decimal(0), 0
    for part in parts:
        paid += lot.fee(count + part, currency) - lot.fee(count, currency)
        count += part

    assert paid == lot.fee(count, currency)
