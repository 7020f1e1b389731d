"""The paper on which a survey of a service agent stands."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_installation_outsourcing.kinds.jobs import MANAGERS, WATCHERS
from sanbao_installation_outsourcing.models import AgentSurvey

SURVEY = DocumentKind(
    name="agent_survey",
    menu="installation_outsourcing",
    title=N_("Agent survey"),
    model=AgentSurvey,
    prefix="AS",
    readers=(*WATCHERS, "installer"),
    keepers=MANAGERS,
    flow=Flow("recorded", [State("recorded", N_("Recorded"))]),
    titles={
        "party_id": N_("Service agent"),
        "name": N_("Agent's person"),
        "surveyed_on": N_("Surveyed on"),
        "way": N_("Way of asking"),
        "asked": N_("Who was asked"),
        "surveyed_by": N_("Surveyed by"),
        "questionnaire": N_("Questionnaire"),
        "remarks": N_("Remark"),
        "code": "",
        "least": "",
        "most": "",
        "person_id": "",
    },
)
