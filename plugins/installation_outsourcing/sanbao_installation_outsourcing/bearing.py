"""Who bears a case that an installer caused: he, or the own branch that did it, where it is linked to what was found (LED-05)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from sanbao.coverage.facts import CostShare
from sanbao.decision import Text
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document, DocumentLink
from sanbao.i18n import N_
from sanbao.registry.models import CostCentre, Party
from sanbao_installation_outsourcing.models import Contract, InstallerEvent
from sanbao_installation_outsourcing.rules.providers import INTERNAL

if TYPE_CHECKING:
    from sanbao.work import Work

#: What an installer has to answer for whatever it cost.
CAUSES = ("damage", "nonconformity", "safety")
_RANK = 10


def find_cost_shares(work: Work, documents: Sequence[Document]) -> list[CostShare]:
    """Propose that the installer bears each case that is linked to a verified fault of his which nobody waived (INS-13).

    A fault whose loss was put on the event itself is claimed by his statement, and never a second time by the case.
    What an own branch caused is our own cost: it falls on the branch's cost centre, where it has one (PTY-07, LED-05).
    """
    ids = [document.id for document in documents]
    event = Document.__table__.alias("event")
    ends = (DocumentLink.source_id, DocumentLink.target_id)
    told = (InstallerEvent.facts, event.c.number, Party.code, Contract.settled_by, CostCentre.code)
    query = (
        select(*ends, InstallerEvent.document_id, *told)
        .join(InstallerEvent, or_(*(InstallerEvent.document_id == end for end in ends)))
        .join(event, event.c.id == InstallerEvent.document_id)
        .join(Party, Party.id == InstallerEvent.party_id)
        .join(Contract, Contract.document_id == InstallerEvent.contract_id)
        .outerjoin(CostCentre, CostCentre.id == Contract.cost_centre_id)
        .where(or_(*(end.in_(ids) for end in ends)), InstallerEvent.company_id == work.company.id)
        .where(InstallerEvent.trigger.in_(CAUSES), InstallerEvent.verified.is_(True))
        .where(or_(InstallerEvent.decision.is_(None), InstallerEvent.decision != "waive"))
        .where(event.c.state.not_in((*UNDONE, "rejected")), event.c.duplicate_of_id.is_(None))
        .order_by(InstallerEvent.document_id)
    )
    found: dict[int, CostShare] = {}
    for source, target, event_id, facts, number, code, settled_by, centre in work.session.execute(query):
        case = target if source == event_id else source
        if settled_by == INTERNAL and centre is not None:
            found.setdefault(case, _own_share(case, number, centre))
        elif settled_by != INTERNAL and "loss" not in facts:
            found.setdefault(case, _share(case, number, code))
    return [share for case, share in found.items() if case in set(ids)]


def _share(case_id: int, event: str | None, party: str) -> CostShare:
    said = Text(N_("Caused by the installer, see {event}"), {"event": event})
    return CostShare(case_id, "installer", Decimal(100), said, "INS-13", _RANK, party_code=party)


def _own_share(case_id: int, event: str | None, cost_centre: str) -> CostShare:
    said = Text(N_("Caused by the own branch, see {event}"), {"event": event})
    return CostShare(case_id, "department", Decimal(100), said, "LED-05", _RANK, cost_centre=cost_centre)
