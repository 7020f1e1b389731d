"""The words of the import wizard: what states, tables and ways back are called, and what a form says of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_, _, current_locale
from sanbao.importing.kinds import REGISTER, title_of
from sanbao_admin import people
from sanbao_admin.acting import words
from sanbao_admin.importing import columns, jobs

if TYPE_CHECKING:
    from sanbao.plugin.manifest import ImportKind
    from sanbao.work import Work

#: State of a file → what it is called, and the look of its pill.
STATES = {
    jobs.UPLOADED: (N_("Columns to be checked"), "info"),
    jobs.TESTING: (N_("Test run"), "info"),
    jobs.GOOD: (N_("Ready to import"), "warn"),
    jobs.BAD: (N_("To be corrected"), "bad"),
    jobs.IMPORTING: (N_("Importing"), "info"),
    jobs.DONE: (N_("Imported"), "good"),
    jobs.BROKEN: (N_("Refused"), "bad"),
}
#: Verbs that change or take back what a row has brought about.
_BACK = ("change", "correct", "unaccept", "end_rate", "reverse", "set_roles")
#: Papers behind a table: what is done with them takes the table's rows back.
_OF_TABLE = {"opening": ("entry",), "price_list": ("price_list",)}


def title(kind: str) -> str:
    """Return what a table is called in the language of the request; its code where its plugin is off by now."""
    if kind == REGISTER:
        return _(N_("All tables in one workbook"))
    found = people.erp().registry.imports.get(kind)
    return title_of(found, current_locale()) if found is not None else kind


def state(job: Any) -> str:
    """Return what a file's state is called."""
    return _(STATES[job.state][0])


def look(job: Any) -> str:
    """Return the look of a state."""
    return STATES[job.state][1]


def address(kind: str) -> str:
    """Return where the list of what was brought in is."""
    return f"/records/{kind}"


def chosen(
    kinds: Sequence[ImportKind],
    sheet: Mapping[str, Any],
    place: int,
    form: Mapping[str, str],
    remembered: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """Return what a form says of a sheet; for another table than was shown the columns are guessed anew."""
    known = {kind.name: kind for kind in kinds}
    kind = form.get(f"sheet.{place}.kind", "")
    kind = kind if kind in known else ""
    if kind != form.get(f"sheet.{place}.shown", ""):
        return columns.guess_sheet(kinds, sheet, remembered, kind)
    offered = {column.field for column in known[kind].columns} if kind else set()
    fields = {}
    for number, column in enumerate(sheet["columns"]):
        field = form.get(f"sheet.{place}.column.{number}", "")
        fields[column["title"]] = field if field in offered else ""
    return {"sheet": sheet["name"], "kind": kind, "fields": fields}


def ways_back(work: Work, counts: Mapping[str, int]) -> list[str]:
    """Return the operations that change or take back what was brought in, as people call them."""
    found = []
    for kind in counts:
        for subject in (kind, *_OF_TABLE.get(kind, ())):
            for verb in _BACK:
                name = f"{subject}.{verb}"
                if name in work.registry.operations:
                    found.append(words.title_of(name))
    return list(dict.fromkeys(found))
