"""Who bears the cost of a case: proposed, written down, measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.costing import errors, schemas
from sanbao.costing.models import CostShareRecord
from sanbao.costing.operations.cases import COST_KEEPERS, refuse_no_cost_object
from sanbao.coverage.facts import CostShare
from sanbao.coverage.operations import propose_shares
from sanbao.database.pages import pages
from sanbao.decision import Text, to_json
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.money import split
from sanbao.operation import operation

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "costing.propose",
    title=N_("Propose who bears the cost"),
    on="document",
    schema=schemas.Shares,
    roles=COST_KEEPERS,
)
def propose(
    work: Work, document: Document, *, shares: Sequence[dict[str, Any]], on: date | None = None
) -> Document:
    """Propose who bears the cost of a case; left out, the plugins' own proposal is taken (PRD-03, LED-05)."""
    refuse_no_cost_object(work, document)
    forget_proposal(work, document)
    write_shares(work, document, shares or proposed_by_plugins(work, document))
    return document


def shares_of(work: Work, document: Document, state: str | None = None) -> list[CostShareRecord]:
    """Return the shares of a case in their order."""
    return shares_of_all(work, [document], state)[document.id]


def shares_of_all(
    work: Work, documents: Sequence[Document], state: str | None = None
) -> dict[int, list[CostShareRecord]]:
    """Return the shares of many cases by case, each in their order."""
    work.session.flush()
    found: dict[int, list[CostShareRecord]] = {document.id: [] for document in documents}
    for keys in pages(list(found)):
        query = select(CostShareRecord).where(CostShareRecord.document_id.in_(keys))
        if state is not None:
            query = query.where(CostShareRecord.state == state)
        for share in work.session.scalars(query.order_by(CostShareRecord.round, CostShareRecord.position)):
            found[share.document_id].append(share)
    return found


def proposed_by_plugins(work: Work, document: Document) -> list[dict[str, Any]]:
    """Return the plugins' proposal as if a person had typed it; only the lowest rank counts."""
    ((_document, shares),) = proposed_for(work, [document])
    return shares


def proposed_for(work: Work, documents: Sequence[Document]) -> list[tuple[Document, list[dict[str, Any]]]]:
    """Return the plugins' proposals for many cases, each as if a person had typed it."""
    found: dict[int, list[CostShare]] = {document.id: [] for document in documents}
    for share in propose_shares(work, documents):
        found[share.document_id].append(share)
    for document in documents:
        if not found[document.id]:
            raise errors.NoShares(document=document.number)
    return [(document, [_typed(work, one) for one in _lowest(found[document.id])]) for document in documents]


def _lowest(shares: Sequence[CostShare]) -> list[CostShare]:
    return [share for share in shares if share.rank == shares[0].rank]


def _typed(work: Work, share: CostShare) -> dict[str, Any]:
    return {
        "bearer": share.bearer,
        **({"percent": share.percent} if share.amount is None else {"amount": share.amount}),
        "reason": share.reason,
        "rule": share.rule,
        "party": work.find("party", share.party_code) if share.party_code else None,
        "cost_centre": work.find("cost_centre", share.cost_centre) if share.cost_centre else None,
        "unit_id": share.unit_id,
    }


def forget_proposal(work: Work, document: Document) -> None:
    """Withdraw what was proposed before."""
    for share in shares_of(work, document, "proposed"):
        share.state = "withdrawn"


def write_shares(work: Work, document: Document, shares: Sequence[dict[str, Any]]) -> None:
    """Write down who shall bear which part, as the next round of this case."""
    write_all_shares(work, [(document, shares)])


def write_all_shares(work: Work, cases: Sequence[tuple[Document, Sequence[dict[str, Any]]]]) -> None:
    """Write down who shall bear which part of many cases, as the next round of each."""
    rounds: dict[int, int] = {}
    for keys in pages([document.id for document, _shares in cases]):
        query = select(CostShareRecord.document_id, func.max(CostShareRecord.round))
        query = query.where(CostShareRecord.document_id.in_(keys)).group_by(CostShareRecord.document_id)
        rounds |= {key: last for key, last in work.session.execute(query)}
    for document, shares in cases:
        refuse_wrong_parties(shares)
        number = rounds.get(document.id, 0) + 1
        work.session.add_all(
            _record(work, document, number, position, share) for position, share in enumerate(shares, start=1)
        )
    work.session.flush()


def _record(
    work: Work, document: Document, number: int, position: int, share: dict[str, Any]
) -> CostShareRecord:
    party, centre = share.get("party"), share.get("cost_centre")
    return CostShareRecord(
        company_id=work.company.id,
        document_id=document.id,
        round=number,
        position=position,
        bearer=share["bearer"],
        party_id=party.id if party is not None else None,
        cost_centre_id=centre.id if centre is not None else None,
        unit_id=share.get("unit_id"),
        percent=share.get("percent"),
        weight=share.get("weight"),
        amount=share.get("amount"),
        reason=to_json(as_text(share.get("reason", ""))),
        rule=share.get("rule", "LED-05"),
        state="proposed",
        proposed_by_id=work.user.id,
    )


def as_text(reason: str | Text) -> Text:
    """Return a reason as a text: a plugin's is translated for whoever reads it, a person's words stay as typed."""
    return reason if isinstance(reason, Text) else Text("{words}", {"words": reason})


def refuse_wrong_parties(shares: Sequence[dict[str, Any]]) -> None:
    """Refuse a supplier's share for somebody who is none."""
    message = N_("{party} is no {role}; give the party that role first.")
    problems = [
        Problem(
            f"shares.{position}.party",
            message,
            {"party": share["party"].code, "role": _(schemas.BEARERS[share["bearer"]])},
        )
        for position, share in enumerate(shares)
        if share["bearer"] in schemas.PARTIED and share["bearer"] not in share["party"].roles
    ]
    if problems:
        raise Invalid(problems)


def measure(work: Work, records: Sequence[CostShareRecord], whole: Decimal) -> None:
    """Turn percentages and weights into amounts that sum exactly to the whole (CAL-06, WE-18)."""
    weights = [share.weight if share.weight is not None else share.percent for share in records]
    measured = [weight for weight in weights if weight is not None]
    if len(measured) == len(records):
        if not sum(measured) or (records[0].weight is None and sum(measured) != 100):
            raise errors.SharesMismatch(sum=f"{sum(measured)} %", whole="100 %")
        for share, amount in zip(records, split(whole, measured, work.erp.currency), strict=True):
            share.amount = amount
        return
    amounts = [
        share.amount
        if share.amount is not None
        else work.erp.currency.round(whole * (share.percent or 0) / 100)
        for share in records
    ]
    if sum(amounts, Decimal(0)) != whole:
        raise errors.SharesMismatch(sum=sum(amounts, Decimal(0)), whole=whole)
    for share, amount in zip(records, amounts, strict=True):
        share.amount = amount
