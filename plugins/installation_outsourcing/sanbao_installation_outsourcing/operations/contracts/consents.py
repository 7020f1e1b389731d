"""The register of written consents: without one nothing of the client's or ours may be passed on (INS-14)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao.errors import Invalid, NotFound, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.registry.models import Party
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.errors.contracts import ConsentWithdrawn
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY, MANAGERS
from sanbao_installation_outsourcing.models import ConsentRecord, Contract
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, keep_file, number_in
from sanbao_installation_outsourcing.rules.consents import holds as covers
from sanbao_installation_outsourcing.schemas import consents as schemas

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "installer_consent.give",
    title=N_("Record a written consent"),
    schema=schemas.ConsentInput,
    roles=(*MANAGERS, "general_manager"),
)
def give(
    work: Work,
    *,
    contract: Contract,
    matter: str,
    recipient: str,
    purpose: str,
    signer: str,
    paper: dict[str, Any],
    given_on: date | None = None,
    ends_on: date | None = None,
) -> dict[str, Any]:
    """Put a signed consent on record: what may be passed on to whom, what for and how long (INS-14)."""
    day = day_of(work, given_on, "given_on")
    if ends_on is not None and ends_on < day:
        raise Invalid([Problem("ends_on", N_("It cannot end before it begins."))])
    made = ConsentRecord(
        company_id=work.company.id,
        contract_id=contract.document_id,
        party_id=contract.party_id,
        matter=matter,
        recipient=recipient,
        purpose=purpose,
        signer=signer,
        given_on=day,
        ends_on=ends_on,
        attachment_id=keep_file(work, contract.document, paper, "evidence").id,
        recorded_at=work.now,
        recorded_by_id=work.user.id,
    )
    work.session.add(made)
    work.session.flush()
    work.note(contract.document, note=f"{_(schemas.MATTERS[matter])} → {recipient}: {purpose}")
    return {"consent": made.id, "contract": contract.document.number}


def find_consent(work: Work, key: str) -> ConsentRecord:
    """Return a written consent by its number, where it is within what the person is bound to (INS-14)."""
    query = scope.rows(work, ConsentRecord).where(ConsentRecord.id == number_in(key))
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound(what=_(N_("written consent")), key=key)
    return found


@operation(
    "installer_consent.withdraw",
    title=N_("Withdraw a consent"),
    schema=schemas.ConsentWithdrawal,
    roles=(*MANAGERS, "general_manager"),
)
def withdraw(
    work: Work, *, consent: ConsentRecord, reason: str, withdrawn_on: date | None = None
) -> dict[str, Any]:
    """Take a consent back from a day on; it stays on record with the reason (INS-14)."""
    found: ConsentRecord = work.locked(consent)
    if found.withdrawn_on is not None:
        raise ConsentWithdrawn(consent=found.id, day=found.withdrawn_on)
    day = day_of(work, withdrawn_on, "withdrawn_on")
    if day < found.given_on:
        said = N_("It was given only on {day}.")
        raise Invalid([Problem("withdrawn_on", said, {"day": found.given_on})])
    found.withdrawn_on, found.withdrawn_reason = day, reason
    head = work.session.get_one(Document, found.contract_id)
    work.note(head, note=f"{_(schemas.MATTERS[found.matter])} → {found.recipient}: {reason}")
    return {"consent": found.id, "withdrawn_on": day}


@question("installer_consent.list", schema=schemas.ConsentsQuestion, roles=EVERYBODY)
def list_consents(
    work: Work,
    *,
    holds: bool,
    contract: Contract | None = None,
    matter: str | None = None,
    on: date | None = None,
) -> list[dict[str, Any]]:
    """Return the written consents, and whether each holds on a day (INS-14)."""
    query = (
        scope.rows(work, ConsentRecord)
        .add_columns(Document.number, Party.code)
        .join(Document, Document.id == ConsentRecord.contract_id)
        .join(Party, Party.id == ConsentRecord.party_id)
        .order_by(ConsentRecord.given_on, ConsentRecord.id)
    )
    if contract is not None:
        query = query.where(ConsentRecord.contract_id == contract.document_id)
    if matter is not None:
        query = query.where(ConsentRecord.matter == matter)
    day = on or work.today
    shown = [_shown(one, number, code, day) for one, number, code in work.session.execute(query)]
    return [row for row in shown if row["holds"] or not holds]


def _shown(one: ConsentRecord, contract: str | None, party: str, day: date) -> dict[str, Any]:
    is_held = covers(one.given_on, one.ends_on, one.withdrawn_on, day)
    return {
        "consent": one.id,
        "contract": contract,
        "party": party,
        "matter": one.matter,
        "title": _(schemas.MATTERS[one.matter]),
        "recipient": one.recipient,
        "purpose": one.purpose,
        "signer": one.signer,
        "given_on": one.given_on,
        "ends_on": one.ends_on,
        "withdrawn_on": one.withdrawn_on,
        "reason": one.withdrawn_reason,
        "holds": is_held,
        "says": _(N_("Holds")) if is_held else _(N_("Does not hold")),
    }
