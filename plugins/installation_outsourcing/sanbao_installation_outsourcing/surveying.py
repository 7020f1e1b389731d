"""The questionnaire by which service agents are surveyed: data of the company, kept as versions (PTY-09, CAL-09)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sanbao.i18n import current_locale
from sanbao.profiles.operations import find_version
from sanbao.schema import load
from sanbao_installation_outsourcing.rules.scorecard import Questionnaire
from sanbao_installation_outsourcing.schemas.surveys import QuestionnaireInput

if TYPE_CHECKING:
    from sanbao.work import Work

KIND = "agent_survey"
FOLDER = "profiles/surveys"


def questionnaire_of(data: Any) -> Questionnaire:
    """Return the questionnaire of a profile's data; every problem of it is named at once."""
    given = load(QuestionnaireInput(), data)
    return Questionnaire(
        code=given["code"],
        aspects={one["code"]: one["names"] for one in given["aspects"]},
        scale={one["mark"]: one["names"] for one in given["scale"]},
    )


def asked_by(work: Work, key: str = "") -> tuple[str, Questionnaire]:
    """Return a questionnaire with the version that it is; without a key the company's own, in its newest version."""
    version = find_version(work, KIND, key or str(work.setting("outsourcing_survey_form")))
    return f"{version.profile.code}@{version.version}", questionnaire_of(version.content)


def named(names: Mapping[str, str], code: object) -> str:
    """Return what an aspect or a mark is called in the reader's language."""
    own = names.get("en" if current_locale() == "en" else "zh")
    return str(own or next(iter(names.values()), code))
