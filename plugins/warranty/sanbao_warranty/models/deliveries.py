"""The tables of what was released for sale, and of what was delivered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Company, Party, Product
from sanbao_warranty.models.base import Base, Id


class ProductRelease(Base):
    """The design department's word that a product may be sold (产品放行): scope of its warranty, and who said so (PRD-02)."""

    __tablename__ = "warranty_product_release"
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    scope: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class ProductPromise(Base):
    """A promise that every new unit of a product gets (产品默认保修政策), by its version (PRD-02, CAL-09)."""

    __tablename__ = "warranty_product_promise"
    __table_args__ = (UniqueConstraint("product_id", "version_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(ProfileVersion.id))
    version: Mapped[ProfileVersion] = relationship(ProfileVersion, lazy="select")


class Delivery(DocumentPart, Base):
    """What was handed over and signed for (送货签收单): held against the quote and against the serial numbers (PRD-08).

    ``papers`` are the documents that came with it (PRD-09); ``differences`` what does not agree, as it was found.
    """

    __tablename__ = "warranty_delivery"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    quote_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    delivered_on: Mapped[date]
    is_imported: Mapped[bool]
    papers: Mapped[list[str]]
    differences: Mapped[list[Any]]
    lines: Mapped[list[DeliveryLine]] = relationship(
        lazy="selectin", order_by="DeliveryLine.id", cascade="all, delete-orphan"
    )


class DeliveryLine(Base):
    """One product on a delivery note (送货明细): brand, model, quantity, serial numbers as the slip shows them."""

    __tablename__ = "warranty_delivery_line"
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Delivery.document_id), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    brand: Mapped[str | None]
    model: Mapped[str | None]
    quantity: Mapped[Decimal]
    serials: Mapped[list[str]]
    product: Mapped[Product] = relationship(Product, lazy="joined", innerjoin=True)
