"""A part of a charge is given back: a credit with an entry of its own, in red (收费冲减, LED-01, LED-24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.charging import errors, postings, schemas
from sanbao.charging.lines import PricedLine, lines_of
from sanbao.charging.models import Charge, ChargeLine
from sanbao.charging.quotes import not_before, not_in_future
from sanbao.charging.rules import Amounts, less, reckon, total
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation

if TYPE_CHECKING:
    from sanbao.work import Work

ZERO = Decimal(0)
#: Of a line: how much of its quantity, and which amounts, are not credited yet.
Rest = tuple[Decimal, Amounts]


def is_no_credit(work: Work, charge: Charge) -> bool:
    """Tell whether a charge is one of which a part can be given back."""
    return charge.credits_id is None


@operation(
    "charge.credit",
    title=N_("Credit a part"),
    on=Charge,
    moves={"issued": ()},
    schema=schemas.CreditInput,
    roles=("finance",),
    offered=is_no_credit,
)
def credit(
    work: Work,
    charge: Charge,
    *,
    lines: Sequence[dict[str, Any]],
    reason: str,
    red_form_no: str | None = None,
    on: date | None = None,
) -> Charge:
    """Give back what is no longer owed of a charge, never more than is left of each line; all that is left without lines.

    Where an invoice bills the charge, whoever keeps invoices writes its red letter in the same step.
    """
    if charge.credits_id is not None:
        raise errors.CreditOfCredit(charge=charge.document.number)
    day = not_before("on", not_in_future(work, "on", on), charge.charged_on)
    own = {line.position: line for line in lines_of(work, ChargeLine, charge.document_id)}
    rests = _rests(work, charge, own)
    wanted = _wanted(own, rests, lines)
    if not wanted:
        raise errors.CreditedAlready(charge=charge.document.number)
    parts = [
        (own[position], _part(work, charge, own[position], rests, quantity)) for position, quantity in wanted
    ]
    made = _write(work, charge, parts, day)
    postings.charged(work, made, [part for _line, part in parts])
    work.note(made.document, note=reason)
    work.note(charge.document, note=reason)
    work.hooks.tell("charge_credited", work, charge=charge, credit=made, red_form_no=red_form_no)
    return made


def _rests(work: Work, charge: Charge, own: Mapping[int, ChargeLine]) -> dict[int, Rest]:
    """Return what is left of each line after the credits that stand, by position."""
    columns = (ChargeLine.quantity, ChargeLine.net, ChargeLine.tax, ChargeLine.gross)
    query = (
        select(ChargeLine.reverses_id, *(func.sum(column) for column in columns))
        .join(Charge, Charge.document_id == ChargeLine.document_id)
        .join(Document, Document.id == ChargeLine.document_id)
        .where(Charge.credits_id == charge.document_id, Document.state.not_in(UNDONE))
        .group_by(ChargeLine.reverses_id)
    )
    credited = {key: sums for key, *sums in work.session.execute(query)}
    found = {}
    for position, line in own.items():
        quantity, net, tax, gross = credited.get(line.id, [ZERO] * 4)
        left = Amounts(line.net + net, line.tax + tax, line.gross + gross)
        found[position] = (line.quantity + quantity, left)
    return found


def _wanted(
    own: Mapping[int, ChargeLine], rests: Mapping[int, Rest], lines: Sequence[dict[str, Any]]
) -> list[tuple[int, Decimal]]:
    """Return how much of which line is given back; name every line that cannot be, at once."""
    if not lines:
        return [(position, quantity) for position, (quantity, _left) in rests.items() if quantity > 0]
    problems, found = [], []
    for place, one in enumerate(lines):
        position = one["position"]
        left = rests[position][0] if position in rests else ZERO
        quantity = one.get("quantity", left)
        if position not in own:
            said = N_("There is no line {position}.")
            problems.append(Problem(f"lines.{place}.position", said, {"position": position}))
        elif not 0 < quantity <= left:
            said = N_("Only {left} of this line is not credited yet.")
            problems.append(Problem(f"lines.{place}.quantity", said, {"left": f"{left.normalize():f}"}))
        found.append((position, quantity))
    if problems:
        raise Invalid(problems)
    return found


def _part(
    work: Work, charge: Charge, line: ChargeLine, rests: Mapping[int, Rest], quantity: Decimal
) -> PricedLine:
    """Return what is given back of a line, as a negative line: what is left then is reckoned as if charged so."""
    whole, left = rests[line.position]
    stays = reckon(
        whole - quantity, line.price, line.discount, line.tax_percent, charge.tax_inclusive, work.erp.currency
    )
    back = less(stays, left) if whole > quantity else less(Amounts(ZERO, ZERO, ZERO), left)
    return PricedLine.of(line, quantity=-quantity, **asdict(back))


def _write(work: Work, charge: Charge, parts: Sequence[tuple[ChargeLine, PricedLine]], day: date) -> Charge:
    """Write the credit with its lines, each beside the one that it takes back."""
    said = N_("Credit on {charge}")
    head = new_document(
        work,
        "charge",
        title=in_language(work.company.locale, said, charge=charge.document.number),
        party_id=charge.party_id,
        unit_id=charge.document.unit_id,
        dated_on=day,
    )
    sums = total([part.amounts for _line, part in parts], work.erp.currency)
    made = Charge(
        document=head,
        company_id=work.company.id,
        case_id=charge.case_id,
        quote_id=charge.quote_id,
        credits_id=charge.document_id,
        party_id=charge.party_id,
        charged_on=day,
        tax_inclusive=charge.tax_inclusive,
        **asdict(sums),
    )
    work.session.add(made)
    work.session.flush()
    kept = {"company_id": work.company.id, "document_id": made.document_id}
    for position, (line, part) in enumerate(parts, start=1):
        own = asdict(PricedLine.of(part, position=position))
        work.session.add(ChargeLine(**kept, reverses_id=line.id, **own))
    work.session.flush()
    link_documents(work, head, charge.document, "settles")
    if charge.case is not None:
        link_documents(work, head, charge.case, "bills")
    return made
