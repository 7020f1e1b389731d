"""Who sees which survey: an agent his own only where the company says so, a centre what is about its work (PTY-09, INS-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, false, or_, select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.models import AgentSurvey, Lot

if TYPE_CHECKING:
    from sanbao.work import Work

#: Whether those who are surveyed see it.
SHOWN = "outsourcing_survey_shown"


def hers(work: Work, *columns: Any) -> Select[Any]:
    """Return the query for surveys that count and that the person may see."""
    query = (
        scope.picked(*columns)
        .select_from(AgentSurvey)
        .join(Document, Document.id == AgentSurvey.document_id)
        .where(AgentSurvey.company_id == work.company.id, Document.state.not_in(UNDONE))
    )
    mine = scope.of(work)
    if mine.party_id is not None:
        own = AgentSurvey.party_id == mine.party_id if work.setting(SHOWN) else false()
        query = query.where(own)
    if mine.centres is not None:
        here = select(Lot.contract_id).where(Lot.centre_id.in_(mine.centres))
        query = query.where(or_(AgentSurvey.contract_id.in_(here), Document.created_by_id == work.user.id))
    return query


def sees(work: Work, document: Document) -> bool:
    """Tell whether a person may see a survey at all."""
    mine = scope.of(work)
    if mine.party_id is not None:
        return bool(work.setting(SHOWN)) and document.party_id == mine.party_id
    if mine.centres is None or document.created_by_id == work.user.id:
        return True
    survey = work.session.get(AgentSurvey, document.id)
    return survey is not None and survey.contract_id in _contracts_of(work, mine.centres)


def _contracts_of(work: Work, centres: frozenset[int]) -> frozenset[int]:
    """Return the contracts with a lot in these centres; read once per Work."""
    key = ("outsourcing", "centre_contracts")
    if key not in work.cache:
        lots = select(Lot.contract_id).where(Lot.centre_id.in_(centres)).distinct()
        work.cache[key] = frozenset(work.session.scalars(lots))
    found: frozenset[int] = work.cache[key]
    return found
