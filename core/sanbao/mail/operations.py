"""What people do with letters: look at them, and let those be tried again that were given up or never sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sanbao import checks
from sanbao.addresses import is_address
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.mail.models import BY_HAND, FAILED, SENT, WAITING, Letter
from sanbao.operation import operation, question
from sanbao.schema import ChoiceField, CodeField, Input, RefField

if TYPE_CHECKING:
    from sanbao.work import Work

CLERKS = ("service_manager", "service_head", "service_clerk", "hr", "project_manager", "general_manager")
STATES = {
    WAITING: N_("waits to be sent"),
    SENT: N_("sent"),
    FAILED: N_("could not be delivered"),
    BY_HAND: N_("to be sent by hand"),
}
MOST = 500


class LettersQuestion(Input):
    """Of which paper, and what became of them; left out, all."""

    document = RefField("document")
    state = ChoiceField(STATES)


class AgainInput(Input):
    """Which letters of a paper: those to one address, or all."""

    document = RefField("document", required=True)
    recipient = CodeField(longest=254, metadata={"title": N_("E-mail")})


@question("mail.letters", title=N_("Letters"), schema=LettersQuestion, roles=CLERKS)
def letters(
    work: Work, *, document: Document | None = None, state: str | None = None
) -> list[dict[str, Any]]:
    """List the latest letters with what became of each."""
    query = select(Letter).options(joinedload(Letter.document)).where(Letter.company_id == work.company.id)
    if document is not None:
        query = query.where(Letter.document_id == document.id)
    if state is not None:
        query = query.where(Letter.state == state)
    found = work.session.scalars(query.order_by(Letter.id.desc()).limit(MOST))
    return [
        {
            "document": one.document.number if one.document is not None else None,
            "email": one.recipient,
            "subject": one.subject,
            "made_at": one.made_at,
            "sent_at": one.sent_at,
            "attempts": one.attempts,
            "state": one.state,
            "shown": _(STATES[one.state]),
            "error": one.error,
        }
        for one in found
        if one.document is None or checks.sees(work, one.document)
    ]


@operation("mail.send_again", title=N_("Send letters again"), schema=AgainInput, roles=CLERKS)
def send_again(work: Work, *, document: Document, recipient: str | None = None) -> list[Letter]:
    """Let the worker try letters of a paper anew that were given up, or written while no server was set."""
    query = select(Letter).where(
        Letter.company_id == work.company.id,
        Letter.document_id == document.id,
        Letter.state.in_((FAILED, BY_HAND)),
    )
    if recipient is not None:
        query = query.where(Letter.recipient == recipient)
    found = [one for one in work.session.scalars(query) if is_address(one.recipient)]
    if not found:
        raise Invalid([Problem("document", N_("No letter of this paper waits to be sent again."))])
    for letter in found:
        letter.state, letter.attempts, letter.due_at, letter.error = WAITING, 0, work.now, None
    work.note(document, note=", ".join(letter.recipient for letter in found))
    return found
