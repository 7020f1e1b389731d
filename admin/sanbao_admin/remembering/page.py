"""The page that shows a form again which was sent too late: what was typed, and one button to send it."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from sanbao.i18n import N_
from sanbao.i18n.headings import HEADINGS, heading
from sanbao_admin import people, policy
from sanbao_admin.remembering import forms
from sanbao_admin.remembering.late import LATE, shown_at
from sanbao_admin.signing_in.changing import mine
from sanbao_admin.views import View, expose

#: What pages send besides what somebody typed.
_OURS = frozenset({"key", "seen", "then", "act", "next"})


class KeptPage(View):
    """A form that was sent when its session was over, for whoever typed it."""

    code = "kept"
    title = N_("Sent too late")
    help = N_("What you typed was kept for an hour; passwords and files were not. Nothing has been done yet.")
    need = policy.SIGNED_IN
    icon = "undo"
    in_menu = False

    @expose("/")
    def index(self) -> str:
        """List the forms that came too late within the last hour."""
        found = forms.of_person(people.erp(), mine().id)
        late = [(row, shown_at(row)) for row in found if row.told.get(LATE)]
        return self.render("sanbao/remembering/index.html", late=late)

    @expose("/<key>")
    def one(self, key: str) -> ResponseReturnValue:
        """Show what was typed, ready to be sent once more."""
        found = forms.recall(people.erp(), mine().id, key)
        if found is None:
            abort(404)
        pairs = list(found.sent.items(multi=True))
        shown = [(_called(name), value) for name, value in pairs if value.strip() and name not in _OURS]
        return self.render("sanbao/remembering/kept.html", path=found.path, pairs=pairs, shown=shown)


def _called(name: str) -> str:
    """Return what a field is called, with the number of its line where it has one."""
    *before, last = name.split(".")
    row = next((f" {int(part) + 1}" for part in before if part.isascii() and part.isdigit()), "")
    return (heading(last) if last in HEADINGS else last.replace("_", " ")) + row
