"""Which problems something concerns: those of a contract, those of some papers, those whose clock ran out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao_installation_outsourcing.models import InstallationProblem, ProblemClock
from sanbao_installation_outsourcing.rules.response import OPEN

if TYPE_CHECKING:
    from sanbao.work import Work


def problems_of_contract(work: Work, contract_id: int) -> list[InstallationProblem]:
    """Return the problems of a contract that still stand."""
    return _found(work, _standing().where(InstallationProblem.contract_id == contract_id))


def problems_of_papers(work: Work, document_ids: Iterable[int]) -> list[InstallationProblem]:
    """Return the problems of these papers, whatever became of them."""
    return _found(work, _all().where(InstallationProblem.document_id.in_(list(document_ids))))


def ran_out(work: Work, limit: int) -> list[InstallationProblem]:
    """Return problems of which a clock ran out, and nobody has noted it yet."""
    late = select(ProblemClock.problem_id).where(
        ProblemClock.company_id == work.company.id,
        ProblemClock.state == OPEN,
        ProblemClock.due_at < work.now,
    )
    return _found(work, _standing().where(InstallationProblem.document_id.in_(late)).limit(limit))


def _all() -> Select[InstallationProblem]:
    return (
        select(InstallationProblem)
        .join(Document, Document.id == InstallationProblem.document_id)
        .order_by(InstallationProblem.document_id)
    )


def _standing() -> Select[InstallationProblem]:
    return _all().where(Document.state != VOID)


def _found(work: Work, query: Select[InstallationProblem]) -> list[InstallationProblem]:
    return list(work.session.scalars(query))
