"""The page of an entry: its lines, what caused it, who stands for it, and its place in the chain."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from sanbao import checks
from sanbao.access.models import User
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.models import Journal, PostedEntry
from sanbao.vouchers import facts
from sanbao_admin import people
from sanbao_admin.acting import going
from sanbao_admin.papers import printing
from sanbao_admin.views import View, expose


class Entry(View):
    """A posted entry as a voucher."""

    code = "entry"
    title = N_("Entry")
    group = "money"
    need = ("entry.show", "ledger.entries")
    in_menu = False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Lead to the vouchers."""
        return redirect("/money/vouchers")

    @expose("/<path:number>")
    def show(self, number: str) -> ResponseReturnValue:
        """Show an entry; ``?print=pdf`` prints it."""
        work = people.work()
        entry: PostedEntry = work.find("entry", number)
        _refuse_hidden(entry)
        if request.args.get("print") == "pdf":
            _form, language = printing.chosen([])
            name = f"{entry.number_key}/{entry.number}"
            return printing.pdf(work, name, None, language, save="save" in request.args)
        (voucher,) = facts.read(work, [entry.id])
        return str(self.render("sanbao/papers/entry.html", entry=entry, voucher=voucher, **_around(entry)))


def _refuse_hidden(entry: PostedEntry) -> None:
    """Hide an entry from whoever reads no books and may not see the paper that it belongs to."""
    work = people.work()
    document = work.session.get(Document, entry.document_id)
    if not work.access.may("entry.show") and (document is None or not checks.sees(work, document)):
        abort(404)


def _around(entry: PostedEntry) -> dict[str, Any]:
    """Return what an entry points to: its paper, its journal, who made it, and what reversed it."""
    work = people.work()
    document = work.session.get(Document, entry.document_id)
    is_hers = document is not None and checks.sees(work, document)
    mirror = work.session.scalars(
        select(PostedEntry).where(PostedEntry.reverses_id == entry.id)
    ).one_or_none()
    original = work.session.get(PostedEntry, entry.reverses_id) if entry.reverses_id is not None else None
    return {
        "document": document if is_hers else None,
        "journal": work.session.get(Journal, entry.journal_id),
        "person": work.session.get(User, entry.user_id),
        "mirror": _number(mirror),
        "original": _number(original),
        "address": going.entry(f"{entry.number_key}/{entry.number}"),
        "has_original_currency": any(one.line.currency for one in facts.read(work, [entry.id])[0].lines),
    }


def _number(entry: PostedEntry | None) -> str:
    return f"{entry.number_key}/{entry.number}" if entry is not None else ""
