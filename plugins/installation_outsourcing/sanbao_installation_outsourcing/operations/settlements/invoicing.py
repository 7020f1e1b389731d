"""The installer's invoice over a statement, and the tax on it (LED-24)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_installation_outsourcing.agreed import terms_in_force
from sanbao_installation_outsourcing.models import Contract, Settlement
from sanbao_installation_outsourcing.operations.settlements.drawing import draw
from sanbao_installation_outsourcing.operations.settlements.requesting import book_tax, not_in_future
from sanbao_installation_outsourcing.rules.payable import most_tax
from sanbao_installation_outsourcing.schemas.settlements import InvoiceInput

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "installer_settlement.invoice",
    title=N_("Record his invoice"),
    on=Settlement,
    moves={"requested": (), "approved": (), "signed": ()},
    schema=InvoiceInput,
    roles=("finance",),
)
def invoice(
    work: Work,
    paper: Settlement,
    *,
    invoice_no: str,
    special: bool,
    tax: Decimal | None = None,
    on: date | None = None,
) -> Settlement:
    """Record the installer's invoice and the tax on it, once; where bills are kept it is entered there instead (LED-24).

    Where the contract pays only against the invoice it is there before the approval (INS-02, INS-03).
    """
    day = not_in_future(work, "on", on)
    contract = work.session.get_one(Contract, paper.contract_id)
    _refuse(work, contract, paper, invoice_no, tax)
    paper.invoice_no, paper.invoiced_on = invoice_no, day
    paper.invoice_tax, paper.invoice_special = tax, special
    if paper.state == "requested":
        draw(work, contract, paper)
    else:
        book_tax(work, contract, paper, day)
    return paper


def _refuse(work: Work, contract: Contract, paper: Settlement, invoice_no: str, tax: Decimal | None) -> None:
    """Refuse a second invoice, one that another statement has, and more tax than the agreed fee bears."""
    problems = []
    if paper.invoice_no is not None:
        said = N_("The invoice {number} is recorded already.")
        problems.append(Problem("invoice_no", said, {"number": paper.invoice_no}))
    elif (other := _other(work, paper, invoice_no)) is not None:
        said = N_("The invoice {number} stands on {statement} already.")
        problems.append(Problem("invoice_no", said, {"number": invoice_no, "statement": other}))
    currency = work.erp.currency
    percent = terms_in_force(work, contract, paper.until_on).tax_percent
    most = most_tax(paper.gross, percent, currency)
    if tax is not None and not currency.is_exact(tax):
        said = N_("{amount} has more digits than {currency} allows")
        problems.append(Problem("tax", said, {"amount": tax, "currency": currency.code}))
    elif tax is not None and tax > most:
        said = N_("The fee of this statement bears at most {amount} of tax.")
        problems.append(Problem("tax", said, {"amount": most}))
    if problems:
        raise Invalid(problems)


def _other(work: Work, paper: Settlement, invoice_no: str) -> str | None:
    """Return the statement of the same installer that an invoice was recorded on before."""
    query = (
        select(Document.number)
        .join(Settlement, Settlement.document_id == Document.id)
        .where(
            Settlement.company_id == work.company.id,
            Settlement.party_id == paper.party_id,
            Settlement.invoice_no == invoice_no,
            Settlement.document_id != paper.document_id,
            Document.state.not_in(UNDONE),
        )
    )
    return work.session.scalar(query.limit(1))
