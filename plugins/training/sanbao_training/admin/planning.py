"""The working page of a plan: needs, proposed sessions, what they cost, approval, and what became of each (TRN-16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import select

from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.errors import Invalid, NotFound, SanbaoError
from sanbao.i18n import N_, _
from sanbao_admin import acting, asking, people, policy
from sanbao_admin.views import View, expose
from sanbao_training.models import Outline, Plan
from sanbao_training.rules.grouping import CAUSES

if TYPE_CHECKING:
    from sanbao.work import Work

ADDRESS = "/training/planning"
_TYPED = ("heads", "by_day", "budget", "reason")


class Planning(View):
    """The plan of a year, from needs to sessions."""

    code = "training_planning"
    title = N_("Plan training")
    help = N_(
        "Gather the needs, choose what is held, watch the budget, have it approved; then each line becomes a session."
    )
    need = "training_plan.show"
    group = "training"
    icon = "scale"

    def __init__(self) -> None:
        super().__init__(url=ADDRESS)

    @expose("/")
    def index(self) -> Any:
        """Show the plan that is chosen, else the newest."""
        return self._page(asking.typed().get("plan", ""))

    @expose("/gather", methods=("POST",))
    @policy.allow("training_plan.gather")
    def gather(self) -> Any:
        """Propose sessions for every need of the year."""
        sent = asking.sent()
        costs = {name: sent[name] for name in ("session_cost", "head_cost") if sent.get(name, "").strip()}
        return self._done("training_plan.gather", costs, sent, _(N_("The needs of the year are gathered.")))

    @expose("/save", methods=("POST",))
    @policy.allow("training_plan.arrange")
    def save(self) -> Any:
        """Keep what was typed of the lines, all or nothing."""
        sent = asking.sent()
        lines = _lines(sent)
        said = _(N_("The plan is kept."))
        return self._done("training_plan.arrange", {"lines": lines}, sent, said, lines)

    @expose("/merge", methods=("POST",))
    @policy.allow("training_plan.merge")
    def merge(self) -> Any:
        """Make one session of the lines that were ticked."""
        data = {"positions": asking.sent_list("take")}
        said = _(N_("The chosen lines are one session now."))
        return self._done("training_plan.merge", data, asking.sent(), said)

    def _done(
        self,
        operation: str,
        data: Mapping[str, Any],
        sent: Mapping[str, str],
        said: str,
        lines: Sequence[Mapping[str, str]] = (),
    ) -> Any:
        number = sent.get("plan", "")
        try:
            people.do(operation, data, subject=number, key=sent.get("key"))
        except SanbaoError as error:
            return self._page(number, sent, _beside(error, lines))
        asking.tell(said)
        return asking.go(f"{ADDRESS}/?plan={quote(number)}")

    def _page(
        self, number: str, sent: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
    ) -> Any:
        work = people.work()
        plans = _plans(work)
        chosen = number or (plans[0][0] if plans else "")
        try:
            plan = work.find("training_plan", chosen) if chosen else None
        except NotFound as error:
            problems, plan = {"": str(error)}, None
        told = work.ask("training_plan.show", {"plan": chosen}) if plan is not None else None
        page = self.render(
            "sanbao_training/planning.html",
            plans=plans,
            plan=plan,
            told=told,
            here=f"{ADDRESS}/?plan={quote(chosen)}",
            causes=CAUSES,
            courses=_courses(work),
            digits=work.erp.currency.digits,
            sent=sent or {},
            problems=problems or {},
            chosen=asking.sent_list("take") if sent else [],
            schedule=lambda line: _schedule(chosen, line),
        )
        return page, 422 if problems else 200


def _plans(work: Work) -> list[tuple[str, int, int, str]]:
    """Return number, year, version and state of the plans, the newest first."""
    query = (
        select(Document.number, Plan.year, Plan.version, Document.state)
        .join(Plan, Plan.document_id == Document.id)
        .where(Plan.company_id == work.company.id, Document.state != VOID)
        .order_by(Plan.year.desc(), Plan.version.desc())
    )
    return [
        (str(number), year, version, state) for number, year, version, state in work.session.execute(query)
    ]


def _courses(work: Work) -> dict[str, str]:
    """Return the names of the courses that have an approved outline, by code."""
    query = (
        select(Outline.code, Outline.name)
        .join(Document, Document.id == Outline.document_id)
        .where(Outline.company_id == work.company.id, Document.state == "approved")
    )
    return {code: name for code, name in work.session.execute(query)}


def _lines(sent: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the lines of the plan as they were sent."""
    positions = [name.removeprefix("heads.") for name in sent if name.startswith("heads.")]
    return [
        {
            "position": position,
            **{
                name: sent[f"{name}.{position}"].strip()
                for name in _TYPED
                if sent.get(f"{name}.{position}", "").strip()
            },
            **({"is_left_out": "yes"} if sent.get(f"out.{position}") else {}),
        }
        for position in positions
    ]


def _beside(error: SanbaoError, lines: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return what is wrong by the name of its field; anything else stands above the table."""
    found: dict[str, str] = {}
    for one in error.problems if isinstance(error, Invalid) else []:
        parts = one.path.split(".")
        is_line = len(parts) == 3 and parts[0] == "lines" and parts[1].isdigit()
        name = f"{parts[2]}.{lines[int(parts[1])]['position']}" if is_line and lines else ""
        found[name] = f"{found[name]} {one}" if name in found else str(one)
    return found or {"": str(error)}


def _schedule(plan: str, line: Mapping[str, Any]) -> str:
    """Return the form that makes a line a session, with what the plan knows already."""
    given = {"position": line["position"], "planned_heads": line["heads"]}
    return acting.address("training_plan.schedule", plan, f"{ADDRESS}/?plan={quote(plan)}", **given)
