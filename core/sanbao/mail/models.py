"""The letters of a company, as long as they wait and after they were sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.database import Base
from sanbao.documents.models import Document
from sanbao.registry.models import CompanyId, Id

#: What becomes of a letter; one that was written while no mail server was set is sent by hand.
WAITING, SENT, FAILED, BY_HAND = "waiting", "sent", "failed", "by_hand"


class Letter(Base):
    """A letter by electronic mail (电子邮件) about a paper, to one address; ``key`` lets it be written once."""

    __tablename__ = "mail_letter"
    __table_args__ = (
        UniqueConstraint("company_id", "key"),
        Index("ix_mail_letter_due", "company_id", "state", "due_at"),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    key: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    words: Mapped[str]
    enclosed: Mapped[list[Any]]
    made_at: Mapped[datetime]
    state: Mapped[str]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]
    document: Mapped[Document | None] = relationship(lazy="select")
