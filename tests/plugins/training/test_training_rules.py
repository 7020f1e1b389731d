"""The decisions of training: validity, exams, deadlines, conflicts, invitations, grouping."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbao.calendar import Period, WorkCalendar, add_months, plain_week
from sanbao_training.rules import grading, timing, validity
from sanbao_training.rules.conflicts import Booking, conflicts
from sanbao_training.rules.grouping import Need, propose
from sanbao_training.rules.invitations import LINE, Meeting, calendar_file
from sanbao_training.rules.validity import Proof

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
NOON = datetime(2024, 6, 3, 12, tzinfo=UTC)


def proof(start: date, months: int | None, void_from: date | None = None) -> Proof:
    """Return a certificate of so many months."""
    return Proof("CT-1", start, validity.last_day(start, months), void_from)


def test_a_certificate_is_valid_on_its_last_day() -> None:
    held = proof(date(2023, 6, 10), 12)

    assert held.is_valid(date(2024, 6, 10))
    assert not held.is_valid(date(2024, 6, 11))


def test_what_was_wrongly_given_never_counted() -> None:
    held = proof(date(2023, 6, 10), 12, void_from=date(2023, 6, 10))

    assert not held.is_valid(date(2023, 6, 10))


def test_work_done_before_a_revocation_stays() -> None:
    held = proof(date(2023, 6, 10), 12, void_from=date(2024, 1, 1))

    assert held.is_valid(date(2023, 12, 31))
    assert not held.is_valid(date(2024, 1, 1))


@given(start=DAYS, months=st.integers(1, 120), offset=st.integers(-400, 4400))
def test_a_certificate_counts_from_its_first_to_its_last_day_and_on_no_other(
    start: date, months: int, offset: int
) -> None:
    on = start + timedelta(days=offset)
    held = proof(start, months)

    assert held.is_valid(on) == (start <= on <= add_months(start, months))
    assert (validity.why_not("电工证", [held], on) is None) == held.is_valid(on)


@given(
    starts=st.lists(st.tuples(DAYS, st.integers(1, 36)), max_size=5),
    on=DAYS,
)
def test_one_proof_that_counts_is_enough(starts: list[tuple[date, int]], on: date) -> None:
    held = [proof(start, months) for start, months in starts]

    best = validity.best(held, on)

    assert (best is not None) == any(one.is_valid(on) for one in held)
    assert (validity.why_not("电工证", held, on) is None) == (best is not None)


def test_each_reminder_is_sent_once() -> None:
    until, steps = date(2024, 6, 30), [7, 30, 90]

    assert validity.reminder_due(until, steps, None, date(2024, 3, 31)) is None
    assert validity.reminder_due(until, steps, None, date(2024, 4, 1)) == 90
    assert validity.reminder_due(until, steps, 90, date(2024, 5, 1)) is None
    assert validity.reminder_due(until, steps, 90, date(2024, 6, 25)) == 7
    assert validity.reminder_due(until, steps, 7, date(2024, 6, 30)) is None
    assert validity.reminder_due(until, steps, None, date(2024, 7, 1)) is None


@given(score=st.integers(0, 50), mark=st.integers(0, 100))
def test_full_marks_that_are_not_a_hundred_are_measured_in_per_cent(score: int, mark: int) -> None:
    passed = grading.is_passed(Decimal(score), Decimal(50), Decimal(mark))

    assert passed == (score * 2 >= mark)


def test_the_order_of_letters_does_not_matter_and_half_right_is_wrong() -> None:
    questions = [{"answer": "AC", "points": "60"}, {"answer": "B", "points": "40"}]

    assert grading.marked(questions, {1: "c, a", 2: "b"}) == (Decimal(100), Decimal(100))
    assert grading.marked(questions, {1: "A", 2: "B"}) == (Decimal(40), Decimal(100))
    assert grading.marked(questions, {}) == (Decimal(0), Decimal(100))


def test_what_comes_of_a_place() -> None:
    assert grading.outcome(None, True, []) == "pending"
    assert grading.outcome("absent", True, []) == "absent"
    assert grading.outcome("present", False, []) == "attended"
    assert grading.outcome("present", True, []) == "pending"
    assert grading.outcome("present", True, [False, True]) == "passed"
    assert grading.outcome("present", True, [False]) == "failed"


def calendar() -> WorkCalendar:
    """A week of five days without holidays."""
    return plain_week()


@given(base=DAYS, count=st.integers(1, 30))
def test_working_days_are_counted_after_the_day_itself(base: date, count: int) -> None:
    owed = timing.Owed("training", "commissioned", "TRN-06", within=Period(working_days=count))

    found = timing.reckon(owed, base, calendar())

    assert found.due_on is not None
    between = [base + timedelta(days=step) for step in range(1, (found.due_on - base).days + 1)]
    assert list(found.counted) == [day for day in between if day.weekday() < 5]
    assert len(found.counted) == count


def test_a_policy_names_everything_that_is_wrong() -> None:
    wrong = {
        "code": "",
        "owed": [{"what": "party", "after": "accepted", "within": "soon", "odd": "1"}],
        "places": ["moon"],
    }

    with pytest.raises(timing.BadTiming) as bad:
        timing.load(wrong)

    paths = [problem.path for problem in bad.value.problems]
    assert paths == ["code", "owed[1].odd", "owed[1].what", "owed[1].within", "places"]


def booking(session: str, start: int, end: int, trainer: str = "T1", room: str | None = None) -> Booking:
    """Return a booking of some hours after noon."""
    return Booking(session, NOON + timedelta(hours=start), NOON + timedelta(hours=end), trainer, room)


def test_a_session_that_begins_as_another_ends_is_no_conflict() -> None:
    assert conflicts([booking("A", 0, 2), booking("B", 2, 4)]) == []


def test_the_stretches_of_one_session_are_no_conflict() -> None:
    assert conflicts([booking("A", 0, 2), booking("A", 1, 3)]) == []


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.integers(0, 9), st.integers(1, 5), st.sampled_from("12")),
        max_size=7,
    )
)
def test_every_overlap_of_a_trainer_is_found(taken: list[tuple[str, int, int, str]]) -> None:
    bookings = [booking(name, start, start + length, trainer) for name, start, length, trainer in taken]

    found = {frozenset((one.session, one.other)) for one in conflicts(bookings)}

    expected = {
        frozenset((one.session, other.session))
        for one in bookings
        for other in bookings
        if one.session != other.session
        and one.trainer == other.trainer
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
    }
    assert found == expected


def meeting(title: str = "操作培训") -> Meeting:
    """Return what a calendar is told."""
    start = datetime(2024, 6, 12, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    return Meeting(
        "TS-1", title, "一号教室", "讲师", "hr@example.com", [(start, start + timedelta(hours=8))], 1
    )


def test_a_calendar_entry_is_in_utc_and_asks_for_an_answer() -> None:
    lines = calendar_file(meeting(), "a@example.com", NOON).split("\r\n")

    assert "DTSTART:20240612T010000Z" in lines
    assert "SEQUENCE:1" in lines
    assert "METHOD:REQUEST" in lines
    assert "ATTENDEE;RSVP=TRUE:mailto:a@example.com" in lines


@given(title=st.text(max_size=300))
def test_no_line_of_a_calendar_entry_is_too_long_and_nothing_breaks_out_of_it(title: str) -> None:
    text = calendar_file(meeting(title.encode("utf-8", "ignore").decode()), "a@example.com\r\nX-EVIL:1", NOON)

    lines = text.split("\r\n")
    assert all(len(line.encode()) <= LINE for line in lines)
    assert not any(line.startswith("X-EVIL") for line in lines)
    assert sum(line == "BEGIN:VEVENT" for line in lines) == 1


def need(**facts: object) -> Need:
    """Return a need with some facts."""
    return Need(**{"cause": "contract", "subject": "USE", "reason": {}, "party": 1, "batch": "L1", **facts})  # type: ignore[arg-type]


def test_a_lot_of_four_hundred_thousand_vehicles_is_one_course() -> None:
    (found,) = propose([need(units=400_000, heads=35)])

    assert (found.heads, found.key) == (35, "USE/1/-/L1")


def test_a_person_with_two_reasons_is_one_head_and_the_earliest_day_counts() -> None:
    first, second = date(2024, 3, 1), date(2024, 2, 1)

    (found,) = propose(
        [need(person="P1", by_day=first), need(person="P1", cause="matrix", by_day=second), need(person="P2")]
    )

    assert (found.heads, found.by_day) == (2, second)


@given(
    st.lists(
        st.tuples(st.sampled_from(["USE", "INST"]), st.integers(1, 3), st.sampled_from([None, "L1", "L2"])),
        max_size=30,
    )
)
def test_grouping_loses_no_need(rows: list[tuple[str, int, str | None]]) -> None:
    needs = [need(subject=subject, party=party, batch=batch) for subject, party, batch in rows]

    found = propose(needs)

    assert sorted(map(id, needs)) == sorted(id(one) for proposal in found for one in proposal.needs)
    assert len({proposal.key for proposal in found}) == len(found) == len(set(rows))
