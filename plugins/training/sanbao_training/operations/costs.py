"""Who bears the cost of a session, and what is never charged (LED-21, TRN-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.coverage import CostShare
from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.registry.models import Party
from sanbao_training.errors import Free
from sanbao_training.models import Session

if TYPE_CHECKING:
    from sanbao.work import Work

RULE = "LED-21"
#: Ours before what another plugin may think of any case.
_RANK = 10
_REASONS = {
    "department": N_("training of our own making"),
    "contract": N_("training is part of the sales contract"),
    "customer": N_("the customer pays for this training"),
    "installer": N_("the contract lets the installer pay for its training"),
    "supplier": N_("the contract lets the supplier pay for its training"),
}


def find_cost_shares(work: Work, documents: Sequence[Document]) -> list[CostShare]:
    """Propose for each session that whoever pays by contract bears it, else our own training expense."""
    ours = [one for one in documents if one.kind == "training_session"]
    return [_share(work, work.session.get_one(Session, one.id)) for one in ours]


def _share(work: Work, session: Session) -> CostShare:
    party: Party | None = session.payer_party
    named = party is not None and session.payer in ("installer", "supplier")
    return CostShare(
        document_id=session.document_id,
        bearer=session.payer,
        percent=Decimal(100),
        reason=Text(_REASONS[session.payer]),
        rule=RULE,
        rank=_RANK,
        party_code=party.code if named and party is not None else None,
        cost_centre=str(work.setting("service_centre")) if session.payer == "department" else None,
    )


def refuse_charge(work: Work, data: Mapping[str, Any]) -> None:
    """Refuse to charge for a session that was promised free (TRN-07); a line at no price may stand on a paper."""
    case = data.get("case")
    if not isinstance(case, Document) or case.kind != "training_session":
        return
    session = work.session.get(Session, case.id)
    priced = any(line.get("price", Decimal(1)) for line in data.get("lines", ()))
    if session is not None and session.is_free and priced:
        raise Free(session=case.number)
