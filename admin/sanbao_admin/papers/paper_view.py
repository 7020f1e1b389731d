"""The page of a paper, its files and its prints."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from sanbao.documents.models import Attachment, Document
from sanbao.i18n import N_
from sanbao_admin import people, policy
from sanbao_admin.acting import going
from sanbao_admin.papers import files, page, printing
from sanbao_admin.views import View, expose


class Paper(View):
    """A paper: where it stands, what can be done, what it says, what it cost, why, and what happened."""

    code = "paper"
    title = N_("Paper")
    need = policy.SIGNED_IN
    in_menu = False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Lead to the list of all papers."""
        return redirect("/papers/all")

    @expose("/<number>")
    def show(self, number: str) -> str:
        """Show a paper; one that is not hers does not exist."""
        found = page.page_of(people.work(), _document(number), request.args.get("tab", ""))
        return str(self.render("sanbao/papers/paper.html", page=found))

    @expose("/<number>/attachment/<int(max=9223372036854775807):key>")
    def attachment(self, number: str, key: int) -> ResponseReturnValue:
        """Send a file to be saved, or a picture to be shown small."""
        work = people.work()
        document = _document(number)
        found = work.session.get(Attachment, key) if key < 2**62 else None
        if found is None or found.document_id != document.id:
            abort(404)
        content = work.erp.files.get(found.sha256, found.name)
        picture = files.shown_picture(found, content) if request.args.get("show") == "picture" else None
        return picture if picture is not None else files.sent(found, content)

    @expose("/<number>/print")
    def print(self, number: str) -> str:
        """Show a paper as it is printed, with its forms and languages to choose from."""
        document = _document(number)
        forms = printing.forms_of(people.work().registry, document.kind)
        form, language = printing.chosen(forms)
        return str(
            self.render(
                "sanbao/papers/print.html",
                name=number,
                back=going.paper(number),
                here=f"{going.paper(number)}/print",
                forms=forms,
                form=form,
                language=language,
                languages=printing.choices(),
                unavailable=printing.unavailable(),
            )
        )

    @expose("/<number>/print.pdf")
    def pdf(self, number: str) -> ResponseReturnValue:
        """Send a paper as PDF."""
        work = people.work()
        form, language = printing.chosen(printing.forms_of(work.registry, _document(number).kind))
        name = form.name if form is not None else None
        return printing.pdf(work, number, name, language, save="save" in request.args)


def _document(number: str) -> Document:
    found: Any = people.work().find("document", number)
    return found  # type: ignore[no-any-return]
