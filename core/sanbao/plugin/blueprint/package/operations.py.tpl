"""What people can do, and what they can ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao.documents.operations import new_document
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sqlalchemy import select

from $package import rules, schemas
from $package.errors import DueInThePast
from $package.models import $Class

if TYPE_CHECKING:
    from sanbao.registry.models import Unit
    from sanbao.work import Work

KEEPERS = ("service_manager", "service_clerk")


@operation("$name.open", schema=schemas.Opening, roles=KEEPERS)
def open_paper(work: Work, *, task: str, due_on: date, unit: Unit | None = None) -> $Class:
    """Write down what is to be done by when."""
    if rules.is_overdue(due_on, on=work.today):
        raise DueInThePast(due_on=due_on, today=work.today)
    head = new_document(work, "$name", title=task, unit_id=unit.id if unit is not None else None)
    paper = $Class(document=head, task=task, due_on=due_on)
    work.session.add(paper)
    return paper


@operation(
    "$name.close", on=$Class, moves={"open": "closed"}, schema=schemas.Closing, roles=KEEPERS
)
def close_paper(work: Work, paper: $Class, *, outcome: str) -> $Class:
    """Write down what was done."""
    paper.outcome = outcome
    return paper


@question("$name.overdue", schema=schemas.OverdueQuestion, roles=(*KEEPERS, "auditor"))
def overdue(work: Work, *, on: date | None = None) -> list[dict[str, Any]]:
    """Return what should have been done already, the longest overdue first."""
    day = on or work.today
    waiting = work.session.scalars(_papers(work).where(Document.state == "open").order_by($Class.due_on))
    return [_row(paper) for paper in waiting if rules.is_overdue(paper.due_on, on=day)]


def sections(work: Work, units: Sequence[Unit]) -> list[Mapping[str, Any]]:
    """Return one section of the service file for each unit."""
    title = _(N_("$title"))
    return [{"title": title, "rows": [_row(paper) for paper in _about(work, unit)]} for unit in units]


def _about(work: Work, unit: Unit) -> Sequence[$Class]:
    return work.session.scalars(_papers(work).where(Document.unit_id == unit.id).order_by(Document.id)).all()


def _papers(work: Work) -> Any:
    papers = select($Class).join(Document, Document.id == $Class.document_id)
    return papers.where(Document.company_id == work.company.id)


def _row(paper: $Class) -> dict[str, Any]:
    return {"number": paper.document.number, "task": paper.task, "due_on": paper.due_on, "state": paper.state}
