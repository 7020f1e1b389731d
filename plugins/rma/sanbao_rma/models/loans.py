"""The table of loan units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Party, Place, Unit
from sanbao_rma.models.base import Base


class Loan(DocumentPart, Base):
    """A unit of ours that a customer uses while his own is repaired (借用单, LON-01, LON-03).

    ``cost`` is what it stands at on the account of loan units. ``by_serial`` tells whether the books know it by its
    serial number, or only as one piece of its product.
    """

    __tablename__ = "rma_loan"
    __table_args__ = (
        Index("ix_rma_loan_unit", "unit_id"),
        Index("ix_rma_loan_party", "company_id", "party_id"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    case_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    by_serial: Mapped[bool]
    lent_on: Mapped[date]
    due_on: Mapped[date]
    condition_out: Mapped[str | None]
    reminded_on: Mapped[date | None]
    reminders_count: Mapped[int] = mapped_column(default=0)
    returned_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    condition_back: Mapped[str | None]
    damage: Mapped[str | None]
    cost: Mapped[Decimal]
    written_down: Mapped[Decimal] = mapped_column(default=Decimal(0))
    downs_count: Mapped[int] = mapped_column(default=0)
    unit: Mapped[Unit] = relationship(Unit, lazy="joined", innerjoin=True)
    party: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    place: Mapped[Place] = relationship(Place, lazy="joined", innerjoin=True)
    case: Mapped[Document | None] = relationship(Document, lazy="select", foreign_keys=[case_id])
