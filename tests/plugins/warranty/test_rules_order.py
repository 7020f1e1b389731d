"""A decision and an entitlement never depend on the order in which promises were bound, nor facts were read (CAL-11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from sanbao.calendar import roll
from sanbao.calendar.official import official_calendar
from sanbao.calendar.periods import Period
from sanbao.decision import to_json
from sanbao_warranty.policy import shipped, shipped_codes
from sanbao_warranty.rules import (
    Extension,
    Fault,
    FinalTest,
    Repair,
    Replacement,
    Request,
    UnitFacts,
    Usage,
    decide,
    ends,
    entitle,
)
from sizes import size

CHINA = ZoneInfo("Asia/Shanghai")
CALENDAR = official_calendar()
START = date(2023, 1, 10)
PARTS = [None, "engine", "battery", "roof", "heating", "tube", "key"]
EVENTS = ("invoice", "sale", "delivery", "handover", "site_acceptance", "completion_acceptance", "ex_factory")

days = st.integers(0, 900).map(lambda count: START + timedelta(days=count))
promises = st.lists(st.sampled_from(shipped_codes()), min_size=1, max_size=5, unique=True)


@st.composite
def repairs(draw: st.DrawFn) -> Repair:
    """A repair of up to sixty days."""
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(0, 60)))
    moments = [datetime(day.year, day.month, day.day, 9, tzinfo=CHINA) for day in (first, last)]
    return Repair(
        last,
        part=draw(st.sampled_from(PARTS)),
        started_at=moments[0],
        ended_at=moments[1],
        cured=draw(st.sampled_from([None, True, False])),
        reason=draw(st.sampled_from([None, "repairer", "parts"])),
        is_serious=draw(st.booleans()),
        case=draw(st.sampled_from(["A", "B", "C", "D"])),
    )


histories = st.fixed_dictionaries(
    {
        "repairs": st.lists(repairs(), max_size=5),
        "replacements": st.lists(
            st.builds(Replacement, st.sampled_from(PARTS[1:]), days, st.booleans()), max_size=4
        ),
        "usage": st.lists(st.builds(Usage, days, st.integers(0, 70_000).map(Decimal)), max_size=3),
        "final_tests": st.lists(
            st.builds(FinalTest, st.just("WP-000-FREE"), days, st.booleans()), max_size=3
        ),
        "extensions": st.lists(
            st.builds(
                Extension,
                st.sampled_from(shipped_codes()),
                term=st.just(Period(months=2)),
                rule=st.just("CAL-09"),
            ),
            max_size=3,
        ),
    }
)


def unit_with(history: dict[str, list[object]], *, backwards: bool = False) -> UnitFacts:
    read = {name: tuple(reversed(found) if backwards else found) for name, found in history.items()}
    return UnitFacts(
        dates=dict.fromkeys(EVENTS, START),
        price=Decimal("4999.00"),
        category="colour_tv",
        key_parts=frozenset({"key"}),
        agreed_terms={code: Period(years=1) for code in shipped_codes()},
        **read,  # type: ignore[arg-type]
    )


@settings(max_examples=size(50, 150), deadline=None)
@given(promises, histories, days, st.sampled_from(PARTS), st.randoms(use_true_random=False))
def test_neither_promises_nor_facts_need_an_order(codes, history, day, part, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(codes)
    random.shuffle(shuffled)
    fault = Fault(
        received_at=datetime(day.year, day.month, day.day, 12, tzinfo=CHINA), part=part, product_caused=True
    )
    request = Request(fault, day, same_model_available=True, is_serious=True)

    def moved(last: date) -> date:
        return roll(last, CALENDAR).day

    one, other = [
        (
            to_json(decide(policies, unit, fault, roll=moved)),
            entitle(policies, unit, request, calendar=CALENDAR),
        )
        for policies, unit in (
            ([shipped(code) for code in codes], unit_with(history)),
            ([shipped(code) for code in shuffled], unit_with(history, backwards=True)),
        )
    ]

    assert one[0] == other[0]
    assert one[1] == other[1]


@settings(max_examples=size(40, 100), deadline=None)
@given(st.sampled_from(shipped_codes()), histories)
def test_what_happened_to_a_unit_never_shortens_its_term_but_for_usage(code, history) -> None:  # type: ignore[no-untyped-def]
    untouched = {(end.kind, end.part): end.until for end in ends(shipped(code), unit_with({}))}
    lived = {
        (end.kind, end.part): end.until for end in ends(shipped(code), unit_with({**history, "usage": []}))
    }

    for key, until in untouched.items():
        assert until is None or (lived[key] is not None and lived[key] >= until)
