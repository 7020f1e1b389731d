"""The skills matrix as a map of words and colours, and whose certificate ends when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from sanbao.i18n import N_
from sanbao_admin import asking, people
from sanbao_admin.views import View, expose
from sanbao_training.rules.validity import ENDED, EXPIRING, MISSING, NOT_NEEDED, VALID

QUESTION = "training.matrix"
#: So many people stand on the page; a party narrows them down, the workbook has all.
MOST = 300
#: So many certificates that end stand below.
MOST_ENDING = 60
#: How a cell stands, in words.
WORDS = {
    VALID: N_("Counts"),
    EXPIRING: N_("Ends soon"),
    ENDED: N_("Has ended or was revoked"),
    MISSING: N_("Missing"),
    NOT_NEEDED: N_("Not needed"),
}


class SkillsMatrix(View):
    """Who can do what, and for how much longer."""

    code = "training_skills"
    title = N_("Skills matrix")
    help = N_(
        "People down, skills across; a cell opens its certificate. Missing is what her work needs by the role matrix."
    )
    need = QUESTION
    group = "training"
    icon = "shield"

    def __init__(self) -> None:
        super().__init__(url="/training/skills")

    @expose("/")
    def index(self) -> Any:
        """Show the matrix and the certificates that end."""
        work = people.work()
        asked = asking.ask(work, QUESTION)
        rows: Sequence[Mapping[str, Any]] = asked.answer["rows"] if asked.answer else []
        chosen = asking.viewing("as")
        shown = [row for row in rows if not chosen or chosen in _standings(row)]
        page = self.render(
            "sanbao_training/skills.html",
            asked=asked,
            skills=asked.answer["skills"] if asked.answer else [],
            rows=shown[:MOST],
            left=max(len(shown) - MOST, 0),
            counts=Counter(one for row in rows for one in _standings(row)),
            words=WORDS,
            chosen=chosen,
            narrowed=lambda standing: _address(asked.given, standing),
            ending=_ending(asked.given) if asked.answer else [],
            workbook=f"/reports/training_matrix?{urlencode({**asked.given, 'format': 'xlsx'})}",
        )
        return page, asked.status


def _standings(row: Mapping[str, Any]) -> list[str]:
    return [cell["standing"] for cell in row["skills"].values()]


def _address(given: Mapping[str, str], standing: str) -> str:
    return f"?{urlencode({**given, **({'as': standing} if standing else {})})}"


def _ending(given: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return whose certificate ends within the asked time, the first first."""
    words = {name: given[name] for name in ("on", "party") if name in given}
    within = {"within_days": given["soon_days"]} if "soon_days" in given else {}
    work = people.work()
    if not work.access.may("training.expiring"):
        return []
    found: list[dict[str, Any]] = work.ask("training.expiring", {**words, **within})
    return found[:MOST_ENDING]
