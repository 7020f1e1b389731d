"""Safety checklists as they are kept: which one an installer fills in, and how often (INS-18, CAL-09)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sanbao.i18n import current_locale
from sanbao.profiles.operations import find_version
from sanbao.schema import load
from sanbao_installation_outsourcing.rules.safety import Checklist, Point
from sanbao_installation_outsourcing.schemas.safety import ChecklistInput

if TYPE_CHECKING:
    from sanbao.work import Work

KIND = "safety_checklist"
FOLDER = "profiles/safety"
FORM, TIMES = "outsourcing_safety_form", "outsourcing_safety_times"


def checklist_of(data: Any) -> Checklist:
    """Return the checklist of a profile's data; every problem of it is named at once."""
    given = load(ChecklistInput(), data)
    points = tuple(Point(**one) for one in given["points"])
    return Checklist(given["code"], points, given.get("names") or {})


def asked_by(work: Work, key: str = "") -> tuple[str, Checklist]:
    """Return a checklist with the version that it is; without a key the company's own, in its newest version."""
    cached = ("outsourcing_checklist", key)
    if cached not in work.cache:
        version = find_version(work, KIND, key or str(work.setting(FORM)))
        work.cache[cached] = (
            f"{version.profile.code}@{version.version}",
            checklist_of(version.content),
        )
    found: tuple[str, Checklist] = work.cache[cached]
    return found


def times(work: Work) -> str:
    """Return how often a check is filled in."""
    return str(work.setting(TIMES))


def named(names: Mapping[str, str], code: str) -> str:
    """Return what a point or a checklist is called in the reader's language."""
    own = names.get("en" if current_locale() == "en" else "zh")
    return str(own or next(iter(names.values()), code))
