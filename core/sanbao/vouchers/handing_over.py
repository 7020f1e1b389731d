"""Handing vouchers over to other books (凭证交接): each once, in batches that can be fetched again or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from sanbao.documents.models import Attachment, Document
from sanbao.documents.operations import attach, new_document
from sanbao.i18n import N_, in_language
from sanbao.ledger import periods
from sanbao.ledger.documents import READERS
from sanbao.operation import operation, question
from sanbao.vouchers import facts, finding, layouts, schemas, writing
from sanbao.vouchers.errors import NothingToHandOver
from sanbao.vouchers.models import Handover, HandoverEntry

if TYPE_CHECKING:
    from sanbao.vouchers.layouts import Layout
    from sanbao.work import Work

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PURPOSE = "handover"
PAGE = 500


@operation("voucher.export", title=N_("Hand vouchers over"), schema=schemas.ExportInput, roles=("finance",))
def export(work: Work, *, period: str, layout: str) -> Handover:
    """Hand over every voucher of a month that no batch holds yet, as a workbook in a layout (S27)."""
    month = periods.of_month(work.connection, work.company.id, period)
    work.hold("handover", [month.id])
    called, chosen = layouts.find(work, layout)
    waiting = _waiting(work, finding.of_month(work, month))
    if not waiting:
        raise NothingToHandOver(period=period)
    return _batch(work, period, called, chosen, waiting)


def _waiting(work: Work, ids: Sequence[int]) -> list[int]:
    """Return those of these entries that no batch holds."""
    held = _held(work, ids)
    return [entry for entry in ids if entry not in held]


def _held(work: Work, ids: Sequence[int]) -> dict[int, str]:
    """Return the number of the batch that holds each entry."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), PAGE):
        query = (
            select(HandoverEntry.entry_id, Document.number)
            .join(Document, Document.id == HandoverEntry.document_id)
            .where(
                HandoverEntry.entry_id.in_(ids[start : start + PAGE]), HandoverEntry.taken_back_at.is_(None)
            )
        )
        found |= {entry: number or "" for entry, number in work.session.execute(query)}
    return found


def _batch(work: Work, period: str, called: str, layout: Layout, ids: Sequence[int]) -> Handover:
    content = writing.workbook(layout, facts.read(work, ids), digits=work.ledger.currency.digits)
    title = in_language(
        work.company.locale, N_("Vouchers of {period}: {count}"), period=period, count=len(ids)
    )
    head = new_document(work, "handover", title=title)
    name = f"{period}-{layout.code}-{head.id}.xlsx"
    file = attach(work, head, name=name, content=content, media_type=XLSX, purpose=PURPOSE)
    paper = Handover(
        document=head, period=period, layout=called, vouchers_count=len(ids), attachment_id=file.id
    )
    work.session.add(paper)
    work.session.add_all(
        HandoverEntry(company_id=work.company.id, document_id=head.id, entry_id=entry) for entry in ids
    )
    return paper


@operation(
    "voucher.take_back_handover",
    title=N_("Take the hand-over back"),
    on=Handover,
    moves={"handed_over": "taken_back"},
    schema=schemas.TakeBackInput,
    roles=("finance",),
)
def take_back(work: Work, handover: Handover, *, reason: str) -> Handover:
    """Take a batch back that the other books did not take: its vouchers wait again."""
    work.session.execute(
        update(HandoverEntry)
        .where(HandoverEntry.document_id == handover.document_id, HandoverEntry.taken_back_at.is_(None))
        .values(taken_back_at=work.now)
    )
    work.note(handover.document, note=reason)
    return handover


@question("handover.status", schema=schemas.StatusInput, roles=READERS)
def status(work: Work, *, period: str, all: bool) -> list[dict[str, Any]]:  # noqa: A002
    """Return what of a month is not handed over yet; a reversal of what was handed over names it."""
    month = periods.find(work.connection, work.company.id, period)
    ids = finding.of_month(work, month)
    held = _held(work, ids)
    vouchers = facts.read(work, [entry for entry in ids if all or entry not in held])
    reversed_in = _held(
        work, [one.entry.reverses_id for one in vouchers if one.entry.reverses_id is not None]
    )
    return [
        {
            "number": one.number,
            "date": one.date,
            "summary": one.entry.summary,
            "amount": one.debit,
            "document": one.document,
            "batch": held.get(one.entry.id),
            "reverses": one.reverses or None,
            "reverses_handed_over": reversed_in.get(one.entry.reverses_id or 0),
        }
        for one in vouchers
    ]


def file_of(work: Work, handover: Handover) -> tuple[str, bytes]:
    """Return a batch's file by its name, byte for byte as it was handed over."""
    work.access.require("handover.read")
    file = work.session.get_one(Attachment, handover.attachment_id)
    return file.name, work.erp.files.get(file.sha256, file.name)
