"""The printed survey of a service agent: who, when, how, and the mark of each aspect (PTY-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao_installation_outsourcing.kinds.surveys import SURVEY
from sanbao_installation_outsourcing.models import AgentSurvey, SurveyMark
from sanbao_installation_outsourcing.printouts.contracts import form
from sanbao_installation_outsourcing.schemas.surveys import WAYS
from sanbao_installation_outsourcing.surveying import asked_by

if TYPE_CHECKING:
    from sanbao.work import Work

# Said by the template, where the catalogue's collector does not see them.
LABELS = (
    N_("Marks"),
    N_("Aspect"),
    N_("Mark"),
    N_("In words"),
    N_("Who was asked"),
    N_("Surveyed by"),
    N_("Remark"),
)


def marks_of(work: Work, survey: AgentSurvey) -> list[dict[str, Any]]:
    """Return the marks of a survey in the order of its questionnaire, each with its words in both languages."""
    _version, asked = asked_by(work, survey.questionnaire)
    query = select(SurveyMark.aspect, SurveyMark.mark).where(SurveyMark.document_id == survey.document_id)
    given: dict[str, int] = {aspect: mark for aspect, mark in work.session.execute(query)}  # noqa: C416 - rows are no pairs
    return [
        {
            "aspect": names,
            "mark": given.get(code, ""),
            "words": asked.scale[given[code]] if code in given else None,
        }
        for code, names in asked.aspects.items()
    ]


def survey_context(work: Work, survey: AgentSurvey) -> dict[str, Any]:
    """Gather what a survey's paper shows."""
    contract = work.session.get(Document, survey.contract_id) if survey.contract_id is not None else None
    facts = [
        (N_("Service agent"), survey.party.name if survey.party is not None else work.company.name),
        (N_("Agent's person"), survey.name or None),
        (N_("Contract"), contract.number if contract is not None else None),
        (N_("Surveyed on"), survey.surveyed_on),
        (N_("Way of asking"), Text(WAYS[survey.way])),
        (N_("Who was asked"), survey.asked),
        (N_("Surveyed by"), survey.surveyed_by),
        (N_("Questionnaire"), survey.questionnaire),
    ]
    return {
        "document": {"number": survey.document.number},
        "facts": [(label, value) for label, value in facts if value is not None],
        "marks": marks_of(work, survey),
        "remarks": survey.remarks,
        "signers": ["Surveyed by", "Who was asked"],
    }


FORMS = (
    form("agent_survey", N_("Agent survey"), "outsourcing_work/survey.html", SURVEY.name, survey_context),
)
