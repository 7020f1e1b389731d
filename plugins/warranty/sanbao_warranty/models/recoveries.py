"""The tables of getting a supplier's share back: what it owes us, and what we claim of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Company, Party, Product
from sanbao_warranty.models.base import Base, Id

_NOTHING = Decimal(0)


class SupplierTerms(Base):
    """What a supplier promises us (供方质保条款) on a product, a part of it, or an item wherever it is built in (W-18).

    ``version_id`` is the promise, which begins for a unit on the days of that unit. ``pays`` says whether the price
    of the part comes back or the whole case; ``notice_days`` run from the fault call, ``answer_days`` from the filing.
    """

    __tablename__ = "warranty_supplier_terms"
    __table_args__ = (Index("ix_warranty_supplier_terms_company", "company_id", "supplier_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    supplier_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    part: Mapped[str | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(ProfileVersion.id))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    notice_days: Mapped[int | None]
    answer_days: Mapped[int | None]
    evidence: Mapped[list[str]]
    settled_by: Mapped[str]
    pays: Mapped[str]
    is_manufacturer: Mapped[bool]
    bound_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    supplier: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    version: Mapped[ProfileVersion] = relationship(ProfileVersion, lazy="joined", innerjoin=True)


class Recovery(DocumentPart, Base):
    """A claim on a supplier for its share (供方索赔单): filed, answered, disputed, settled (LED-14, PTY-10).

    ``accepted`` and ``rejected`` are what the supplier said so far and stay empty until it does; what is neither is
    still disputed. ``received`` is what it paid, ``written_off`` what was given up of all that it owed.
    """

    __tablename__ = "warranty_recovery"
    __table_args__ = (Index("ix_warranty_recovery_supplier", "company_id", "supplier_id", "filed_on"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    claim_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    terms_id: Mapped[int | None] = mapped_column(ForeignKey(SupplierTerms.id))
    claimed: Mapped[Decimal]
    accepted: Mapped[Decimal | None]
    rejected: Mapped[Decimal | None]
    received: Mapped[Decimal] = mapped_column(default=_NOTHING)
    written_off: Mapped[Decimal] = mapped_column(default=_NOTHING)
    due_on_filing: Mapped[bool] = mapped_column(default=False)
    file_due_on: Mapped[date | None]
    filed_on: Mapped[date | None]
    late_reason: Mapped[str | None]
    answer_due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    answers_count: Mapped[int] = mapped_column(default=0)
    payments_count: Mapped[int] = mapped_column(default=0)
    approved_amount: Mapped[Decimal | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    supplier: Mapped[Party] = relationship(Party, lazy="select")
    terms: Mapped[SupplierTerms | None] = relationship(SupplierTerms, lazy="select")

    @property
    def open_amount(self) -> Decimal:
        """What was claimed and neither accepted nor rejected: not answered yet, or disputed."""
        return self.claimed - (self.accepted or _NOTHING) - (self.rejected or _NOTHING)

    @property
    def owed(self) -> Decimal:
        """What the supplier accepted and has not paid."""
        return (self.accepted or _NOTHING) - self.received
