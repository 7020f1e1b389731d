"""The performance test in the last month of a term: planned for all units at once, recorded, closed (W-10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.calendar import end_of_day
from sanbao.documents.kinds import VOID
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.documents.operations import new_documents
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.profiles.models import Profile, ProfileVersion
from sanbao.registry.models import Unit
from sanbao_warranty import facts, schemas
from sanbao_warranty.facts import policy_of
from sanbao_warranty.kinds import ASKERS, CLERKS, ENGINEERS
from sanbao_warranty.models import Binding, FinalTest
from sanbao_warranty.operations.exposure import pages
from sanbao_warranty.operations.terms import lengthen
from sanbao_warranty.rules import ends
from sanbao_warranty.rules.final_tests import test_window

if TYPE_CHECKING:
    from sanbao.work import Work

DEADLINE = "final_test"


class WrongTestDay(Invalid):
    """A test or repair on a day that cannot be."""

    code = "final_test.wrong_day"


@dataclass(frozen=True)
class Planned:
    """A test that a promise asks for: of which unit, by which guarantee, in which window."""

    unit_id: int
    promise: str
    version: int
    guarantee: str
    first: date
    last: date


@operation("final_test.plan", title=N_("Plan final tests"), schema=schemas.PlanFinalTests, roles=CLERKS)
def plan(work: Work, *, opens_from: date, opens_until: date, units: Sequence[Unit]) -> dict[str, Any]:
    """Plan the tests of all units whose last month begins in a stretch of time; none is planned twice (W-10)."""
    work.hold("final_test", [work.company.id])
    work.session.flush()
    ids = [unit.id for unit in units]
    read = [facts.cases(work, ids)] if ids else pages(work)
    count = 0
    for page in read:
        wanted = [
            one for key, case in page.items() for one in tests_of(work, key, case, opens_from, opens_until)
        ]
        count += _write(work, wanted)
    return {"planned": count, "opens_from": opens_from, "opens_until": opens_until}


def tests_of(
    work: Work, unit_id: int, case: facts.Case, opens_from: date, opens_until: date
) -> Iterator[Planned]:
    """Yield the tests of a unit whose window opens in a stretch of time."""
    for policy in case.policies:
        if policy.final_test is None:
            continue
        for end in ends(policy, case.facts, facts.roller(work, case.policies)):
            window = test_window(policy, end.until) if end.part is None and end.stated and end.until else None
            if window is not None and opens_from <= window[0] <= opens_until:
                yield Planned(unit_id, policy.code, policy.version, end.kind, *window)


def _write(work: Work, wanted: Sequence[Planned]) -> int:
    """Write the planned tests of a page with their deadlines; a handful of statements however many there are."""
    ids = {one.unit_id for one in wanted}
    if not ids:
        return 0
    there, versions, units = _planned_before(work, ids), _versions(work, ids), _units(work, ids)
    fresh = [one for one in wanted if (one.unit_id, one.promise, one.guarantee, one.last) not in there]
    rows = [
        {
            "title": units[one.unit_id].serial,
            "unit_id": one.unit_id,
            "party_id": units[one.unit_id].customer_id,
        }
        for one in fresh
    ]
    heads = new_documents(work, "final_test", rows)
    for head, one in zip(heads, fresh, strict=True):
        work.session.add(_test(work, head, one, versions[one.unit_id, one.promise, one.version]))
        work.session.add(_deadline(work, head, one))
        work.note(head)
    work.session.flush()
    return len(fresh)


def _planned_before(work: Work, ids: set[int]) -> set[tuple[int, str, str, date]]:
    query = (
        select(FinalTest.unit_id, Profile.code, FinalTest.guarantee, FinalTest.window_until)
        .join(Document, Document.id == FinalTest.document_id)
        .join(ProfileVersion, ProfileVersion.id == FinalTest.version_id)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .where(FinalTest.unit_id.in_(ids), Document.state != VOID)
    )
    return {
        (unit_id, code, guarantee, last) for unit_id, code, guarantee, last in work.connection.execute(query)
    }


def _versions(work: Work, ids: set[int]) -> dict[tuple[int, str, int], int]:
    query = (
        select(Binding.unit_id, Profile.code, ProfileVersion.version, ProfileVersion.id)
        .join(ProfileVersion, ProfileVersion.id == Binding.version_id)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .where(Binding.unit_id.in_(ids), Binding.ended_at.is_(None))
    )
    return {(unit, code, version): key for unit, code, version, key in work.connection.execute(query)}


def _units(work: Work, ids: set[int]) -> dict[int, Any]:
    query = select(Unit.id, Unit.serial, Unit.customer_id).where(Unit.id.in_(ids))
    return {row.id: row for row in work.connection.execute(query)}


def _test(work: Work, head: Document, one: Planned, version_id: int) -> FinalTest:
    return FinalTest(
        document=head,
        company_id=work.company.id,
        unit_id=one.unit_id,
        version_id=version_id,
        guarantee=one.guarantee,
        window_from=one.first,
        window_until=one.last,
    )


def _deadline(work: Work, head: Document, one: Planned) -> DeadlineRecord:
    return DeadlineRecord(
        company_id=work.company.id,
        document_id=head.id,
        kind=DEADLINE,
        due_at=end_of_day(one.last, work.zone),
        reckoning={"rule": "W-10", "promise": one.promise, "window_from": one.first.isoformat()},
    )


@operation(
    "final_test.record",
    title=N_("Record the test"),
    on=FinalTest,
    moves={"planned": "tested"},
    schema=schemas.RecordFinalTest,
    roles=ENGINEERS,
)
def record(
    work: Work, test: FinalTest, *, passed: bool, tested_on: date | None = None, findings: str | None = None
) -> FinalTest:
    """Write down how the test went; one that failed in its window makes the term longer, at our cost (W-10)."""
    on = tested_on or work.today
    if on > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise WrongTestDay([Problem("tested_on", message, {"day": on, "today": work.today})])
    test.tested_on, test.passed, test.findings = on, passed, findings
    test.in_window = test.window_from <= on <= test.window_until
    terms = policy_of(test.version).final_test
    if not passed and test.in_window and terms is not None:
        months = terms.extension.total_months
        because = f"{on}: {findings}" if findings else on.isoformat()
        lengthen(
            work,
            test.unit,
            test.version_id,
            rule="W-10",
            because=because,
            guarantee=test.guarantee,
            months=months,
            document_id=test.document_id,
        )
    _meet_deadline(work, test)
    return test


def _meet_deadline(work: Work, test: FinalTest) -> None:
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == test.document_id, DeadlineRecord.kind == DEADLINE
    )
    for deadline in work.session.scalars(query):
        deadline.met_at = work.now
        if test.tested_on is not None and test.tested_on > test.window_until:
            deadline.missed_at = deadline.missed_at or deadline.due_at


@operation(
    "final_test.close",
    title=N_("Close the test"),
    on=FinalTest,
    many=True,
    moves={"tested": "closed"},
    schema=schemas.CloseFinalTest,
    roles=("service_manager", "service_engineer"),
)
def close(work: Work, tests: Sequence[FinalTest], *, repaired_on: date | None = None) -> list[FinalTest]:
    """End tests; after a failed one the unit must be repaired, and its cost borne (W-10, LED-27)."""
    for test in tests:
        if not test.passed:
            test.repaired_on = _repair_day(work, test, repaired_on)
    return list(tests)


def _repair_day(work: Work, test: FinalTest, on: date | None) -> date:
    if on is None:
        raise WrongTestDay(
            [Problem("repaired_on", N_("The test failed; please give the day of the repair."))]
        )
    if on > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise WrongTestDay([Problem("repaired_on", message, {"day": on, "today": work.today})])
    if test.tested_on is not None and on < test.tested_on:
        message = N_("{moment} lies before {earlier}.")
        raise WrongTestDay([Problem("repaired_on", message, {"moment": on, "earlier": test.tested_on})])
    return on


@question("final_test.due", schema=schemas.FinalTestsQuestion, roles=ASKERS)
def due(work: Work, *, on: date | None = None, overdue_only: bool) -> list[dict[str, Any]]:
    """List the tests that are still to be made, the most urgent first, and whether their window has passed (W-10)."""
    day = on or work.today
    query = (
        select(Document.number, Unit.serial, Profile.code, FinalTest.__table__)
        .join_from(FinalTest, Document, Document.id == FinalTest.document_id)
        .join(Unit, Unit.id == FinalTest.unit_id)
        .join(ProfileVersion, ProfileVersion.id == FinalTest.version_id)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .where(FinalTest.company_id == work.company.id, Document.state == "planned")
        .order_by(FinalTest.window_until, Document.number)
    )
    if overdue_only:
        query = query.where(FinalTest.window_until < day)
    return [
        {
            "number": row.number,
            "unit": row.serial,
            "promise": row.code,
            "guarantee": row.guarantee,
            "window_from": row.window_from,
            "window_until": row.window_until,
            "overdue": row.window_until < day,
        }
        for row in work.session.execute(query)
    ]
