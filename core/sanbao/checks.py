"""What is looked at once the subjects are locked: may she see them, are they as she saw them, in the right state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.access.permissions import READ, keeping
from sanbao.access.roles import SamePerson
from sanbao.database.pages import pages
from sanbao.documents.errors import ChangedMeanwhile, NotVersioned, WrongState
from sanbao.documents.models import Document, TimelineEntry
from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.operation import Operation
from sanbao.records import document_of, is_paper, name_of

if TYPE_CHECKING:
    from sanbao.work import Work


def subjects(work: Work, operation: Operation, found: Sequence[Any], seen: int | None) -> None:
    """Refuse an operation on these records for whatever stands against it."""
    refuse_hidden(work, found)
    refuse_keeping(work, operation, found)
    refuse_changed(work, operation, found, seen)
    refuse_same_person(work, operation, found)
    refuse_wrong_state(work, operation, found)


def sees(work: Work, document: Document) -> bool:
    """Tell whether this person may know of a paper at all: she may read its kind, and no row rule hides it."""
    return work.access.may(f"{document.kind}.{READ}") and all(
        rule.allows(work, document)
        for plugin in work.registry.plugins.values()
        for rule in plugin.row_rules
        if rule.kind == document.kind
    )


def refuse_hidden(work: Work, found: Sequence[Any]) -> None:
    """Refuse papers that became somebody else's before they were locked: for her they do not exist."""
    for record in found:
        if is_paper(record) and not sees(work, document_of(record)):
            raise NotFound(what=_(N_("Document")), key=name_of(record))


def refuse_keeping(work: Work, operation: Operation, found: Sequence[Any]) -> None:
    """Refuse to void, reopen or double papers of a kind that is not hers to keep."""
    for record in found:
        needed = keeping(document_of(record).kind, operation.name) if is_paper(record) else None
        if needed is not None:
            work.access.require(needed)


def refuse_changed(work: Work, operation: Operation, found: Sequence[Any], seen: int | None) -> None:
    """Refuse a change of what somebody else changed meanwhile; of several records no one version can tell that."""
    if seen is None:
        return
    version = getattr(document_of(found[0]), "row_version", None) if len(found) == 1 else None
    if version is None:
        raise NotVersioned(operation=called(work, operation.name))
    if version != seen:
        raise ChangedMeanwhile(document=name_of(found[0]), now=version, seen=seen)


def refuse_same_person(work: Work, operation: Operation, found: Sequence[Any]) -> None:
    """Refuse a second step to the one who took the first (separation of duties)."""
    if not operation.apart_from:
        return
    for page in pages(found):
        by_document = {document_of(subject).id: subject for subject in reversed(page)}
        query = select(TimelineEntry.document_id, TimelineEntry.operation).where(
            TimelineEntry.document_id.in_(by_document),
            TimelineEntry.user_id == work.user.id,
            TimelineEntry.operation.in_(operation.apart_from),
        )
        earlier = work.session.execute(query.order_by(TimelineEntry.id).limit(1)).first()
        if earlier is not None:
            document, done = earlier
            raise SamePerson(
                user=work.user.login,
                earlier=called(work, done),
                document=name_of(by_document[document]),
                operation=called(work, operation.name),
            )


def called(work: Work, operation: str) -> str:
    """Return what people call an operation; its own name where it has no other, or is not here."""
    found = work.registry.operations.get(operation)
    return _(found.title) if found is not None and found.title else operation


def refuse_wrong_state(work: Work, operation: Operation, found: Sequence[Any]) -> None:
    """Refuse what cannot be done from where a paper or a line stands."""
    for subject in found if operation.moves else ():
        if subject.state not in operation.moves:
            raise WrongState(
                document=name_of(subject),
                state=work.state_label(subject, subject.state),
                operation=called(work, operation.name),
                needed=_(N_(", ")).join(work.state_label(subject, state) for state in operation.moves),
            )
