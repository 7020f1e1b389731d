"""Work that the customer pays for: proposed from the decision, begun once it is agreed to (RMA-03, RMA-04, W-12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.charging.charges import quotes_of
from sanbao.charging.lines import price_lines
from sanbao.charging.models import Quote
from sanbao.charging.quotes import SELLERS, payer_of, write_quote
from sanbao.costing.operations import shares_of
from sanbao.decision import decision_from_json
from sanbao.documents.models import Document
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao_warranty import schemas
from sanbao_warranty.coverage import decisions_in_force
from sanbao_warranty.errors import NotAgreed, NothingToPay
from sanbao_warranty.models import Claim
from sanbao_warranty.operations import deciding
from sanbao_warranty.rules.charges import is_paid

if TYPE_CHECKING:
    from sanbao.costing.models import CostShareRecord
    from sanbao.work import Work

#: What a line is called where nobody gave it a text.
KINDS = {
    "labour": N_("Labour"),
    "material": N_("Material"),
    "travel": N_("Travel"),
    "freight": N_("Freight"),
    "install": N_("Installation"),
    "other": N_("Other"),
}


@operation(
    "claim.propose_quote",
    title=N_("Propose a quote"),
    on=Claim,
    schema=schemas.ProposeQuote,
    roles=SELLERS,
)
def propose_quote(
    work: Work,
    claim: Claim,
    *,
    costs: Sequence[dict[str, Any]],
    tax_inclusive: bool,
    part: str | None = None,
    tax: str | None = None,
    valid_until: date | None = None,
) -> Quote:
    """Draft the quote that the decision asks for: what the customer pays of these costs (W-08, W-12, RMA-03)."""
    deciding.refuse_unsigned(work, claim)
    charged = deciding.quote(work, claim=claim, costs=costs, part=part)
    lines = [_line(work, claim, line, tax) for line in charged["lines"] if line["amount"]]
    if not lines:
        raise NothingToPay(claim=claim.document.number)
    payer = payer_of(work, claim.document, None)
    priced = price_lines(work, lines, work.today, payer, tax_inclusive)
    return write_quote(work, claim.document, payer, priced, valid_until)


def _line(work: Work, claim: Claim, line: dict[str, Any], tax: str | None) -> dict[str, Any]:
    text = line["text"] or in_language(work.company.locale, KINDS.get(line["kind"], line["kind"]))
    named = {"text": text, "price": line["amount"], "unit": claim.unit}
    return {**named, "tax": tax} if tax is not None else named


def waits_for_agreement(work: Work, document: Document) -> bool:
    """Tell whether work on a claim must wait: the customer is to pay and has not agreed in writing (RMA-04)."""
    decided = [decision_from_json(record.body) for record in decisions_in_force(work, document.id)]
    if not any(is_paid(decision) for decision in decided):
        return False
    return not quotes_of(work, document.id, ("agreed",)) and not _is_given(work, document)


def _is_given(work: Work, document: Document) -> bool:
    """Tell whether somebody decided that the customer pays nothing; goodwill counts once it is approved."""
    shares = [share for share in shares_of(work, document) if share.state in ("proposed", "settled")]
    return bool(shares) and all(_is_free(share) for share in shares)


def _is_free(share: CostShareRecord) -> bool:
    if share.bearer == "goodwill":
        return share.approved_by_id is not None
    return share.bearer != "customer"


def refuse_unagreed(work: Work, claim: Claim) -> None:
    """Refuse to repair at the customer's cost before the signed reply (RMA-04)."""
    if waits_for_agreement(work, claim.document):
        raise NotAgreed(claim=claim.document.number)
