"""What the plugin writes into a unit's service file: coverage, calls, repairs, tests, readings, what lengthened a term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.coverage import Term
from sanbao.coverage.repairs import REASONS, WAITS
from sanbao.decision import Text
from sanbao.documents.kinds import VOID
from sanbao.documents.models import DecisionRecord, Document
from sanbao.i18n import N_, _
from sanbao.profiles.models import Profile, ProfileVersion
from sanbao.registry.models import Unit
from sanbao_warranty import facts
from sanbao_warranty.kinds import CLAIM, FINAL_TEST
from sanbao_warranty.models import Claim, FinalTest, TermExtension
from sanbao_warranty.operations.repeats import fault_cases
from sanbao_warranty.rules import ends
from sanbao_warranty.rules.drawing import terms
from sanbao_warranty.rules.facts import Repair, UnitFacts
from sanbao_warranty.rules.repeats import FaultCase, counters
from sanbao_warranty.rules.words import kind_label
from sanbao_warranty.schemas.units import MEASURES

if TYPE_CHECKING:
    from sanbao.work import Work

#: What comes back.
_WHAT = {"part": N_("part"), "fault": N_("fault")}
#: From which case on a part or a fault is named among those that come back.
_AGAIN = 2


def describe_unit(work: Work, units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Return what the plugin knows of each unit, in the same few queries however many there are (PRD-04)."""
    ids = [unit.id for unit in units]
    known, calls, cases = facts.cases(work, ids), calls_on(work, ids), fault_cases(work, ids)
    extensions, tests = _extensions(work, ids), _tests(work, ids)
    return [
        {
            "title": _(N_("Warranty")),
            "coverage": _ends(work, known[unit.id]),
            "terms": _terms(work, known[unit.id]),
            "owed": _owed(known[unit.id].facts, tests.get(unit.id, [])),
            "claims": calls.get(unit.id, []),
            "repairs": repairs_of(known[unit.id].facts),
            "repeats": _repeats(cases.get(unit.id, [])),
            "extensions": extensions.get(unit.id, []),
            "final_tests": tests.get(unit.id, []),
            "usage": usage_of(known[unit.id].facts),
        }
        for unit in units
    ]


def _ends(work: Work, case: facts.Case) -> list[dict[str, Any]]:
    roll = facts.roller(work, case.policies)
    return [
        {
            "promise": policy.code,
            "version": policy.version,
            "name": policy.names.get("zh", policy.code),
            "kind": Text(kind_label(end.kind)),
            "part": end.part,
            "source": end.source,
            "start": end.start,
            "until": end.until if end.stated else None,
            "runs": end.start is not None
            and end.until is not None
            and end.stated
            and work.today <= end.until,
        }
        for policy in case.policies
        for end in ends(policy, case.facts, roll)
    ]


def _terms(work: Work, case: facts.Case) -> list[Term]:
    roll = facts.roller(work, case.policies)
    return [term for policy in case.policies for term in terms(policy, case.facts, work.today, roll)]


def _owed(known: UnitFacts, tests: Sequence[dict[str, Any]]) -> list[Text]:
    """Return what we still have to do for the unit: replace what failed its acceptance, make a final test (W-20, W-10)."""
    failed = known.acceptance_failed_on
    said = N_("The acceptance of {day} failed: a replacement is owed (W-20).")
    owed = [Text(said, {"day": failed})] if failed is not None else []
    missed = N_("The final test between {since} and {until} was not made (W-10).")
    return owed + [
        Text(missed, {"since": test["window_from"], "until": test["window_until"]})
        for test in tests
        if test["overdue"]
    ]


def calls_on(work: Work, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the fault calls on units, oldest first."""
    query = (
        select(Claim, Document)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.unit_id.in_(ids))
        .order_by(Claim.received_at, Claim.document_id)
    )
    rows = list(work.session.execute(query))
    covered = _covered(work, [document.id for _claim, document in rows])
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for claim, document in rows:
        found[claim.unit_id].append(
            {
                "number": document.number,
                "state": Text(CLAIM.flow.state(document.state).label),
                "received_at": claim.received_at,
                "fault": " ".join(part for part in (claim.fault_code, claim.fault_text) if part),
                "parts": claim.parts,
                "covered": document.id in covered,
                "repaired_on": claim.repaired_on,
            }
        )
    return found


def _covered(work: Work, document_ids: Sequence[int]) -> set[int]:
    query = select(DecisionRecord.document_id).where(
        DecisionRecord.document_id.in_(document_ids),
        DecisionRecord.question == "coverage",
        DecisionRecord.covered,
        DecisionRecord.superseded_by_id.is_(None),
        DecisionRecord.withdrawn_at.is_(None),
    )
    return {key for key in work.session.scalars(query) if key is not None}


def repairs_of(known: UnitFacts) -> list[dict[str, Any]]:
    """Return the repairs of a unit with their times; one of several parts stands once (N-21)."""
    by_case: dict[str, list[Repair]] = defaultdict(list)
    for repair in known.repairs:
        by_case[repair.case].append(repair)
    return [_repair(case, repairs) for case, repairs in by_case.items()]


def _repair(case: str, repairs: Sequence[Repair]) -> dict[str, Any]:
    one = repairs[0]
    return {
        "case": case,
        "parts": [repair.part for repair in repairs if repair.part is not None],
        "replaced": [repair.part for repair in repairs if repair.replaced],
        "started_at": one.started_at,
        "ended_at": one.ended_at,
        "returned_on": one.returned_on,
        "waits": [
            {
                "what": Text(WAITS.get(wait.reason, wait.reason)),
                "since": wait.started_at,
                "until": wait.ended_at,
            }
            for wait in one.waits
        ],
        "reason": Text(REASONS.get(one.reason, one.reason)) if one.reason is not None else None,
        "cured": one.cured,
        "is_serious": one.is_serious,
    }


def _repeats(cases: Sequence[FaultCase]) -> list[dict[str, Any]]:
    return [
        {
            "what": Text(_WHAT[one.what]),
            "code": one.code,
            "count": len(one.cases),
            "cases": [case.number for case in one.cases],
        }
        for one in counters(cases)
        if len(one.cases) >= _AGAIN
    ]


def _extensions(work: Work, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    table = TermExtension
    query = (
        select(table, Profile.code, Document.number)
        .join(ProfileVersion, ProfileVersion.id == table.version_id)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .outerjoin(Document, Document.id == table.document_id)
        .where(table.unit_id.in_(ids), table.withdrawn_at.is_(None))
        .order_by(table.id)
    )
    rows = (
        (
            one.unit_id,
            {
                "extension": one.id,
                "promise": code,
                "kind": Text(kind_label(one.guarantee)) if one.guarantee is not None else None,
                "months": one.months,
                "until": one.until,
                "rule": one.rule,
                "because": one.because,
                "document": number,
            },
        )
        for one, code, number in work.session.execute(query)
    )
    return _by_unit(rows)


def _tests(work: Work, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    query = (
        select(FinalTest, Document)
        .join(Document, Document.id == FinalTest.document_id)
        .where(FinalTest.unit_id.in_(ids))
        .order_by(FinalTest.window_until, FinalTest.document_id)
    )
    rows = (
        (
            test.unit_id,
            {
                "number": document.number,
                "window_from": test.window_from,
                "window_until": test.window_until,
                "tested_on": test.tested_on,
                "state": _result(test, document),
                "passed": test.passed,
                "in_window": test.in_window,
                "findings": test.findings,
                "repaired_on": test.repaired_on,
                "overdue": test.tested_on is None
                and document.closed_at is None
                and work.today > test.window_until,
            },
        )
        for test, document in work.session.execute(query)
    )
    return _by_unit(rows)


def _result(test: FinalTest, document: Document) -> Text:
    """Return how a test went, or where it stands while nobody made it."""
    if test.passed is None or document.state == VOID:
        return Text(FINAL_TEST.flow.state(document.state).label)
    return Text(N_("Passed") if test.passed else N_("Failed"))


def _by_unit(rows: Iterable[tuple[int, dict[str, Any]]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for unit_id, row in rows:
        found[unit_id].append(row)
    return found


def usage_of(known: UnitFacts) -> list[dict[str, Any]]:
    """Return the readings of a unit (N-17)."""
    return [
        {"read_on": one.on, "amount": one.amount, "measure": Text(MEASURES.get(one.unit, one.unit))}
        for one in known.usage
    ]
