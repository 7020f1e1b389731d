"""What kept an installer from working: the days that may not be counted against him."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.documents.models import Attachment, Document
from sanbao.registry.models import Company, Party
from sanbao_installation_outsourcing.models.base import Base, Id
from sanbao_installation_outsourcing.models.contracts import Lot


class HindranceRecord(Base):
    """Days on which an installer could not work (误工记录): our doing, the client's, or force majeure (INS-04, 07, 15, 22).

    It counts once it is ``confirmed``; of force majeure, what both parties agreed on is ``agreed_days``. ``reason`` is why it was decided
    so, which its installer reads.
    """

    __tablename__ = "outsourcing_hindrance"
    __table_args__ = (
        Index("ix_outsourcing_hindrance_contract", "contract_id", "start_on"),
        CheckConstraint("cause in ('ours', 'client', 'force_majeure')", name="cause"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey(Lot.id))
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    cause: Mapped[str]
    start_on: Mapped[date]
    end_on: Mapped[date]
    what: Mapped[str]
    state: Mapped[str]
    agreed_days: Mapped[int | None]
    agreed_on: Mapped[date | None]
    reason: Mapped[str | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))
    reported_at: Mapped[datetime]
    reported_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    @property
    def name(self) -> str:
        """How people know it besides its number: the days, and what kept him."""
        return f"{self.start_on} – {self.end_on}: {self.what}"
