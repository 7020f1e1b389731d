"""One operation on many rows: its form, a try that shows what it would post and what it would refuse, then the deed.

An operation that takes a set is done once for all of them, whole or not at all. Any other is done row by row, each by
itself: what is refused does not hold up the rest, and each row says what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request

from sanbao.access.permissions import keeping
from sanbao.errors import Invalid, NotFound, SanbaoError
from sanbao.i18n import N_, _, current_locale
from sanbao_admin import people
from sanbao_admin.acting.refusal import Refusal
from sanbao_admin.acting.sheet import Sheet
from sanbao_admin.acting.stepping import ALWAYS
from sanbao_admin.acting.typed import typed, with_texts_read
from sanbao_admin.acting.words import title
from sanbao_admin.lists import asking, paging
from sanbao_admin.lists.links import Links
from sanbao_admin.lists.spec import ListSpec
from sanbao_admin.runs import running

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from sanbao.operation import Operation
    from sanbao.work import Work
    from sanbao_admin.lists.page import ListPage

#: So many rows at the most take part.
MOST = 5_000
#: Row by row so many are tried; the others are like them or are refused by themselves.
MOST_TRIED = 100
#: Row by row so many are done while one waits; with more a run of its own begins.
MOST_AT_ONCE = 20
#: What needs something of each record's own, such as a file, is done one by one on its own page.
_ONE_BY_ONE = ("document.attach", "document.mark_duplicate", "document.link", "document.meet_deadline")


@dataclass(frozen=True)
class Outcome:
    """What became, or would become, of a row (or of all of them together)."""

    subject: str
    is_done: bool
    sentence: str = ""
    entries: Sequence[Mapping[str, Any]] = ()


@dataclass
class Run:
    """All that was tried or done."""

    is_trial: bool
    outcomes: list[Outcome] = field(default_factory=list)
    left_out: int = 0

    @property
    def done(self) -> int:
        """How many went, or would go, well."""
        return sum(1 for one in self.outcomes if one.is_done)


def possible(work: Work, spec: ListSpec) -> list[tuple[Operation, str]]:
    """Return the operations that this person may do on several rows of a list, with their words; sets first."""
    found = [one for one in work.registry.operations.values() if one.on in spec.on and _fits(work, spec, one)]
    found.sort(key=lambda one: (not one.many, not one.moves, one.on == "document"))
    return [(one, title(one)) for one in found]


def _fits(work: Work, spec: ListSpec, operation: Operation) -> bool:
    if not work.access.may(operation.name) or operation.name in _ONE_BY_ONE:
        return False
    if operation.on != "document":
        return True
    kind = work.registry.kinds.get(spec.kind)
    if kind is None:
        return operation.name in ALWAYS
    needed = keeping(kind.name, operation.name)
    if needed is not None and not work.access.may(needed):
        return False
    return kind.collects_cost or not operation.name.startswith("costing.")


def answer(page: ListPage) -> ResponseReturnValue:
    """Answer what was sent: with the form, with a try, or with what was done."""
    work, spec, form = people.work(), page.spec, request.form
    back = Links(spec.path, Links.parsed(form.get("query", ""))).to()
    operation = _chosen(work, spec, form.get("operation", ""))
    subjects = _subjects(work, spec)
    if not subjects:
        flash(_(N_("Please tick at least one row.")), "warn")
        return redirect(back, 303)
    sheet = Sheet(operation, subjects, back)
    if form.get("act") not in ("try", "do"):
        return _render(page, sheet, None)
    sheet.fresh, sheet.key = False, form.get("key") or sheet.key
    schema = work.registry.schema(operation.name)
    sheet.data = typed(schema, form)
    is_trial = form.get("act") == "try"
    try:
        data = with_texts_read(schema, sheet.data)
        if not is_trial and not operation.many and len(subjects) > MOST_AT_ONCE:
            return _in_the_background(sheet, data)
        run = _run(sheet, data, is_trial=is_trial)
    except SanbaoError as error:
        sheet.refusal = Refusal.of(error)
        return _render(page, sheet, None), sheet.refusal.status
    return _render(page, sheet, run)


def _chosen(work: Work, spec: ListSpec, name: str) -> Operation:
    for operation, _title in possible(work, spec):
        if operation.name == name:
            return operation
    raise NotFound(what=_(N_("Operation")), key=name[:80])


def _subjects(work: Work, spec: ListSpec) -> list[str]:
    """Return the rows that were ticked, or everything that is filtered."""
    form = request.form
    if form.get("every") == "yes":
        asked = asking.read(work, spec, Links.parsed(form.get("query", "")))
        return [str(row[spec.called]) for row in paging.hers(work, asked, MOST)]
    found = [one.strip() for text in form.getlist("subject") for one in text.splitlines()]
    return list(dict.fromkeys(one for one in found if one))[:MOST]


def _in_the_background(sheet: Sheet, data: Mapping[str, Any]) -> ResponseReturnValue:
    """Do the first, which shows what is wrong with the form itself; the others follow while nobody waits for them."""
    first, user_id = sheet.subjects[0], people.work().user.id
    _once(sheet, data, first, first, f"{sheet.key}:{first}", is_trial=False)
    asked = running.Asked(
        user_id, sheet.key, sheet.operation.name, data, sheet.subjects, current_locale(), sheet.then
    )
    return redirect(f"/runs/{running.begin(people.erp(), asked)}", 303)


def _run(sheet: Sheet, data: Mapping[str, Any], *, is_trial: bool) -> Run:
    run = Run(is_trial)
    if sheet.operation.many:
        said = _(N_("{count} together"), count=len(sheet.subjects))
        run.outcomes.append(_once(sheet, data, list(sheet.subjects), said, sheet.key, is_trial))
        return run
    chosen = sheet.subjects[:MOST_TRIED] if is_trial else sheet.subjects
    run.left_out = len(sheet.subjects) - len(chosen)
    for number, subject in enumerate(chosen):
        outcome = _once(
            sheet, data, subject, subject, f"{sheet.key}:{subject}", is_trial, is_first=number == 0
        )
        run.outcomes.append(outcome)
    return run


def _once(
    sheet: Sheet,
    data: Mapping[str, Any],
    subject: Any,
    called: str,
    key: str,
    is_trial: bool,
    is_first: bool = True,
) -> Outcome:
    """Do it once; what is wrong with the form itself is told beside its fields, before anything is done."""
    try:
        result = people.do(
            sheet.operation.name, data, subject=subject, key=None if is_trial else key, dry_run=is_trial
        )
    except Invalid as error:
        if is_first and error.problems:
            raise
        return Outcome(called, False, str(error))
    except SanbaoError as error:
        return Outcome(called, False, str(error))
    again = _(N_("had been done already")) if result.repeated else ""
    return Outcome(called, True, again, result.entries)


def _render(page: ListPage, sheet: Sheet, run: Run | None) -> str:
    controls = sheet.controls(people.work()) if run is None or run.is_trial else []
    controls = [one for one in controls if one.path != "subject"]
    return str(
        page.render(
            "sanbao/lists/bulk.html",
            spec=page.spec,
            sheet=sheet,
            controls=controls,
            wrong=sheet.summary(controls),
            run=run,
            query=request.form.get("query", ""),
        )
    )
