"""The form of every operation: shown, tried, done."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from sanbao.app import Result
from sanbao.documents.errors import ChangedMeanwhile
from sanbao.errors import Invalid, NotFound, Problem, SanbaoError
from sanbao.i18n import N_, _
from sanbao.once import KeyReused
from sanbao.schema import REQUIRED
from sanbao_admin import people, policy
from sanbao_admin.acting import changing, going
from sanbao_admin.acting.sheet import SUBJECT, Sheet
from sanbao_admin.acting.typed import typed, with_files, with_texts_read
from sanbao_admin.failing import status_of
from sanbao_admin.views import View, expose

TRY = "try"
_AGAIN = N_("This form was sent before. What stands here now is something else: press again to do that too.")


class Doing(View):
    """What can be done here, and the form of each operation."""

    code = "do"
    title = N_("What can be done")
    help = N_("Everything that your role may do and that needs no paper or record to begin with.")
    need = policy.SIGNED_IN
    icon = "check"
    in_menu = False

    @expose("/")
    def index(self) -> str:
        """List what can be begun, by the part of the house that it belongs to."""
        work = people.work()
        groups: dict[str, list[Any]] = {}
        for one in work.registry.operations.values():
            if one.on is None and work.access.may(one.name):
                owner = work.registry.plugins[work.registry.owner("operation", one.name)]
                groups.setdefault(owner.title, []).append(one)
        return str(self.render("sanbao/acting/index.html", doable=groups))

    @expose("/<operation>", methods=("GET", "POST"))
    def form(self, operation: str) -> ResponseReturnValue:
        """Show an operation's form; do it, or try it, when it is sent."""
        work = people.work()
        found = work.registry.operation(operation)
        work.access.require(operation)
        sheet = Sheet(found, _subjects(), request.values.get("then", ""))
        if request.method == "POST":
            return self._sent(sheet)
        sheet.data = typed(work.registry.schema(operation), request.args)
        sheet.look_up(work)
        return self._page(sheet)

    def _sent(self, sheet: Sheet) -> ResponseReturnValue:
        schema = people.work().registry.schema(sheet.operation.name)
        sheet.fresh, sheet.data = False, typed(schema, request.form)
        sheet.key, sheet.seen = request.form.get("key") or sheet.key, request.form.get("seen", "")
        is_trial = request.form.get("act") == TRY
        try:
            _find_subjects(sheet)
            data = with_files(schema, with_texts_read(schema, sheet.data), request.files)
            result = _do(sheet, data, is_trial=is_trial)
        except SanbaoError as error:
            return self._refused(sheet, error)
        if is_trial:
            sheet.tried = result
            sheet.look_up(people.work())
            return self._page(sheet)
        return self._done(sheet, result)

    def _refused(self, sheet: Sheet, error: SanbaoError) -> ResponseReturnValue:
        sheet.error = error
        try:
            sheet.look_up(people.work())
        except SanbaoError:
            sheet.records = []
        if isinstance(error, KeyReused):
            sheet.key = Sheet(sheet.operation).key
        if isinstance(error, ChangedMeanwhile) and sheet.records:
            sheet.changes = changing.since(people.work(), sheet.records[0], sheet.seen)
            sheet.seen = changing.seen(sheet.records[0])
        return self._page(sheet, status_of(error))

    def _done(self, sheet: Sheet, result: Result) -> ResponseReturnValue:
        there = _address(sheet, result)
        then = going.back(sheet.then, there or f"/do/{sheet.operation.name}")
        flash(_told(sheet, result, there), "good")
        if _is_answer(result.data):
            return str(self.render("sanbao/acting/answer.html", sheet=sheet, answer=result.data, then=then))
        return redirect(then, 303)

    def _page(self, sheet: Sheet, status: int = 200) -> tuple[str, int]:
        work = people.work()
        found = sheet.controls(work)
        own = going.page_of(sheet.records[0]) if sheet.records else ""
        page = self.render(
            "sanbao/acting/form.html",
            sheet=sheet,
            controls=found,
            wrong=sheet.summary(found),
            subjects=sheet.shown_subjects(work),
            back=going.back(sheet.then, own or "/"),
            sentence=_(_AGAIN) if isinstance(sheet.error, KeyReused) else sheet.sentence(),
        )
        return page, status


def _subjects() -> list[str]:
    """Return the records that an address or a form names; several may stand in one field, a line each."""
    sent = request.form if request.method == "POST" else request.args
    return [one.strip() for text in sent.getlist(SUBJECT) for one in text.splitlines() if one.strip()]


def _find_subjects(sheet: Sheet) -> None:
    """Find the records; whoever typed one that is not there is told so beside it."""
    try:
        sheet.look_up(people.work())
    except (NotFound, Invalid) as error:
        raise Invalid([Problem(SUBJECT, str(error))]) from error
    if sheet.asks_for_subject:
        raise Invalid([Problem(SUBJECT, REQUIRED)])


def _do(sheet: Sheet, data: dict[str, Any], *, is_trial: bool) -> Result:
    """Do or try it: with the key once only, and only if a single record is still as it was seen."""
    operation = sheet.operation
    single = sheet.subjects[0] if len(sheet.subjects) == 1 else None
    subject = None if operation.on is None else list(sheet.subjects) if operation.many else single
    return people.do(
        operation.name,
        data,
        subject=subject,
        key=None if is_trial else sheet.key,
        if_version=changing.version_of(sheet.seen)
        if single is not None and operation.on is not None
        else None,
        dry_run=is_trial,
    )


def _address(sheet: Sheet, result: Result) -> str:
    """Return the address of what was made or moved, else of what it was done with."""
    data = result.data if isinstance(result.data, dict) else {}
    if result.number:
        return going.paper(result.number)
    made = going.named(str(data.get("kind", "")), str(data.get("code", "")))
    if made or not sheet.subjects:
        return made
    sheet.look_up(people.work())
    return going.page_of(sheet.records[0])


def _told(sheet: Sheet, result: Result, there: str) -> Markup:
    """Return the sentence that says what was done, with a link to it."""
    data = result.data if isinstance(result.data, dict) else {}
    made = going.named(str(data.get("kind", "")), str(data.get("code", "")))
    code = str(data.get("code") or "") if made or not sheet.subjects else ""
    name = result.number or code or ", ".join(sheet.subjects[:3])
    link = Markup('<a href="{}">{}</a>').format(there, name) if there and name else name
    again = " " + _(N_("(It had been done already; it was not done twice.)")) if result.repeated else ""
    return Markup("{}: {}{}").format(sheet.title, link or _(N_("done")), again)


def _is_answer(data: Any) -> bool:
    """Tell whether an operation answered with something to read, and not with the record that it worked on."""
    return bool(data) and not (isinstance(data, dict) and ("number" in data or "code" in data))
