"""Writing a letter inside a Work: it stands with what it tells of, or not at all."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.addresses import is_address, one_line
from sanbao.i18n import N_, in_language
from sanbao.mail.models import BY_HAND, FAILED, WAITING, Letter

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

_NO_ADDRESS = N_("“{address}” is no address of electronic mail")


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter (附件); ``parameters`` belong to its media type, such as a calendar's method."""

    name: str
    media_type: str
    content: bytes
    parameters: tuple[tuple[str, str], ...] = ()


def write(
    work: Work,
    *,
    key: str,
    to: str,
    subject: str,
    words: str,
    document: Document | None = None,
    enclosed: Sequence[Enclosure] = (),
) -> Letter:
    """Write a letter that the worker sends after the commit; the same key again is the same letter."""
    query = select(Letter).where(Letter.company_id == work.company.id, Letter.key == key)
    known = work.session.scalars(query).one_or_none()
    if known is not None:
        return known
    letter = Letter(
        company_id=work.company.id,
        document=document,
        key=key,
        recipient=to,
        subject=one_line(subject),
        words=words,
        enclosed=[_kept(one) for one in enclosed],
        made_at=work.now,
        due_at=work.now,
        state=WAITING if work.setting("mail_server") else BY_HAND,
    )
    work.session.add(letter)
    work.session.flush()
    if not is_address(to):
        fail(work, letter, in_language(work.company.locale, _NO_ADDRESS, address=one_line(to)))
    return letter


def _kept(one: Enclosure) -> dict[str, object]:
    return {
        "name": one_line(one.name),
        "media_type": one.media_type,
        "parameters": dict(one.parameters),
        "content": b64encode(one.content).decode(),
    }


def fail(work: Work, letter: Letter, why: str) -> None:
    """Give a letter up, and say so where the clerk looks: on the timeline of its paper."""
    letter.state, letter.leased_until, letter.error = FAILED, None, why
    if letter.document is not None:
        work.note(letter.document, operation="mail.failed", note=f"{one_line(letter.recipient)}: {why}")
