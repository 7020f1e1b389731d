"""A penalty that the client took from us is charged on to the installers who caused it, and follows it (INS-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.decision import from_json, to_json
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation, question
from sanbao.registry.models import Party
from sanbao_installation_outsourcing import agreed
from sanbao_installation_outsourcing.errors import charging_on as errors
from sanbao_installation_outsourcing.errors.contracts import NotInForce
from sanbao_installation_outsourcing.happened import GONE
from sanbao_installation_outsourcing.kinds.contracts import READERS, SETTLED_IN
from sanbao_installation_outsourcing.kinds.jobs import CLIENT_PENALTY, MANAGERS
from sanbao_installation_outsourcing.models import ChargedOn, Contract, InstallerEvent, Lot, SettlementLine
from sanbao_installation_outsourcing.operations.events import telling
from sanbao_installation_outsourcing.operations.events.answering import contract_of
from sanbao_installation_outsourcing.operations.events.making import make
from sanbao_installation_outsourcing.operations.events.reporting import job_of, reassess
from sanbao_installation_outsourcing.operations.jobs.marks import keep_file
from sanbao_installation_outsourcing.operations.jobs.selecting import lot_of
from sanbao_installation_outsourcing.operations.settlements.requesting import refuse_other_ways
from sanbao_installation_outsourcing.rules.charging_on import left_of, parts
from sanbao_installation_outsourcing.rules.settling import OWED
from sanbao_installation_outsourcing.schemas.charging_on import ChargeOnInput
from sanbao_installation_outsourcing.schemas.events import EventQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

CHARGERS = (*MANAGERS, "finance", "general_manager")
ZERO = Decimal(0)


def may_charge_on(work: Work, event: InstallerEvent) -> bool:
    """Tell whether an event is a client's penalty of which somebody may still have to bear a part."""
    if contract_of(work, event).our_side != "b" or booked_for(work, event.document_id) <= 0:
        return False
    return left_of([row.percent for row, _event in standing(work, event.document_id)]) > 0


@operation(
    "installer_event.charge_on",
    title=N_("Charge it on to the installer"),
    on=InstallerEvent,
    schema=ChargeOnInput,
    roles=CHARGERS,
    offered=may_charge_on,
)
def charge_on(
    work: Work,
    penalty: InstallerEvent,
    *,
    contract: Contract,
    percent: Decimal,
    serious: bool,
    evidence: Sequence[dict[str, Any]],
    lot: str | None = None,
    vehicle: str | None = None,
    description: str | None = None,
) -> InstallerEvent:
    """Hold an installer to what the client took from us for his doing: an event under his own contract (INS-12).

    It is looked into, told and answered like any other; how much it is follows what we owe the client, now and later.
    """
    _refuse_strange(work, penalty)
    _refuse_contract(work, penalty, contract)
    _refuse_twice(work, penalty, contract, percent)
    job = job_of(work, contract, vehicle)
    found_lot = lot_of(work, contract, lot) if lot is not None else None
    if found_lot is None and job is not None:
        found_lot = work.session.get_one(Lot, job.lot_id)
    telling.refuse_untold(work, contract, CLIENT_PENALTY, found_lot, {})
    event = make(
        work,
        contract,
        CLIENT_PENALTY,
        penalty.occurred_on,
        description=description or _said(work, penalty),
        lot=found_lot,
        job=job,
        matter=f"{CLIENT_PENALTY}:{penalty.document_id}",
        serious=serious,
        loss=ZERO,
    )
    for given in evidence:
        keep_file(work, event.document, given, "evidence")
    link_documents(work, event.document, penalty.document, "originates")
    _keep(work, penalty, event, percent)
    _follow(work, penalty.document_id)
    return event


def _said(work: Work, penalty: InstallerEvent) -> str:
    said = N_("Penalty that the client took from us: {words}")
    return in_language(work.company.locale, said, words=penalty.description)


def _keep(work: Work, penalty: InstallerEvent, event: InstallerEvent, percent: Decimal) -> None:
    row = ChargedOn(
        company_id=work.company.id,
        penalty_id=penalty.document_id,
        event_id=event.document_id,
        percent=percent,
        recorded_at=work.now,
        recorded_by_id=work.user.id,
    )
    work.session.add(row)
    work.session.flush()


def _refuse_strange(work: Work, penalty: InstallerEvent) -> None:
    """Refuse what is no penalty of ours, or what we do not owe by our books."""
    contract = contract_of(work, penalty)
    if contract.our_side != "b":
        raise errors.NotOurs(event=penalty.document.number, contract=contract.document.number)
    if booked_for(work, penalty.document_id) <= 0:
        raise errors.NothingBooked(event=penalty.document.number)


def _refuse_contract(work: Work, penalty: InstallerEvent, contract: Contract) -> None:
    """Refuse a contract under which nothing is settled any more, or that has no clause on this."""
    if contract.our_side != "a" or contract.state not in SETTLED_IN:
        raise NotInForce(contract=contract.document.number)
    refuse_other_ways(contract)
    clauses = agreed.terms_in_force(work, contract, penalty.occurred_on).clauses
    if not any(clause.trigger == CLIENT_PENALTY for clause in clauses):
        raise errors.NoClause(contract=contract.document.number)


def _refuse_twice(work: Work, penalty: InstallerEvent, contract: Contract, percent: Decimal) -> None:
    """Refuse a second time under the same contract, and more than is left of the penalty."""
    rows = standing(work, penalty.document_id)
    same = next((event for _row, event in rows if event.contract_id == contract.document_id), None)
    number = penalty.document.number
    if same is not None:
        under, event = contract.document.number, same.document.number
        raise errors.ChargedOnAlready(penalty=number, contract=under, event=event)
    left = left_of([row.percent for row, _event in rows])
    if left <= 0:
        raise errors.AllChargedOn(
            penalty=number, events=", ".join(event.document.number or "" for _row, event in rows)
        )
    if not 0 < percent <= left:
        said = N_("This must be more than 0 and at most {left}: others bear the rest already.")
        raise Invalid([Problem("percent", said, {"left": f"{left.normalize():f}"})])


def standing(work: Work, penalty_id: int) -> list[tuple[ChargedOn, InstallerEvent]]:
    """Return to whom a penalty is charged on; who proved not to have caused it bears none of it."""
    query = (
        select(ChargedOn, InstallerEvent)
        .join(InstallerEvent, InstallerEvent.document_id == ChargedOn.event_id)
        .join(Document, Document.id == ChargedOn.event_id)
        .where(ChargedOn.penalty_id == penalty_id, Document.state.not_in(GONE))
        .where(Document.duplicate_of_id.is_(None))
        .order_by(ChargedOn.id)
    )
    return [(row, event) for row, event in work.session.execute(query)]


def booked_for(work: Work, penalty_id: int) -> Decimal:
    """Return what is booked as owed to the client for a penalty, corrections taken off (LED-11)."""
    query = select(func.sum(SettlementLine.amount)).where(
        SettlementLine.event_id == penalty_id, SettlementLine.kind == OWED
    )
    work.session.flush()
    return work.session.scalar(query) or ZERO


def follow_owed(work: Work, contract: Contract) -> None:
    """Let what was charged on follow what we owe under a client's contract, once that is booked anew (INS-12)."""
    query = (
        select(ChargedOn.penalty_id)
        .join(InstallerEvent, InstallerEvent.document_id == ChargedOn.penalty_id)
        .where(InstallerEvent.contract_id == contract.document_id)
        .distinct()
        .order_by(ChargedOn.penalty_id)
    )
    for penalty_id in list(work.session.scalars(query)):
        _follow(work, penalty_id)


def _follow(work: Work, penalty_id: int) -> None:
    """Write each one's part of what we owe into his event, and let his contract's clauses reckon with it."""
    rows = standing(work, penalty_id)
    found = parts(booked_for(work, penalty_id), [row.percent for row, _event in rows], work.erp.currency)
    for (_row, event), part in zip(rows, found, strict=True):
        facts = dict(from_json(event.facts))
        if facts.get("loss") == part:
            continue
        event.facts = _with_part(facts, part)
        said = N_("His part of the client's penalty is {part} now")
        work.note(event.document, note=in_language(work.company.locale, said, part=part))
        work.session.flush()
        reassess(work, contract_of(work, event))


def _with_part(facts: Mapping[str, Any], part: Decimal) -> dict[str, Any]:
    written: dict[str, Any] = to_json({**facts, "loss": part})
    return written


@question("installer_event.charged_on", schema=EventQuestion, roles=READERS)
def charged_on(work: Work, *, event: InstallerEvent) -> dict[str, Any]:
    """Return who bears which part of a client's penalty; asked of a part as of the whole (INS-12)."""
    query = select(ChargedOn.penalty_id).where(ChargedOn.event_id == event.document_id)
    key = work.session.scalar(query) or event.document_id
    penalty = work.session.get_one(InstallerEvent, key)
    rows, booked = standing(work, key), booked_for(work, key)
    percents = [row.percent for row, _event in rows]
    found = parts(booked, percents, work.erp.currency)
    return {
        "penalty": penalty.document.number,
        "contract": contract_of(work, penalty).document.number,
        "owed_to_client": work.erp.currency.round(booked),
        "left_percent": left_of(percents).normalize() + 0,
        "bearers": [_shown(work, row, one, part) for (row, one), part in zip(rows, found, strict=True)],
    }


def _shown(work: Work, row: ChargedOn, event: InstallerEvent, part: Decimal) -> dict[str, Any]:
    party = work.session.get_one(Party, event.party_id)
    return {
        "event": event.document.number,
        "contract": contract_of(work, event).document.number,
        "party": party.code,
        "name": party.name,
        "percent": row.percent.normalize() + 0,
        "part": part,
        "assessed": event.assessed,
        "state": event.document.state,
        "says": work.state_label(event, event.document.state),
    }
