"""An admission that decides a case whatever its cause (视同认可): typed in, with the promise that was breached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_warranty import schemas
from sanbao_warranty.errors import AdmittedAlready, NotAdmitted
from sanbao_warranty.models import Claim, Override
from sanbao_warranty.operations.deciding import LIVE, admission_of, decide_anew

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "claim.admit",
    title=N_("Admit as ours"),
    on=Claim,
    moves={state: (state, "open") for state in LIVE},
    schema=schemas.Admit,
    roles=("service_head",),
)
def admit(work: Work, claim: Claim, *, because: str, breached: str) -> Claim:
    """Let a case count as admitted by us: ours in whole, charge nothing, whatever its cause (W-15, SLA-06, LED-23)."""
    if admission_of(work, claim) is not None:
        raise AdmittedAlready(claim=claim.document.number)
    work.session.add(
        Override(
            company_id=work.company.id,
            document_id=claim.document_id,
            responsible="self",
            rule="W-15",
            breached=breached,
            because=because,
            admitted_at=work.now,
            admitted_by_id=work.user.id,
        )
    )
    decide_anew(work, claim)
    work.note(claim.document, note=f"{breached}: {because}")
    return claim


@operation(
    "claim.withdraw_admission",
    title=N_("Withdraw the admission"),
    on=Claim,
    moves={state: (state, "open") for state in LIVE},
    schema=schemas.WithdrawAdmission,
    roles=("service_head",),
)
def withdraw_admission(work: Work, claim: Claim, *, reason: str) -> Claim:
    """Take an admission back; the case is decided by its promises again (W-15)."""
    query = select(Override).where(Override.document_id == claim.document_id, Override.withdrawn_at.is_(None))
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotAdmitted(claim=claim.document.number)
    found.withdrawn_at = work.now
    decide_anew(work, claim)
    work.note(claim.document, note=reason)
    return claim
