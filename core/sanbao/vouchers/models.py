"""What happens to an entry after it is posted, beside it: it is reviewed, it is handed over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import Base
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import CompanyId, Id


class VoucherReview(Base):
    """That a second person has looked at a voucher (凭证审核): who and when; the entry itself never changes."""

    __tablename__ = "voucher_review"
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True, autoincrement=False)
    company_id: Mapped[CompanyId]
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    reviewed_at: Mapped[datetime]


class Handover(DocumentPart, Base):
    """A batch of vouchers handed over to other books (凭证交接单), with the file as it was made."""

    __tablename__ = "handover"
    period: Mapped[str]
    layout: Mapped[str]
    vouchers_count: Mapped[int]
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))


class HandoverEntry(Base):
    """That an entry stands in a batch; one batch only, unless it was taken back."""

    __tablename__ = "handover_entry"
    __table_args__ = (
        Index(
            "uq_handover_entry_entry_id",
            "entry_id",
            unique=True,
            postgresql_where=text("taken_back_at IS NULL"),
            sqlite_where=text("taken_back_at IS NULL"),
        ),
        Index("ix_handover_entry_document", "document_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    taken_back_at: Mapped[datetime | None]
