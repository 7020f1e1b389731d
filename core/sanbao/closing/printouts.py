"""The printed month end (月末结账检查表): what was looked at, what was found, who let what pass."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao.i18n.headings import HEADINGS
from sanbao.printing.forms import ZH, Form

if TYPE_CHECKING:
    from sanbao.closing.models import MonthEnd
    from sanbao.work import Work

# Said by the template, where the catalogue's collector does not see them.
LABELS = (
    N_("Check"),
    N_("blocks"),
    N_("to look at"),
    N_("in order"),
    N_("What was let pass"),
    N_("Nothing was looked at yet: the month is open."),
    N_("Head of accounts"),
    N_("General manager"),
)


def month_end_context(work: Work, paper: MonthEnd) -> dict[str, Any]:
    """Gather what the sheet shows: the month, each check as it stood, each word that let one pass."""
    flow = work.flow_of(paper.document)
    return {
        "document": {"number": paper.document.number},
        "facts": [
            (N_("Month"), paper.period),
            (N_("State"), Text(flow.state(paper.state).label)),
            (N_("Entered by"), paper.document.created_by.name or paper.document.created_by.login),
        ],
        "checks": [{**check, "rows": [_row(row) for row in check["details"]]} for check in paper.checked],
        "overrides": _let_pass(paper),
    }


def _let_pass(paper: MonthEnd) -> list[dict[str, Any]]:
    titles = {check["code"]: check["title"] for check in paper.checked}
    return [
        {**said, "title": titles.get(code, code), "at": datetime.fromisoformat(said["at"])}
        for code, said in sorted(paper.overrides.items())
    ]


def _row(row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(HEADINGS.get(name, name), value) for name, value in row.items() if value not in ("", None)]


MONTH_END = Form(
    name="month_end",
    title=N_("Month-end checklist"),
    template="sanbao/month_end.html",
    package="sanbao",
    kind="month_end",
    languages=ZH,
    context=month_end_context,
)
