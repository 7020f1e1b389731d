"""What the fields of forms ask while somebody types: ``/refs/party.json?q=…``."""

from __future__ import annotations

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from sanbao.i18n import N_
from sanbao_admin import people, policy
from sanbao_admin.acting import references
from sanbao_admin.views import View, expose

#: Nobody types more than this to find a record.
LONGEST = 80


class LookingUp(View):
    """Records by the beginning of their code or a piece of their name, for the fields of forms."""

    code = "refs"
    title = N_("Look up")
    need = policy.SIGNED_IN
    in_menu = False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Say which kinds of records the person may look up."""
        work = people.work()
        return jsonify(kinds=[kind for kind in references.known(work) if references.may_search(work, kind)])

    @expose("/<kind>.json")
    def found(self, kind: str) -> ResponseReturnValue:
        """Return a few records that fit what was typed."""
        work = people.work()
        if kind not in references.known(work):
            abort(404)
        if not references.may_search(work, kind):
            abort(403)
        rows = references.search(work, kind, request.args.get("q", "")[:LONGEST])
        return jsonify(results=[{"value": value, "label": label} for value, label in rows])
