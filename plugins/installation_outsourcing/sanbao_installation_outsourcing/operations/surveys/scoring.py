"""The scorecard of service agents: means of each aspect, the worst first, the months, and who was not surveyed for long (PTY-09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func

from sanbao.operation import question
from sanbao.registry.models import Party
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import AgentSurvey, SurveyMark
from sanbao_installation_outsourcing.operations.surveys.lateness import overdue
from sanbao_installation_outsourcing.operations.surveys.seeing import hers
from sanbao_installation_outsourcing.rules.scorecard import Questionnaire, Tally, mean
from sanbao_installation_outsourcing.schemas.surveys import WAYS, ScorecardQuestion
from sanbao_installation_outsourcing.surveying import asked_by, named

if TYPE_CHECKING:
    from sanbao.work import Work

#: Who an agent is: the firm if any, and the person if one is meant.
Agent = tuple[int | None, str]


@question("agent_survey.scorecard", schema=ScorecardQuestion, roles=EVERYBODY)
def scorecard(
    work: Work, *, party: Party | None = None, start: date | None = None, end: date | None = None
) -> dict[str, Any]:
    """Return per agent how often he was surveyed and the mean of each aspect, the worst first (PTY-09)."""
    _version, form = asked_by(work)
    asked = _Asked(form.code, party, start, end or work.today)
    tallies = _tallies(work, asked)
    return {
        "start": start,
        "end": asked.end,
        "scale": f"{form.least}–{form.most}",
        "aspects": [{"code": code, "title": named(names, code)} for code, names in form.aspects.items()],
        "agents": _worst_first(_agents(work, asked, form, tallies)),
        "trend": _trend(work, asked, form),
        "overdue": overdue(work, party),
    }


class _Asked:
    """Which surveys a scorecard is about: of a questionnaire, an agent and a period."""

    def __init__(self, code: str, party: Party | None, start: date | None, end: date) -> None:
        self.code, self.party, self.start, self.end = code, party, start, end

    def of(self, work: Work, *columns: Any) -> Any:
        """Return the query for columns of these surveys."""
        query = hers(work, *columns).where(AgentSurvey.code == self.code, AgentSurvey.surveyed_on <= self.end)
        if self.start is not None:
            query = query.where(AgentSurvey.surveyed_on >= self.start)
        return query.where(AgentSurvey.party_id == self.party.id) if self.party is not None else query


_GROUP = (AgentSurvey.party_id, AgentSurvey.name)
_SUMS = (AgentSurvey.least, AgentSurvey.most, func.count(SurveyMark.mark), func.sum(SurveyMark.mark))


def _tallies(work: Work, asked: _Asked) -> dict[Agent, dict[str, list[Tally]]]:
    """Return the marks of each agent and aspect, added up by the database."""
    query = asked.of(work, *_GROUP, SurveyMark.aspect, *_SUMS)
    query = query.join(SurveyMark, SurveyMark.document_id == AgentSurvey.document_id)
    query = query.group_by(*_GROUP, SurveyMark.aspect, AgentSurvey.least, AgentSurvey.most)
    found: dict[Agent, dict[str, list[Tally]]] = {}
    for party, name, aspect, least, most, count, total in work.session.execute(query):
        of_agent = found.setdefault((party, name), {})
        of_agent.setdefault(aspect, []).append(Tally(count, int(total), least, most))
    return found


def _agents(
    work: Work, asked: _Asked, form: Questionnaire, tallies: Mapping[Agent, Mapping[str, list[Tally]]]
) -> list[dict[str, Any]]:
    """Return each agent with how often and how he was asked about, and what came of it."""
    ways = [func.count(case((AgentSurvey.way == way, 1))) for way in WAYS]
    query = asked.of(
        work, *_GROUP, Party.code, Party.name, func.count(), func.max(AgentSurvey.surveyed_on), *ways
    )
    query = query.outerjoin(Party, Party.id == AgentSurvey.party_id)
    rows = work.session.execute(query.group_by(*_GROUP, Party.code, Party.name))
    found = []
    for party, person, code, name, count, last_on, *counted in rows:
        marks = tallies.get((party, person), {})
        means = {one: mean(marks.get(one, ()), form.least, form.most) for one in form.aspects}
        found.append(
            {
                "agent": " · ".join(part for part in (name, person) if part),
                "party": code,
                "name": person or None,
                "count": count,
                "last_on": last_on,
                **dict(zip(WAYS, counted, strict=True)),
                "means": means,
                "mean": mean((one for each in marks.values() for one in each), form.least, form.most),
            }
        )
    return found


def _worst_first(agents: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(agents, key=lambda one: (one["mean"] is None, one["mean"] or Decimal(0), one["agent"]))


def _trend(work: Work, asked: _Asked, form: Questionnaire) -> list[dict[str, Any]]:
    """Return month by month how many marks were given, and their mean."""
    query = asked.of(work, AgentSurvey.surveyed_on, *_SUMS)
    query = query.join(SurveyMark, SurveyMark.document_id == AgentSurvey.document_id)
    query = query.group_by(AgentSurvey.surveyed_on, AgentSurvey.least, AgentSurvey.most)
    months: dict[str, list[Tally]] = {}
    for day, least, most, count, total in work.session.execute(query):
        months.setdefault(f"{day:%Y-%m}", []).append(Tally(count, int(total), least, most))
    return [
        {
            "month": month,
            "count": sum(one.count for one in tallies),
            "mean": mean(tallies, form.least, form.most),
        }
        for month, tallies in sorted(months.items())
    ]
