"""What must hold of deadlines and validity whatever the days are: with any holidays, make-up days and certificates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from training_shop import school_in

import sanbao
from sanbao.calendar import Period, WorkCalendar, plain_week
from sanbao.calendar.work_calendar import SpecialDay
from sanbao_training.rules import timing, validity
from sanbao_training.rules.timing import Owed, reckon
from sanbao_training.rules.validity import Proof

FIRST = date(2024, 1, 1)
DAYS = st.dates(FIRST, date(2026, 12, 31))
LENGTHS = st.integers(1, 15)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Return a week of five days in which any days are holidays, and any others are worked."""
    special = draw(st.dictionaries(DAYS, st.booleans(), max_size=40))
    week = plain_week()
    days = {day: SpecialDay(is_working=works) for day, works in special.items()}
    return WorkCalendar("ANY", "Asia/Shanghai", week.week, days)


def training(count: int) -> Owed:
    """Return training within so many working days (TRN-06)."""
    return Owed("training", "commissioned", "TRN-06", within=Period(working_days=count))


@given(base=DAYS, count=LENGTHS, calendar=calendars())
def test_a_deadline_of_working_days_is_the_so_many_th_of_them_after_the_day(
    base: date, count: int, calendar: WorkCalendar
) -> None:
    due = reckon(training(count), base, calendar).due_on

    assert due is not None
    after = [base + timedelta(days=step) for step in range(1, (due - base).days + 1)]
    assert calendar.is_working(due)
    assert sum(calendar.is_working(day) for day in after) == count


@given(base=DAYS, later=st.integers(0, 60), count=LENGTHS, more=st.integers(0, 5), calendar=calendars())
def test_a_later_end_or_a_longer_term_is_never_due_earlier(
    base: date, later: int, count: int, more: int, calendar: WorkCalendar
) -> None:
    first = reckon(training(count), base, calendar).due_on
    second = reckon(training(count + more), base + timedelta(days=later), calendar).due_on

    assert first is not None
    assert second is not None
    assert first <= second


@given(base=DAYS, calendar=calendars())
def test_the_meeting_is_due_on_the_seventh_day_whatever_day_that_is(
    base: date, calendar: WorkCalendar
) -> None:
    meeting = Owed("handover_meeting", "commissioned", "TRN-05", within=Period(days=7))

    assert reckon(meeting, base, calendar).due_on == base + timedelta(days=7)


@given(base=DAYS, calendar=calendars())
def test_observation_opens_a_month_before_and_not_in_another_month(
    base: date, calendar: WorkCalendar
) -> None:
    watching = Owed(
        "observation", "commissioning_start", "TRN-04", within=Period(days=0), ahead=Period(months=1)
    )

    found = reckon(watching, base, calendar)

    assert found.earliest_on is not None
    assert (base.year * 12 + base.month) - (found.earliest_on.year * 12 + found.earliest_on.month) == 1
    assert found.earliest_on.day <= base.day
    assert found.due_on == base


@given(anchor=DAYS, months=st.integers(1, 36), year=st.integers(2024, 2036))
def test_a_recurring_course_is_counted_from_its_anchor_however_many_were_missed(
    anchor: date, months: int, year: int
) -> None:
    course = Owed("periodic", "accepted", "TRN-08", repeats=Period(months=months))
    whole = timing.periodic_days(course, anchor, Period(months=12), FIRST, date(2040, 12, 31))

    found = timing.periodic_days(course, anchor, Period(months=12), date(year, 1, 1), date(year, 12, 31))

    assert list(found) == [day for day in whole if day.year == year]
    assert all(day > anchor for day in found)


@given(starts=st.lists(DAYS, min_size=2, max_size=2), months=st.integers(1, 120))
def test_who_was_examined_later_is_qualified_at_least_as_long(starts: list[date], months: int) -> None:
    earlier, later = sorted(starts)

    first, second = validity.last_day(earlier, months), validity.last_day(later, months)

    assert first is not None
    assert second is not None
    assert first <= second


PROOFS = st.builds(
    Proof,
    number=st.just("CT-1"),
    valid_from=DAYS,
    valid_until=st.none() | DAYS,
    void_from=st.none() | DAYS,
)


@given(proofs=st.lists(PROOFS, max_size=4), more=PROOFS, on=DAYS)
def test_another_certificate_never_takes_a_qualification_away(
    proofs: list[Proof], more: Proof, on: date
) -> None:
    assume(validity.best(proofs, on) is not None)

    assert validity.best([*proofs, more], on) is not None
    assert validity.why_not("电工证", [*proofs, more], on) is None


@given(proof=PROOFS, void_from=DAYS, on=DAYS)
def test_a_revocation_never_qualifies_anybody(proof: Proof, void_from: date, on: date) -> None:
    earlier = min(void_from, proof.void_from or void_from)
    revoked = Proof(proof.number, proof.valid_from, proof.valid_until, earlier)

    assert not revoked.is_valid(on) or proof.is_valid(on)
    assert not (revoked.is_valid(on) and on >= earlier)


@given(proofs=st.lists(PROOFS, max_size=4), on=DAYS)
def test_a_reason_is_given_exactly_when_nothing_counts(proofs: list[Proof], on: date) -> None:
    reason = validity.why_not("电工证", proofs, on)

    assert (reason is None) == any(proof.is_valid(on) for proof in proofs)
    assert (validity.days_left(proofs, on) or 0) >= 0


def test_the_count_in_the_database_is_the_rule_for_every_day(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    school = school_in(make_company)
    scan = {"scan_name": "a.pdf", "scan": "c2Nhbg==", "issuer": "办", "skill": "INST"}
    given: list[tuple[str, str, str | None, str | None]] = [
        ("P1", "2024-01-01", "2024-03-10", None),
        ("P1", "2024-03-05", "2024-04-01", None),
        ("P2", "2024-02-01", None, None),
        ("P3", "2024-01-15", "2024-05-01", "2024-02-20"),
        ("P4", "2024-02-10", "2024-05-01", "2024-02-10"),
        ("P5", "2024-03-01", "2024-03-01", None),
    ]
    held: dict[str, list[Proof]] = {}
    for person in dict.fromkeys(row[0] for row in given):
        school.do("training_person.create", code=person, name=person, party="I001")
    for number, (person, begins, ends, void) in enumerate(given):
        until: dict[str, Any] = {"valid_until": ends} if ends else {}
        facts = {"person": person, "issued_on": begins, "licence_no": f"L{number}", **until, **scan}
        made = school.do("training_licence.record", **facts).number
        if void is not None:
            school.do("training_certificate.revoke", made, reason="伪造", void_from=void)
        days = [date.fromisoformat(day) if day else None for day in (begins, ends, void)]
        assert days[0] is not None
        held.setdefault(person, []).append(Proof(str(made), days[0], days[1], days[2]))

    for offset in range(0, 130, 3):
        on = FIRST + timedelta(days=offset)
        expected = sum(validity.best(proofs, on) is not None for proofs in held.values())
        assert school.ask("training.valid", on=str(on))["valid"] == expected, on
