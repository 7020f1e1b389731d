"""Problems in the back office: the clocks on a problem's page, and what is open on the desks with the time that is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sanbao.decision import from_json
from sanbao.i18n import N_, _
from sanbao_admin.acting.opening import written
from sanbao_admin.papers.panels import Panel
from sanbao_installation_outsourcing.kinds.problems import PROBLEM
from sanbao_installation_outsourcing.models import InstallationProblem

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

#: How a clock's state looks.
LOOKS = {
    "met": "good",
    "breached": "bad",
    "excused": "info",
    "held": "warn",
    "best_effort": "warn",
    "open": "info",
}
#: What can be done next about a problem, by its state; the first is the button that stands out.
STEPS = {
    "open": ("installation_problem.reply", "installation_problem.arrive", "installation_problem.finish"),
    "answered": ("installation_problem.arrive", "installation_problem.finish"),
    "on_site": ("installation_problem.finish",),
}
#: So many problems stand on a desk.
MOST = 50
_HOUR = 3600
#: From so many hours on nobody counts in minutes.
_LONG = 72


def standing(operation: str, record: Any) -> Sequence[dict[str, Any]]:
    """Return what stands in the form that changes how severe and how pressing a problem is."""
    if operation != "installation_problem.classify" or not isinstance(record, InstallationProblem):
        return []
    return [written(severity=record.severity, urgency=record.urgency)]


def clocks(work: Work, document: Document) -> Sequence[Panel]:
    """Return where each clock of a problem stands, and why (CAL-12)."""
    if document.kind != PROBLEM.name or not work.access.may("installation_problem.clocks"):
        return []
    found = work.ask("installation_problem.clocks", {"problem": document.number})
    shown = [{**_shown(work, one), "trace": from_json(one["trace"])} for one in found["clocks"]]
    data = {"profile": found["profile"], "clocks": shown}
    return [Panel(_(N_("Clocks")), data, "sanbao_installation_outsourcing/problem_clocks.html")]


def open_problems(work: Work) -> list[dict[str, Any]]:
    """Return the open problems that are within what a person is bound to, the most urgent first."""
    if not work.access.may("installation_problem.list"):
        return []
    rows = work.ask("installation_problem.list", {})
    # Whatever nobody waits for any more comes last.
    rows.sort(
        key=lambda row: (row["next"] is None, row["next"]["due_at"] if row["next"] else row["raised_at"])
    )
    return [
        {
            **row,
            "raised_at": row["raised_at"].astimezone(work.zone),
            "next": _shown(work, row["next"]) if row["next"] else None,
            "steps": STEPS.get(row["state"], ()),
        }
        for row in rows[:MOST]
    ]


def _shown(work: Work, clock: dict[str, Any]) -> dict[str, Any]:
    """Return a clock with its look, its moments where the person is, and the time that is left or over."""
    local = {
        name: clock[name].astimezone(work.zone) if clock[name] is not None else None
        for name in ("start_at", "due_at", "ended_at", "tender_due_at")
    }
    return {**clock, **local, "look": LOOKS.get(clock["state"], ""), "left": left(clock)}


def left(clock: dict[str, Any]) -> str:
    """Return the time that is left, or by how much it is late, in hours, minutes and seconds."""
    if clock["late_seconds"]:
        return _(N_("{time} too late"), time=spelt(clock["late_seconds"]))
    if clock["left_seconds"] is None or clock["state"] != "open":
        return ""
    return _(N_("{time} left"), time=spelt(clock["left_seconds"]))


def spelt(seconds: int) -> str:
    """Write seconds as hours, minutes and seconds; of several days, days and hours are enough.

    >>> spelt(43201)
    '12:00:01'
    """
    hours, rest = divmod(seconds, _HOUR)
    if hours >= _LONG:
        return _(N_("{days} days {hours} h"), days=hours // 24, hours=hours % 24)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"
