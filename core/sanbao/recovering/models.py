"""The table of claims on suppliers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.database import Base
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Party

_NOTHING = Decimal(0)


class Recovery(DocumentPart, Base):
    """A claim on a supplier for its share (供方索赔单): filed, answered, disputed, settled (LED-14, PTY-10).

    ``accepted`` and ``rejected`` are what the supplier said so far and stay empty until it does; what is neither is
    still disputed. ``received`` is what it paid, ``written_off`` what was given up of all that it owed. What its terms say
    (``file_due_on``, ``answer_days``, ``evidence``, ``settled_by``) is taken over when it is drafted.
    """

    __tablename__ = "recovery"
    __table_args__ = (Index("ix_recovery_supplier", "company_id", "supplier_id", "filed_on"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    claim_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    claimed: Mapped[Decimal]
    accepted: Mapped[Decimal | None]
    rejected: Mapped[Decimal | None]
    received: Mapped[Decimal] = mapped_column(default=_NOTHING)
    written_off: Mapped[Decimal] = mapped_column(default=_NOTHING)
    due_on_filing: Mapped[bool] = mapped_column(default=False)
    file_due_on: Mapped[date | None]
    filed_on: Mapped[date | None]
    late_reason: Mapped[str | None]
    answer_days: Mapped[int | None]
    answer_due_on: Mapped[date | None]
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    settled_by: Mapped[str | None]
    answered_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    answers_count: Mapped[int] = mapped_column(default=0)
    payments_count: Mapped[int] = mapped_column(default=0)
    approved_amount: Mapped[Decimal | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    supplier: Mapped[Party] = relationship(Party, lazy="select")

    @property
    def open_amount(self) -> Decimal:
        """What was claimed and neither accepted nor rejected: not answered yet, or disputed."""
        return self.claimed - (self.accepted or _NOTHING) - (self.rejected or _NOTHING)

    @property
    def owed(self) -> Decimal:
        """What the supplier accepted and has not paid."""
        return (self.accepted or _NOTHING) - self.received
