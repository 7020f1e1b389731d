"""The service file of one unit (服务档案, PRD-04): all that is known of it, gathered from every room and plugin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao import checks
from sanbao.access.models import User
from sanbao.coverage import Fault, UnitFault
from sanbao.coverage.operations import decide
from sanbao.coverage.verdicts import verdict_of, verdict_of_answer, yes_or_no
from sanbao.documents.models import DeadlineRecord, Document, TimelineEntry
from sanbao.documents.words import shown_kind, shown_state
from sanbao.ledger.models import Account, Balance
from sanbao.operation import question
from sanbao.plugin.models import OperationLog
from sanbao.registry.models import Milestone, Unit
from sanbao.registry.operations import UNIT_KEEPERS
from sanbao.schema import Input, RefField

if TYPE_CHECKING:
    from sanbao.work import Work

FACTS = (
    "serial", "state", "order_no", "invoice_no", "contract_no", "batch", "price_paid", "ex_factory_on", "sold_on",
    "invoiced_on", "delivered_on", "installed_on", "commissioned_on", "handed_over_on", "accepted_on",
)  # fmt: skip
READERS = (*UNIT_KEEPERS, "service_head", "finance", "qc", "auditor")


class UnitQuestion(Input):
    """Which unit: its serial number, or the end of it."""

    unit = RefField("unit", required=True)


@question("unit.file", schema=UnitQuestion, roles=READERS)
def unit_file(work: Work, *, unit: Unit) -> dict[str, Any]:
    """Return the service file of a unit: facts, parts, coverage today, papers, timeline, what is owed (PRD-04).

    ``terms`` are the promises as plugins draw them along the years, ``promised`` what somebody still has to do.
    """
    documents = papers_of(work, unit)
    sections = sections_of(work, unit)
    return {
        "facts": facts_of(unit),
        "parts": parts_of(unit),
        "coverage": coverage_of(work, unit),
        "terms": [term for section in sections for term in section.pop("terms", ())],
        "documents": [_paper(work, document) for document in documents],
        "promised": [said for section in sections for said in section.pop("owed", ())],
        "deadlines": deadlines_of(work, documents),
        "sections": sections,
        "timeline": timeline_of(work, unit, documents),
        "owed": owed_on(work, documents),
    }


def facts_of(unit: Unit) -> dict[str, Any]:
    """Return what is recorded of the unit itself, and whose it is."""
    known = {name: getattr(unit, name) for name in FACTS if getattr(unit, name) is not None}
    whose = {
        "product": f"{unit.product.code} {unit.product.name}",
        "customer": unit.customer.name if unit.customer is not None else None,
        "phone": unit.customer.phone if unit.customer is not None else None,
        "site": unit.site.name if unit.site is not None else None,
        "host": (unit.host.plate or unit.host.code) if unit.host is not None else None,
    }
    return {**{name: value for name, value in whose.items() if value is not None}, **known}


def parts_of(unit: Unit) -> list[dict[str, Any]]:
    """Return every part that is or was in the unit, and what replaced what (W-07)."""
    keys = {part.code for part in unit.product.parts if part.is_key}
    by_id = {part.id: part for part in unit.parts}
    return [
        {
            "part": part.code,
            "is_key": part.code in keys,
            "serial": part.serial,
            "installed_on": part.installed_on,
            "removed_on": part.removed_on,
            "replaces": by_id[part.replaces_id].serial if part.replaces_id in by_id else None,
            "is_replacement": part.is_replacement,
            "paid_by_customer": part.paid_by_customer,
        }
        for part in unit.parts
        if part.withdrawn_at is None
    ]


def coverage_of(work: Work, unit: Unit) -> list[dict[str, Any]]:
    """Return what each promise says today of the whole unit and of each part of its product (W-18)."""
    wanted = [None, *(part.code for part in unit.product.parts)]
    faults = [UnitFault(unit, Fault(received_at=work.now, part=part)) for part in wanted]
    rows: list[dict[str, Any]] = []
    for decision in decide(work, faults):
        rows += [
            {
                "part": decision.part,
                "promise": answer.promise,
                "covered": yes_or_no(verdict_of_answer(answer)),
                "start": answer.start,
                "until": answer.until,
                "chosen": answer == decision.chosen,
            }
            for answer in decision.answers
        ]
        if not decision.answers:
            covered = yes_or_no(verdict_of(decision))
            rows.append({"part": decision.part, "promise": None, "covered": covered, "sentence": decision.sentence})
    return rows


def sections_of(work: Work, unit: Unit) -> list[dict[str, Any]]:
    """Return what each plugin has to say about the unit."""
    answers = work.hooks.ask("describe_unit", work, units=[unit])
    return [{"plugin": plugin, **dict(section)} for plugin, sections in answers for section in sections]


def papers_of(work: Work, unit: Unit) -> list[Document]:
    """Return the papers about a unit that this person may see, oldest first."""
    query = select(Document).where(Document.company_id == work.company.id, Document.unit_id == unit.id)
    return [one for one in work.session.scalars(query.order_by(Document.id)) if checks.sees(work, one)]


def _paper(work: Work, document: Document) -> dict[str, Any]:
    return {
        "number": document.number,
        "kind": shown_kind(work.registry, document),
        "state": shown_state(work.registry, document),
        "dated_on": document.dated_on,
        "title": document.title,
        "is_open": document.closed_at is None,
    }


def deadlines_of(work: Work, documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Return what is due on papers that have not ended, the nearest first."""
    numbers = {document.id: document.number for document in documents if document.closed_at is None}
    query = select(DeadlineRecord).where(DeadlineRecord.document_id.in_(numbers), DeadlineRecord.met_at.is_(None))
    return [
        {
            "document": numbers[one.document_id],
            "kind": one.kind,
            "due_at": one.due_at,
            "overdue": one.due_at < work.now,
        }
        for one in work.session.scalars(query.order_by(DeadlineRecord.due_at))
    ]


def timeline_of(work: Work, unit: Unit, documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Return everything that happened to the unit and on its papers, oldest first."""
    lines = [*_milestones(work, unit), *_own_steps(work, unit), *_paper_steps(work, documents)]
    return sorted(lines, key=lambda line: line["at"])


def _milestones(work: Work, unit: Unit) -> list[dict[str, Any]]:
    query = select(Milestone).where(Milestone.unit_id == unit.id, Milestone.withdrawn_at.is_(None))
    return [
        {"at": one.recorded_at, "by": None, "operation": one.kind, "document": None, "note": one.reached_on.isoformat()}
        for one in work.session.scalars(query)
    ]


def _own_steps(work: Work, unit: Unit) -> list[dict[str, Any]]:
    query = (
        select(OperationLog.at, User.login, OperationLog.operation, OperationLog.data)
        .join(User, User.id == OperationLog.user_id)
        .where(
            OperationLog.company_id == work.company.id,
            OperationLog.subject_kind == Unit.__tablename__,
            OperationLog.subject_id == unit.id,
        )
    )
    return [
        {"at": at, "by": login, "operation": operation, "document": None, "note": data.get("reason")}
        for at, login, operation, data in work.session.execute(query)
    ]


def _paper_steps(work: Work, documents: Sequence[Document]) -> list[dict[str, Any]]:
    numbers = {document.id: document.number for document in documents}
    query = (
        select(TimelineEntry, User.login)
        .join(User, User.id == TimelineEntry.user_id)
        .where(TimelineEntry.document_id.in_(numbers))
    )
    return [
        {"at": entry.at, "by": login, "operation": entry.operation, "document": numbers[entry.document_id], "note": entry.note}
        for entry, login in work.session.execute(query)
    ]


def owed_on(work: Work, documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Return what the unit's papers still carry on accounts of assets and liabilities: cost, claims, debts (LED-27)."""
    net = func.sum(Balance.debit - Balance.credit)
    query = (
        select(Document.number, Account.code, Account.name, func.sum(Balance.debit), func.sum(Balance.credit))
        .join(Account, Account.id == Balance.account_id)
        .join(Document, Document.id == Balance.cost_object_id)
        .where(
            Balance.company_id == work.company.id,
            Balance.cost_object_id.in_([document.id for document in documents]),
            Account.kind.in_(["asset", "liability"]),
        )
        .group_by(Document.number, Account.code, Account.name)
        .having(net != 0)
        .order_by(Document.number, Account.code)
    )
    return [
        {"document": number, "account": code, "name": name, "balance": debit - credit}
        for number, code, name, debit, credit in work.session.execute(query)
    ]

