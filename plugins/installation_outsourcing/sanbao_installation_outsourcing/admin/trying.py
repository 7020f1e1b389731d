"""The page on which a clause is tried out: dates, counts and amounts in, the assessed amount with its steps out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sanbao.decision import from_json
from sanbao.errors import SanbaoError
from sanbao.i18n import N_
from sanbao_admin import asking, people
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_admin.acting.controls import Control


#: What a link to a clause of a contract brings along.
_LED_HERE = frozenset({"contract", "clause"})
#: What is thought of where nothing is said.
_USUAL = {"times": 1, "units": 1, "excused_days": 0, "excused_by": "client"}
#: What matters where days, hours, or something else is counted.
_DAYS = ("due_on", "done_on", "excused_days", "excused_by", "never_accepted")
_HOURS = ("due_at", "done_at")
_TIMES = ("times", "units")


class ClauseTrial(View):
    """What a clause would take if something happened; nothing is kept."""

    code = "clause_trial"
    title = N_("Try a clause")
    help = N_("Say what might happen: the engine shows the amount and every step to it. Nothing is kept.")
    need = "installer_clause.try"
    group = "installation_outsourcing"
    icon = "scale"
    in_menu = False

    def __init__(self) -> None:
        super().__init__(url="/installation/clause")

    @expose("/")
    def index(self) -> Any:
        """Show the form and, once it is filled in, the amount with its steps."""
        work = people.work()
        given = asking.typed()
        text = _text(work, given.get("contract", ""))
        clause = next((one for one in text["clauses"] if one["code"] == given.get("clause")), None)
        asked = asking.ask(work, "installer_clause.try", _USUAL, hidden=_idle(clause))
        if given.keys() <= _LED_HERE:  # nobody has filled anything in yet
            asked.fields = [one if one.path in given else replace(one, problems=()) for one in asked.fields]
            asked.problems = asked.problems if "clause" in given else []
        asked.fields = _with_choices(asked.fields, text)
        answer = asked.answer
        items = [{**one, "trace": from_json(one["trace"])} for one in answer["items"]] if answer else []
        page = self.render(
            "sanbao_installation_outsourcing/trial.html",
            asked=asked,
            answer=answer,
            items=items,
            contract=given.get("contract", ""),
        )
        return page, asked.status


def _text(work: Work, contract: str) -> dict[str, Any]:
    """Return the clauses and lots of a contract, none while it is not known which one."""
    try:
        found: dict[str, Any] = work.ask("installer_contract.text", {"contract": contract})
    except SanbaoError:
        return {"clauses": [], "lots": []}
    return found


def _idle(clause: Mapping[str, Any] | None) -> Sequence[str]:
    """Return the fields that change nothing under a clause, by what it counts."""
    if clause is None:
        return (
            *_DAYS,
            *_HOURS,
            *_TIMES,
            "loss",
            "serious",
            "never_accepted",
            "decision",
            "amount",
            "with_events",
        )
    counted = _HOURS if "hour" in clause["per"] else _DAYS if "day" in clause["per"] else _TIMES
    idle = [name for name in (*_DAYS, *_HOURS, *_TIMES) if name not in counted]
    return [*idle, *(["loss"] if clause["basis"] != "actual_loss" else [])]


def _with_choices(fields: list[Control], text: Mapping[str, Any]) -> list[Control]:
    """Let clause and lot be chosen from those of the contract, once it is known."""
    known = {
        "clause": tuple((one["code"], f"{one['title']} · {one['code']}") for one in text["clauses"]),
        "lot": tuple((one, one) for one in text["lots"]),
    }
    return [
        replace(one, look="choice", choices=known[one.path]) if known.get(one.path) else one for one in fields
    ]
