"""What people can do with loans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.documents.operations import new_document
from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.registry.models import Party, Unit
from sanbao.work import Work
from sanbao_loan import postings, rules, schemas
from sanbao_loan.errors import NotALoaner, StillOut
from sanbao_loan.models import Loan, LoanLine, LoanUnit

KEEPERS = ("service_manager", "service_clerk")


@operation("loan.lend", schema=schemas.Lend, roles=KEEPERS)
def lend(work: Work, *, customer: Party, deposit: Decimal, lines: Sequence[dict[str, Any]]) -> Loan:
    """Lend units to a customer until a day (LON-01)."""
    for line in lines:
        _refuse_unless_free(work, line["unit"])
    head = new_document(work, "loan", title=customer.name, party_id=customer.id)
    loan = Loan(document=head, deposit=deposit)
    made = [LoanLine(document=head, state="out", **line) for line in lines]
    work.session.add_all([loan, *made])
    work.session.flush()
    postings.lent(work, loan, made)
    return loan


def _refuse_unless_free(work: Work, unit: Unit) -> None:
    mark = work.session.get(LoanUnit, unit.id)
    if mark is None or not mark.is_loaner:
        raise NotALoaner(unit=unit.serial)
    refuse_while_out(work, [unit])


@operation(
    "loan.take_back",
    on="loan_line",
    many=True,
    moves={"out": "returned"},
    schema=schemas.TakeBack,
    roles=KEEPERS,
)
def take_back(work: Work, lines: Sequence[LoanLine], *, condition: str) -> list[LoanLine]:
    """Take units back today, in whatever condition."""
    for line in lines:
        line.ended_on, line.condition = work.today, condition
        postings.came_back(work, line)
    return list(lines)


@operation("loan.report_lost", on="loan_line", moves={"out": "lost"}, roles=KEEPERS)
def report_lost(work: Work, line: LoanLine) -> LoanLine:
    """Say that a unit will not come back."""
    line.ended_on = work.today
    postings.got_lost(work, line)
    return line


@operation("loan.close", on=Loan, moves={"open": "closed"}, roles=KEEPERS)
def close(work: Work, loan: Loan) -> Loan:
    """End a loan when every unit is accounted for; the deposit goes back."""
    out = [line.unit for line in loan.lines if line.ended_on is None]
    refuse_while_out(work, out)
    postings.deposit_returned(work, loan)
    return loan


@question("loan.overdue", schema=schemas.OverdueQuestion, roles=(*KEEPERS, "auditor"))
def overdue(work: Work, *, on: date | None = None) -> list[dict[str, Any]]:
    """Return the units that should have come back, the longest overdue first (LON-03)."""
    day = on or work.today
    lines = work.session.scalars(_lines(work).order_by(LoanLine.due_on))
    late = [line for line in lines if rules.is_overdue(line.due_on, line.ended_on, day)]
    return [{"unit": one.unit.serial, "loan": one.document.number, "due_on": one.due_on} for one in late]


def find_line(work: Work, key: str) -> LoanLine:
    """Return a line by the loan's number and its position: ``LN202406-0001/2``."""
    number, _slash, position = key.rpartition("/")
    lines = work.session.scalars(_lines(work).where(Document.number == number).order_by(LoanLine.id)).all()
    if not position.isdigit() or not 1 <= int(position) <= len(lines):
        raise NotFound(what=_(N_("loan line")), key=key)
    return lines[int(position) - 1]


def save_loaner(work: Work, unit: Unit, *, loaner: bool = False) -> None:
    """Keep in a table of our own whether a unit may be lent."""
    work.session.add(LoanUnit(unit_id=unit.id, company_id=work.company.id, is_loaner=loaner))


def refuse_while_out(work: Work, units: Sequence[Unit]) -> None:
    """Refuse what must not happen to a unit that is with a customer."""
    out = _lines(work).where(LoanLine.unit_id.in_([unit.id for unit in units]), LoanLine.state == "out")
    line = work.session.scalars(out.limit(1)).first()
    if line is not None:
        raise StillOut(unit=line.unit.serial, document=line.document.number)


def sections(work: Work, units: Sequence[Unit]) -> list[Mapping[str, Any]]:
    """Return one section of the service file for each unit: where it was lent."""
    return [{"title": _(N_("Loans")), "rows": [_row(line) for line in _loans_of(work, unit)]} for unit in units]


def _loans_of(work: Work, unit: Unit) -> Sequence[LoanLine]:
    return work.session.scalars(_lines(work).where(LoanLine.unit_id == unit.id).order_by(LoanLine.id)).all()


def _row(line: LoanLine) -> dict[str, Any]:
    return {"loan": line.document.number, "state": line.state, "due_on": line.due_on}


def _lines(work: Work) -> Any:
    return (
        select(LoanLine)
        .join(Document, Document.id == LoanLine.document_id)
        .where(Document.company_id == work.company.id)
    )
