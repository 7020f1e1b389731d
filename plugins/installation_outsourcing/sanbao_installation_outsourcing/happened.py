"""What happened under a contract, as its clauses see it, and what they make of it on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.decision import Text
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao_installation_outsourcing.agreed import in_force, terms_in_force
from sanbao_installation_outsourcing.models import Contract, InstallerEvent, Lot
from sanbao_installation_outsourcing.rules.penalties import (
    Assessment,
    Drawn,
    Happening,
    Ruling,
    assess,
    happening_from_json,
    judge,
)
from sanbao_installation_outsourcing.rules.penalties.results import Item

if TYPE_CHECKING:
    from sanbao.work import Work

#: States of an event that stands for nothing any more.
GONE = (*UNDONE, "rejected")


@dataclass(frozen=True)
class Reckoned:
    """What the clauses make of a contract's events, and which paper each key stands for."""

    assessment: Assessment
    papers: Mapping[str, int]
    undecided: tuple[str, ...]


def happening_of(event: InstallerEvent, lot: str | None = None) -> Happening:
    """Return an event as the engine sees it, with its decision once it is made."""
    told = happening_from_json(key_of(event), event.trigger, event.occurred_on, event.facts)
    decided = event.decision is not None and event.decided_on is not None
    return replace(
        told,
        lot=lot if lot is not None else told.lot,
        verified=event.verified,
        matter=event.matter,
        ruling=Ruling(event.decision or "", event.decided_amount, event.decided_up_to) if decided else None,
        disputed=event.disputed_amount,
    )


def key_of(event: InstallerEvent) -> str:
    """Return what an event is called; one whose number is still to come, by its identity."""
    return event.document.number or f"#{event.document_id}"


def events_of(
    work: Work, contract: Contract, until: date | None = None
) -> list[tuple[InstallerEvent, str | None]]:
    """Return the events of a contract that still stand for something, with the codes of their lots; those up to a day."""
    query = (
        select(InstallerEvent, Lot.code)
        .join(Document, Document.id == InstallerEvent.document_id)
        .outerjoin(Lot, Lot.id == InstallerEvent.lot_id)
        .where(
            InstallerEvent.contract_id == contract.document_id,
            Document.state.not_in(GONE),
            Document.duplicate_of_id.is_(None),
        )
        .order_by(InstallerEvent.occurred_on, InstallerEvent.document_id)
    )
    if until is not None:
        query = query.where(InstallerEvent.occurred_on <= until)
    return [(event, lot) for event, lot in work.session.execute(query)]


def reckon(work: Work, contract: Contract, as_of: date, *, extra: Iterable[Happening] = ()) -> Reckoned:
    """Return what the clauses make of everything that happened up to a day, each event by the version of its own day (CAL-09).

    What happened later comes in the next statement; what a decision made later says of what had happened counts (INS-20).
    ``extra`` are happenings that are only thought of, such as what a delay will cost by next week; one that has the key of
    an event stands in its place.
    """
    found = events_of(work, contract, as_of)
    told = {key_of(event): happening_of(event, lot) for event, lot in found}
    happenings = list({**told, **{one.key: one for one in extra}}.values())
    papers = {key_of(event): event.document_id for event, _lot in found}
    assessment = _by_version(work, contract, happenings, as_of)
    undecided = tuple(
        dict.fromkeys(
            item.happening
            for item in assessment.items
            if item.outgrows or (item.clause.is_right and item.assessed and _ruling(happenings, item) is None)
        )
    )
    return Reckoned(assessment, papers, undecided)


def _ruling(happenings: list[Happening], item: Item) -> Ruling | None:
    return next((one.ruling for one in happenings if one.key == item.happening), None)


def _by_version(work: Work, contract: Contract, happenings: list[Happening], as_of: date) -> Assessment:
    """Evaluate the happenings of each version by its own clauses; all of them draw on the same caps."""
    groups: dict[int, list[Happening]] = {}
    days: dict[int, date] = {}
    currency = work.erp.currency
    for one in happenings:
        version = in_force(work, contract, one.on)
        groups.setdefault(version.version, []).append(one)
        days.setdefault(version.version, one.on)
    drawn = Drawn()
    items: list[Item] = []
    rights: list[Text] = []
    for number in sorted(groups):
        terms = terms_in_force(work, contract, days[number])
        one_version = assess(
            terms.clauses,
            groups[number],
            terms.amounts(currency),
            as_of=as_of,
            joint_cap=terms.joint_cap,
            drawn=drawn,
        )
        items += one_version.items
        rights += one_version.rights
    whole = Assessment(tuple(items), rights=tuple(rights))
    if not items:
        return whole
    amounts = terms_in_force(work, contract, as_of).amounts(currency)
    return judge(whole, happenings, amounts, work.setting("outsourcing_warn_percent"))
