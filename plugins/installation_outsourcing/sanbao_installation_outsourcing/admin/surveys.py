"""Surveys of service agents in the back office: the marks on a survey's page, and a form that begins with the aspects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_, _
from sanbao_admin.papers.panels import Panel
from sanbao_installation_outsourcing.kinds.surveys import SURVEY
from sanbao_installation_outsourcing.models import AgentSurvey
from sanbao_installation_outsourcing.printouts.surveys import marks_of
from sanbao_installation_outsourcing.surveying import asked_by, named

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

Found = list[tuple[str, str]]


def marks(work: Work, document: Document) -> Sequence[Panel]:
    """Return the marks of a survey in words, with the way to the agent's scorecard."""
    if document.kind != SURVEY.name:
        return []
    survey = work.session.get_one(AgentSurvey, document.id)
    data = {
        "marks": [
            {
                "aspect": named(one["aspect"], ""),
                "mark": one["mark"],
                "words": named(one["words"], "") if one["words"] else "",
            }
            for one in marks_of(work, survey)
        ],
        "party": survey.party.code if survey.party is not None else "",
    }
    return [Panel(_(N_("Marks")), data, "sanbao_installation_outsourcing/marks.html")]


def blank(work: Work, operation: str) -> Sequence[dict[str, Any]]:
    """Return the aspects that stand in the form of whoever records a survey: only the marks are left to be filled in."""
    if operation != "agent_survey.record":
        return []
    _version, form = asked_by(work)
    return [{"marks": [{"aspect": named(names, code)} for code, names in form.aspects.items()]}]


def _aspects(work: Work, text: str) -> Found:
    _version, form = asked_by(work)
    said = [(named(names, code), code) for code, names in form.aspects.items()]
    return [(name, code) for name, code in said if text.strip().lower() in f"{name} {code}".lower()]


def _marks(work: Work, text: str) -> Found:
    _version, form = asked_by(work)
    said = [(str(mark), named(names, mark)) for mark, names in form.scale.items()]
    return [(mark, words) for mark, words in said if text.strip().lower() in f"{mark} {words}".lower()]


references = {"survey_aspect": _aspects, "survey_mark": _marks}
