"""The page of a fault call, and what it asks while the clerk types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from sanbao.decision import Decision
from sanbao.documents.models import DeadlineRecord
from sanbao.errors import SanbaoError
from sanbao.i18n import N_
from sanbao.registry import finding
from sanbao.searching import plain
from sanbao_admin import people
from sanbao_admin.acting.refusal import Refusal, gone, late
from sanbao_admin.calls.taking import Call, judge
from sanbao_admin.remembering import KEPT, forms, shows_kept
from sanbao_admin.remembering.late import LATE
from sanbao_admin.signing_in.changing import mine
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.registry.models import Unit
    from sanbao.work import Work

MOST = 8


class CallPage(View):
    """A fault call from the first digit to the saved case."""

    code = "call"
    title = N_("The call")
    help = N_("Type what the caller says: digits of the serial number, a name, a phone or order number.")
    need = "unit.search"
    group = "service"
    icon = "phone"

    @expose("")
    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the call as far as it has come; one unit that fits what was typed is chosen at once."""
        if KEPT in request.args:
            return self._kept(request.args[KEPT])
        call = Call(people.work(), request.args)
        text = _typed()
        found = _candidates(call.work, text) if text and call.unit is None and not call.is_new else []
        if len(found) == 1:
            return redirect(f"/call?unit={quote(found[0]['key'])}")
        return self._page(
            call, text=text, candidates=found, saved=_saved(call.work, request.args.get("saved", ""))
        )

    @expose("", methods=["POST"])
    @shows_kept
    def save(self) -> ResponseReturnValue:
        """Open the case; what is wrong stands beside its field, and nothing that was typed is lost."""
        call = Call(people.work(), request.form, fresh=False)
        call.key = request.form.get("key") or call.key
        if call.form is None:
            call.work.access.require("unit.search")
            return self._page(call)
        try:
            result = people.do(call.form.operation, call.data, key=call.key)
        except SanbaoError as error:
            refusal = Refusal.of(error)
            key = forms.keep(people.erp(), mine().id, "/call", request.form, refusal.as_told())
            return redirect(f"/call?{KEPT}={key}", 303) if key else self._refused(request.form, refusal)
        return redirect(f"/call?saved={quote(result.number or '')}", 303)

    def _kept(self, key: str) -> ResponseReturnValue:
        """Show a call as it was sent, with what was wrong with it; Back finds it at this address again."""
        found = forms.recall(people.erp(), mine().id, key)
        if found is None or found.path != "/call":
            return self._page(Call(people.work(), MultiDict(), refusal=gone()))
        return self._refused(found.sent, late() if found.told.get(LATE) else Refusal.told(found.told))

    def _refused(self, sent: MultiDict[str, str], refusal: Refusal) -> ResponseReturnValue:
        call = Call(people.work(), sent, fresh=False, refusal=refusal)
        if not refusal.is_repeated:
            call.key = sent.get("key") or call.key
        return self._page(call, text=plain(sent.get("q", "")))

    @expose("/units.json")
    def units(self) -> ResponseReturnValue:
        """Return the units that fit what was typed so far, and the present minute for a call that begins."""
        work = people.work()
        return jsonify(results=_candidates(work, _typed()), now=Call(work, request.args).now)

    @expose("/case")
    def case(self) -> ResponseReturnValue:
        """Return the part of the page that follows the choice of a unit, with what was typed already."""
        call = Call(people.work(), request.args)
        return str(self.render("sanbao/calls/case.html", call=call, said=judge(call), wrong=[]))

    @expose("/decision")
    def decision(self) -> ResponseReturnValue:
        """Return what may be told of the call as it stands."""
        call = Call(people.work(), request.args, fresh=False)
        return str(self.render("sanbao/calls/decision.html", said=judge(call)))

    def _page(self, call: Call, *, text: str = "", **more: Any) -> tuple[str, int]:
        given = {"candidates": [], "saved": None, **more}
        page = self.render(
            "sanbao/calls/call.html", call=call, said=judge(call), text=text, wrong=_wrong(call), **given
        )
        return page, call.refusal.status if call.refusal is not None else 200


def _typed() -> str:
    return plain(request.values.get("q", ""))


def _candidates(work: Work, text: str) -> list[dict[str, str]]:
    """Return the units that fit, each with what tells it from the others."""
    found = finding.units(work, text, limit=MOST) if text else []
    serials = [unit.serial for unit in found]
    return [_candidate(unit, is_twin=serials.count(unit.serial) > 1) for unit in found]


def _candidate(unit: Unit, *, is_twin: bool) -> dict[str, str]:
    words = (unit.product.name, unit.customer.name if unit.customer else "", unit.order_no or "")
    return {
        "key": finding.unit_key(unit) if is_twin else unit.serial,
        "title": unit.serial,
        "note": " · ".join(word for word in words if word),
    }


def _wrong(call: Call) -> list[tuple[str, str, str]]:
    """Return every problem as label, sentence and the field that it belongs to."""
    found = []
    for path, sentences in call.problems.items():
        control = call.controls.get(path)
        label = control.label if control is not None else path
        found += [(label, one, control.id if control is not None else "") for one in sentences]
    return found


def _saved(work: Work, number: str) -> dict[str, Any] | None:
    """Return what is told of the case that was just opened: its decisions and what is due next."""
    if not number:
        return None
    head = work.find("document", number)
    due = select(DeadlineRecord).where(DeadlineRecord.document_id == head.id, DeadlineRecord.met_at.is_(None))
    return {
        "number": head.number,
        "title": head.title,
        "decisions": _decisions(work, head.kind, number),
        "deadlines": list(work.session.scalars(due.order_by(DeadlineRecord.due_at))),
        "forms": [form for form in work.registry.forms.values() if form.kind == head.kind],
    }


def _decisions(work: Work, kind: str, number: str) -> list[Decision]:
    """Return what was decided on a paper whose kind answers for decisions by a question such as ``claim.decision``."""
    question = f"{kind}.decision"
    if question not in work.registry.questions or not work.access.may(question):
        return []
    if kind not in work.registry.schema(question).fields:
        return []
    return [row["decision"] for row in work.ask(question, {kind: number})]
