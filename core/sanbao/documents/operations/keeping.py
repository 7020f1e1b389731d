"""What people put on a paper: a note, a file, who looks after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao.access.models import User
from sanbao.documents import schemas
from sanbao.documents.kinds import CASE_READERS, HANDLERS
from sanbao.documents.models import Attachment, Document
from sanbao.i18n import N_, in_language
from sanbao.operation import operation

if TYPE_CHECKING:
    from sanbao.work import Work


@operation("document.note", title=N_("Add a note"), on="document", schema=schemas.Note, roles=CASE_READERS)
def note(work: Work, document: Document, *, note: str) -> Document:
    """Write a remark on a paper's timeline."""
    work.note(document, note=note)
    return document


@operation(
    "document.assign",
    title=N_("Hand over to a colleague"),
    on="document",
    schema=schemas.AssignInput,
    roles=HANDLERS,
    many=True,
)
def assign(
    work: Work, documents: Sequence[Document], *, owner: User | None = None, deputy: User | None = None
) -> None:
    """Hand a paper to a colleague, or name who stands in."""
    for document in documents:
        if owner is not None:
            document.owner_id = owner.id
        if deputy is not None:
            document.deputy_id = deputy.id


@operation(
    "document.attach",
    title=N_("Attach a file"),
    on="document",
    schema=schemas.AttachInput,
    roles=CASE_READERS,
)
def attach(
    work: Work, document: Document, *, name: str, content: bytes, media_type: str, purpose: str
) -> Attachment:
    """Attach a file: a photo, a report, a signed agreement."""
    attachment = Attachment(
        company_id=work.company.id,
        document_id=document.id,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=work.erp.files.put(name, content),
        purpose=purpose,
        added_at=work.now,
        added_by_id=work.user.id,
    )
    work.session.add(attachment)
    work.session.flush()
    work.note(
        document, note=f"{name} ({in_language(work.company.locale, schemas.PURPOSES.get(purpose, purpose))})"
    )
    return attachment
