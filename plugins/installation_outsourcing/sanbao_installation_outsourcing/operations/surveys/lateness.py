"""Which service agents nobody has asked about for too long (PTY-09)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.registry.models import Party
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.models import AgentSurvey, Contract, NamedPerson
from sanbao_installation_outsourcing.operations.contracts.naming import named_on
from sanbao_installation_outsourcing.operations.contracts.team import running
from sanbao_installation_outsourcing.rules.scorecard import is_overdue
from sanbao_installation_outsourcing.rules.team import plain

if TYPE_CHECKING:
    from sanbao.work import Work

#: The function whose people are surveyed each by himself.
AGENT = "agent"


def overdue(work: Work, party: Party | None = None) -> list[dict[str, Any]]:
    """Return the agents of running contracts who were not surveyed for the company's months, the longest first."""
    months = int(work.setting("outsourcing_survey_months"))
    if months <= 0 or scope.of(work).party_id is not None:
        return []
    by_firm, by_person = _last_days(work)
    rows = []
    for firm, code, name, person, contract, since in _agents(work, party):
        known = by_person.get((firm, plain(person))) if person else by_firm.get(firm)
        last = max(since, known) if known is not None else since
        if is_overdue(last, months, work.today):
            agent = " · ".join(part for part in (name, person) if part)
            rows.append(
                {
                    "kind": "survey",
                    "contract": contract,
                    "agent": agent,
                    "party": code,
                    "name": person or None,
                    "last_on": known,
                    "since": last,
                    "says": _said(agent, known, since),
                }
            )
    return sorted(rows, key=lambda one: (one["since"], one["agent"]))


def _said(agent: str, known: date | None, since: date) -> str:
    if known is None:
        return _(N_("{agent}, at work since {day}, has not been surveyed yet."), agent=agent, day=since)
    return _(N_("{agent} has not been surveyed since {day}."), agent=agent, day=known)


def _last_days(work: Work) -> tuple[dict[int | None, date], dict[tuple[int | None, str], date]]:
    """Return the last survey of each firm, whoever of it was meant, and of each person."""
    query = (
        scope.picked(AgentSurvey.party_id, AgentSurvey.name, func.max(AgentSurvey.surveyed_on))
        .join(Document, Document.id == AgentSurvey.document_id)
        .where(AgentSurvey.company_id == work.company.id, Document.state.not_in(UNDONE))
        .group_by(AgentSurvey.party_id, AgentSurvey.name)
    )
    by_firm: dict[int | None, date] = {}
    by_person: dict[tuple[int | None, str], date] = {}
    for firm, name, day in work.session.execute(query):
        if firm is not None:
            by_firm[firm] = max(day, by_firm.get(firm, day))
        if name:
            key = (firm, plain(name))
            by_person[key] = max(day, by_person.get(key, day))
    return by_firm, by_person


def _agents(work: Work, party: Party | None) -> list[tuple[int | None, str | None, str, str, str, date]]:
    """Return firm, code, name, person, contract and first day of every agent of a running contract, each once."""
    found: dict[tuple[int | None, str], tuple[int | None, str | None, str, str, str, date]] = {}
    firms = (
        scope.picked(Party.id, Party.code, Party.name, Document.number, Contract.effective_on)
        .join(Contract, Contract.party_id == Party.id)
        .join(Document, Document.id == Contract.document_id)
        .where(Contract.document_id.in_(running(work)), Contract.our_side == "a")
        .where(Contract.effective_on.is_not(None))
        .order_by(Contract.effective_on, Document.id)
    )
    for firm, code, name, contract, since in work.session.execute(firms):
        found.setdefault((firm, ""), (firm, code, name, "", contract, since))
    for one, contract, our_side, firm, code, name in work.session.execute(_people(work)):
        own = (firm, code, name) if our_side == "a" else (None, None, "")
        found.setdefault((own[0], plain(one.name)), (*own, one.name, contract, one.from_on))
    return [one for one in found.values() if party is None or one[0] == party.id]


def _people(work: Work) -> Any:
    query = (
        scope.picked(NamedPerson, Document.number, Contract.our_side, Party.id, Party.code, Party.name)
        .join(Document, Document.id == NamedPerson.contract_id)
        .join(Contract, Contract.document_id == NamedPerson.contract_id)
        .join(Party, Party.id == Contract.party_id)
        .where(NamedPerson.contract_id.in_(running(work)), NamedPerson.function == AGENT)
    )
    return named_on(query, work.today).order_by(NamedPerson.from_on, NamedPerson.id)
