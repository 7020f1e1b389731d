"""Both sides sign and seal; the later signature puts a version in force (INS-17)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import Attachment
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_installation_outsourcing.agreed import awaits_signature, newest
from sanbao_installation_outsourcing.errors.contracts import NoEvidence, NotSealed, SignedAlready
from sanbao_installation_outsourcing.models import Contract, ContractVersion
from sanbao_installation_outsourcing.operations.contracts.deviations import warn_before_signing
from sanbao_installation_outsourcing.operations.contracts.lots import put_in_force
from sanbao_installation_outsourcing.rules.agreements import effective_on
from sanbao_installation_outsourcing.schemas.contracts import SignInput

if TYPE_CHECKING:
    from sanbao.work import Work

SIGNERS = ("service_head", "general_manager", "implementation_manager")


@operation(
    "installer_contract.sign",
    title=N_("Record a signature"),
    on=Contract,
    moves={"draft": ("signing", "in_force"), "signing": "in_force", "in_force": ()},
    schema=SignInput,
    roles=SIGNERS,
    offered=awaits_signature,
)
def sign(
    work: Work, contract: Contract, *, side: str, signer: str, sealed: bool, on: date | None = None
) -> Contract:
    """Record signature and seal of one side; with both, and the signed copy attached, the version takes effect."""
    day = on or work.today
    version = newest(work, contract)
    _refuse(work, contract, version, side, sealed, day)
    if side == "ours":
        warn_before_signing(work, contract)
        version.our_signed_on, version.our_signer, version.our_sealed = day, signer, sealed
    else:
        version.their_signed_on, version.their_signer, version.their_sealed = day, signer, sealed
    version.effective_on = effective_on(version.our_signed_on, version.their_signed_on)
    if version.effective_on is not None:
        _take_effect(work, contract, version)
    elif contract.state == "draft":
        work.move(contract.document, "signing")
    work.note(contract.document, note=f"{signer} {day}")
    return contract


def _refuse(
    work: Work, contract: Contract, version: ContractVersion, side: str, sealed: bool, day: date
) -> None:
    number = contract.document.number
    if day > work.today:
        said = N_("{day} has not come yet; today is {today}.")
        raise Invalid([Problem("on", said, {"day": day, "today": work.today})])
    before = version.our_signed_on if side == "ours" else version.their_signed_on
    if before is not None:
        raise SignedAlready(version=version.version, contract=number, day=before)
    if not sealed:
        raise NotSealed(contract=number)


def _take_effect(work: Work, contract: Contract, version: ContractVersion) -> None:
    """Put a version in force; without the signed copy only where the company does not ask for one."""
    if work.setting("outsourcing_signed_copy") and not _has_copy(work, contract, version):
        raise NoEvidence(contract=contract.document.number)
    put_in_force(work, contract, version)
    if contract.effective_on is None:
        contract.effective_on = version.effective_on
    if contract.state != "in_force":
        work.move(contract.document, "in_force")


def _has_copy(work: Work, contract: Contract, version: ContractVersion) -> bool:
    query = select(Attachment.id).where(
        Attachment.document_id == contract.document_id, Attachment.added_at >= version.written_at
    )
    return work.session.scalar(query.limit(1)) is not None
