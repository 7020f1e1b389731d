"""The form of every operation: shown, tried, done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from sanbao.app import Result
from sanbao.errors import Invalid, NotFound, Problem, SanbaoError
from sanbao.i18n import N_, _
from sanbao.schema import REQUIRED
from sanbao_admin import people, plugin_pages, policy
from sanbao_admin.acting import changing, going, opening
from sanbao_admin.acting.present import WAS, changed
from sanbao_admin.acting.refusal import Refusal, gone, late
from sanbao_admin.acting.sheet import ALONE, SUBJECT, Sheet
from sanbao_admin.acting.typed import typed, with_files, with_inner_files, with_texts_read
from sanbao_admin.remembering import KEPT, forms, shows_kept
from sanbao_admin.remembering.late import LATE
from sanbao_admin.signing_in import changing as own_account
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sanbao.operation import Operation

TRY = "try"


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
    @shows_kept
    def form(self, operation: str) -> ResponseReturnValue:
        """Show an operation's form; do it, or try it, when it is sent."""
        work = people.work()
        found = work.registry.operation(operation)
        work.access.require(operation)
        if request.method == "POST":
            return self._sent(_filled(found, with_inner_files(request.form, request.files)))
        if KEPT in request.args:
            return self._kept(found, request.args[KEPT])
        return self._blank(found)

    def _blank(self, operation: Operation, refusal: Refusal | None = None) -> ResponseReturnValue:
        work = people.work()
        sheet = Sheet(operation, _subjects(request.args), request.args.get("then", ""), refusal=refusal)
        sheet.alone = request.args.getlist(ALONE)
        sheet.data = typed(work.registry.schema(operation.name), request.args)
        sheet.look_up(work)
        if not sheet.data:
            sheet.data = _standing(sheet)
        return self._page(sheet)

    def _sent(self, sheet: Sheet) -> ResponseReturnValue:
        """Do what was sent; a refusal and a try are shown at an address of their own, so that Back finds the form."""
        if request.form.get("act") == TRY:
            return self._around(sheet, {TRY: True}) or self._tried(sheet)
        try:
            result = _do(sheet, is_trial=False)
        except SanbaoError as error:
            refusal = Refusal.of(error)
            return self._around(sheet, refusal.as_told()) or self._refused(sheet, refusal)
        return self._done(sheet, result)

    def _around(self, sheet: Sheet, told: dict[str, Any]) -> ResponseReturnValue | None:
        """Keep the form and lead to where it is shown again; files cannot be kept, so what has one is answered at once."""
        if any(file.filename for file in request.files.values()):
            return None
        path = f"/do/{sheet.operation.name}"
        key = forms.keep(people.erp(), own_account.mine().id, path, request.form, told)
        return redirect(f"{path}?{urlencode({KEPT: key})}", 303) if key is not None else None

    def _kept(self, operation: Operation, key: str) -> ResponseReturnValue:
        """Show a form as it was sent, with what became of it."""
        kept = forms.recall(people.erp(), own_account.mine().id, key)
        if kept is None or kept.path != f"/do/{operation.name}":
            return self._blank(operation, gone())
        sheet = _filled(operation, kept.sent)
        if kept.told.get(TRY):
            return self._tried(sheet)
        return self._refused(sheet, late() if kept.told.get(LATE) else Refusal.told(kept.told))

    def _tried(self, sheet: Sheet) -> ResponseReturnValue:
        try:
            sheet.tried = _do(sheet, is_trial=True)
        except SanbaoError as error:
            return self._refused(sheet, Refusal.of(error))
        sheet.look_up(people.work())
        return self._page(sheet)

    def _refused(self, sheet: Sheet, refusal: Refusal) -> ResponseReturnValue:
        sheet.refusal = refusal
        try:
            sheet.look_up(people.work())
        except SanbaoError:
            sheet.records = []
        if refusal.is_repeated:
            sheet.key = Sheet(sheet.operation).key
        if refusal.is_changed and sheet.records:
            sheet.changes = changing.since(people.work(), sheet.records[0], sheet.seen)
            sheet.seen = changing.seen(sheet.records[0])
        return self._page(sheet)

    def _done(self, sheet: Sheet, result: Result) -> ResponseReturnValue:
        there = _address(sheet, result)
        then = going.back(sheet.then, there or f"/do/{sheet.operation.name}")
        flash(_told(sheet, result, there), "good")
        if _is_answer(result.data):
            return str(self.render("sanbao/acting/answer.html", sheet=sheet, answer=result.data, then=then))
        return redirect(then, 303)

    def _page(self, sheet: Sheet) -> tuple[str, int]:
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
            sentence=sheet.sentence(),
        )
        return page, sheet.refusal.status if sheet.refusal is not None else 200


def _standing(sheet: Sheet) -> Mapping[str, Any]:
    """Return what a form begins with because the core or a plugin says so: how its record stands, or what it asks about."""
    if len(sheet.records) > 1:
        return {}
    record = sheet.records[0] if sheet.records else None
    known = opening.of(people.work(), sheet.operation.name, record)
    if known:
        return known
    found = plugin_pages.offered(people.erp(), "filled", people.work(), sheet.operation.name, record)
    return next(iter(found), {})


def _filled(operation: Operation, sent: MultiDict[str, str]) -> Sheet:
    """Return a form with everything that was sent in it."""
    sheet = Sheet(operation, _subjects(sent), sent.get("then", ""), fresh=False)
    sheet.data = typed(people.work().registry.schema(operation.name), sent)
    sheet.was = {name.removeprefix(WAS): text for name, text in sent.items() if name.startswith(WAS)}
    sheet.key, sheet.seen = sent.get("key") or sheet.key, sent.get("seen", "")
    sheet.alone = sent.getlist(ALONE)
    return sheet


def _subjects(sent: MultiDict[str, str]) -> list[str]:
    """Return the records that an address or a form names; several may stand in one field, a line each."""
    return [one.strip() for text in sent.getlist(SUBJECT) for one in text.splitlines() if one.strip()]


def _find_subjects(sheet: Sheet) -> None:
    """Find the records; whoever typed one that is not there is told so beside it."""
    try:
        sheet.look_up(people.work())
    except (NotFound, Invalid) as error:
        raise Invalid([Problem(SUBJECT, str(error))]) from error
    if sheet.asks_for_subject:
        raise Invalid([Problem(SUBJECT, REQUIRED)])


def _do(sheet: Sheet, *, is_trial: bool) -> Result:
    """Do or try it: with the key once only, and only if a single record is still as it was seen."""
    _find_subjects(sheet)
    operation = sheet.operation
    schema = people.work().registry.schema(operation.name)
    given = changed(sheet.data, sheet.was) if operation.edits else sheet.data
    data = with_files(schema, with_texts_read(schema, given), request.files)
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
    return Markup("{}: {}{}").format(sheet.title, link or sheet.operation.done(result.data), again)


def _is_answer(data: Any) -> bool:
    """Tell whether an operation answered with something to read, and not with the record that it worked on."""
    return bool(data) and not (isinstance(data, dict) and ("number" in data or "code" in data))
