"""Verifying the books: chain, sums, numbers, balances and guards; against an anchor that was kept elsewhere."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, request

from sanbao.i18n import N_, _
from sanbao_admin import people, policy
from sanbao_admin.views import View, expose

QUESTION = "ledger.verify"
#: An anchor holds a line for each journal; what is longer is something else.
LONGEST = 2_000_000
_NO_ANCHOR = N_("This is no anchor: please choose the file that was downloaded here earlier.")


class Verifying(View):
    """Whether the books are whole."""

    code = "verify"
    title = N_("Verify the books")
    help = N_(
        "Reads every entry again: the chain, the sums, the numbers, the balances and the guards of the database."
    )
    need = QUESTION
    group = "money"
    icon = "shield"

    def __init__(self) -> None:
        super().__init__(url="/money/verify")

    @expose("/")
    def index(self) -> Any:
        """Say what is verified, and offer it."""
        return self._page()

    @expose("/", methods=["POST"])
    def verify(self) -> Any:
        """Verify, also against an anchor where one is given."""
        try:
            anchor = _anchor()
        except (ValueError, RecursionError):
            return self._page(problem=_(_NO_ANCHOR)), 422
        given = {"anchor": anchor} if anchor is not None else {}
        return self._page(result=people.work().ask(QUESTION, given), with_anchor=anchor is not None)

    @expose("/anchor.json")
    @policy.allow("ledger.anchor")
    def anchor(self) -> Any:
        """Hand out the heads of all journals, to be kept outside the database."""
        work = people.work()
        text = json.dumps(work.ask("ledger.anchor"), ensure_ascii=False, indent=1, default=str)
        name = f"anchor-{work.today:%Y%m%d}.json"
        head = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(text, mimetype="application/json", headers=head)

    def _page(self, **shown: Any) -> str:
        return str(self.render("sanbao/money/verify.html", now=people.work().now, **shown))


def _anchor() -> dict[str, Any] | None:
    """Return the anchor of the file that was sent, None where none was; ``ValueError`` if it is none."""
    file = request.files.get("anchor")
    content = file.read(LONGEST + 1) if file is not None else b""
    if not content.strip():
        return None
    if len(content) > LONGEST:
        raise ValueError("too long")
    found = json.loads(content.decode("utf-8-sig"))
    if not _is_anchor(found):
        raise ValueError("no anchor")
    anchor: dict[str, Any] = found
    return anchor


def _is_anchor(found: Any) -> bool:
    journals = found.get("journals") if isinstance(found, dict) else None
    return isinstance(journals, list) and all(
        isinstance(one, dict)
        and isinstance(one.get("head"), str)
        and isinstance(one.get("code"), str)
        and all(type(one.get(name)) is int for name in ("id", "sequence"))
        for one in journals
    )
