"""The records that an operation works on, as its form names them and links to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanbao.documents.words import shown_state
from sanbao.i18n import N_, _
from sanbao.i18n.headings import HEADINGS, heading
from sanbao.records import document_of, is_paper, name_of
from sanbao.registry.models import Unit
from sanbao_admin.acting import going

if TYPE_CHECKING:
    from sanbao.work import Work


@dataclass(frozen=True)
class Subject:
    """A record that an operation works on: what people call it, what it is, where it stands."""

    name: str
    title: str
    address: str
    state: str = ""


def shown(work: Work, record: Any) -> Subject:
    """Return a record as a form shows it."""
    if not is_paper(record):
        return Subject(name_of(record), called(record), going.page_of(record))
    head = document_of(record)
    is_acted_on = head.kind in work.registry.kinds
    state = work.state_label(record, record.state) if is_acted_on else shown_state(work.registry, head)
    return Subject(str(head.number), head.title, going.page_of(head), state)


def called(record: Any) -> str:
    """Return the name by which a record is known besides its code."""
    if is_paper(record):
        return str(document_of(record).title)
    return str(record.product.name if isinstance(record, Unit) else getattr(record, "name", "") or "")


def kind_title(work: Work, kind: str) -> str:
    """Return what records of a kind are called."""
    named = work.registry.kinds.get(kind)
    if named is not None:
        return _(named.title)
    return heading(kind) if kind in HEADINGS else _(N_("Record"))
