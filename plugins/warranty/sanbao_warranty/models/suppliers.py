"""The table of what suppliers owe us by their own terms."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Company, Party, Product
from sanbao_warranty.models.base import Base, Id


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
