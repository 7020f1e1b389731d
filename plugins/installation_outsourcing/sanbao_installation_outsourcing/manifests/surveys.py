"""What surveys of service agents bring to the manifest (PTY-09)."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import ProfileKind, RowRule, SettingSpec
from sanbao.plugin.setting_forms import whole
from sanbao_installation_outsourcing import surveying
from sanbao_installation_outsourcing.imports.surveys import KINDS as IMPORTS
from sanbao_installation_outsourcing.kinds.surveys import SURVEY
from sanbao_installation_outsourcing.operations.surveys import recording, scoring, seeing
from sanbao_installation_outsourcing.printouts.surveys import FORMS
from sanbao_installation_outsourcing.reports.surveys import REPORTS

KINDS = (SURVEY,)
OPERATIONS = (recording.record,)
QUESTIONS = (scoring.scorecard,)
PROFILES = (
    ProfileKind(surveying.KIND, N_("Survey of service agents"), surveying.questionnaire_of, surveying.FOLDER),
)
ROW_RULES = (RowRule(SURVEY.name, seeing.sees),)
SETTINGS = (
    SettingSpec(
        "outsourcing_survey_form",
        "AS-000",
        N_("By which questionnaire service agents are surveyed (PTY-09)."),
    ),
    SettingSpec(
        "outsourcing_survey_months",
        6,
        N_("After how many months without a survey an agent is warned of; 0 for never (PTY-09)."),
        form=whole(0, 120),
    ),
    SettingSpec(
        seeing.SHOWN, False, N_("Whether a service agent sees the surveys that are about himself (PTY-09).")
    ),
)

__all__ = [
    "FORMS",
    "IMPORTS",
    "KINDS",
    "OPERATIONS",
    "PROFILES",
    "QUESTIONS",
    "REPORTS",
    "ROW_RULES",
    "SETTINGS",
]
