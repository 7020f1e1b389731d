"""The journal entries of loans, readable as debit and credit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sanbao.i18n import N_, _
from sanbao.ledger import Entry, Line, credit, debit, move
from sanbao.work import Work
from sanbao_loan.models import Loan, LoanLine


def lent(work: Work, loan: Loan, lines: Sequence[LoanLine]) -> None:
    """The units go out of the depot, the deposit comes in: Dr BANK / Cr OTHER_PAYABLE[loan] (LON-03)."""
    goods = [line for one in lines for line in _carried(one, "LOANER", "LOANER_OUT")]
    _post(work, loan, _(N_("Loan")), [*_deposit(loan, loan.deposit), *goods], "lend")


def came_back(work: Work, line: LoanLine) -> None:
    """The unit is ours to lend again."""
    _post(work, line, _(N_("Loan unit back")), _carried(line, "LOANER_OUT", "LOANER"), f"back:{line.id}")


def got_lost(work: Work, line: LoanLine) -> None:
    """The unit is gone for good."""
    _post(work, line, _(N_("Loan unit lost")), _carried(line, "LOANER_OUT", "SCRAPPED"), f"lost:{line.id}")


def deposit_returned(work: Work, loan: Loan) -> None:
    """The customer gets her deposit back, in red on the same sides."""
    if loan.deposit:
        _post(work, loan, _(N_("Deposit returned")), _deposit(loan, -loan.deposit), "deposit")


def _deposit(loan: Loan, amount: Decimal) -> list[Line]:
    if not amount:
        return []
    head = loan.document
    return [
        debit("BANK", amount, rule="LON-03"),
        credit("OTHER_PAYABLE", amount, party=head.party_id, cost_object=head.id, rule="LON-03"),
    ]


def _carried(line: LoanLine, source: str, target: str) -> list[Line]:
    unit = line.unit
    return [
        move(source, unit.product_id, -1, unit=unit.id, rule="LON-03"),
        move(target, unit.product_id, 1, unit=unit.id, party=line.document.party_id, rule="LON-03"),
    ]


def _post(work: Work, paper: Loan | LoanLine, summary: str, lines: Sequence[Line], event: str) -> None:
    work.ledger.post(
        Entry(
            date=work.today,
            summary=summary,
            lines=lines,
            document_id=paper.document.id,
            event=event,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )
