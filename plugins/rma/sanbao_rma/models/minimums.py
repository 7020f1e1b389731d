"""The tables of what shall always lie at a place, and of what is bought so that it does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import DocumentPart
from sanbao.registry.models import Company, Party, Place, Product
from sanbao_rma.models.base import Base, Id


class SpareMinimum(Base):
    """How many pieces of a part shall lie at a place at least (最低库存), and up to how many it is filled (SPR-04)."""

    __tablename__ = "rma_spare_minimum"
    __table_args__ = (UniqueConstraint("company_id", "product_id", "place_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    minimum: Mapped[Decimal]
    target: Mapped[Decimal]
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    product: Mapped[Product] = relationship(Product, lazy="joined", innerjoin=True)
    place: Mapped[Place] = relationship(Place, lazy="joined", innerjoin=True)
    supplier: Mapped[Party | None] = relationship(Party, lazy="joined")


class SpareOrder(DocumentPart, Base):
    """What is to be bought of spare parts (备件请购单): proposed from the shortages, ordered, received (SPR-04, SPR-08)."""

    __tablename__ = "rma_spare_order"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    urgent: Mapped[bool] = mapped_column(default=False)
    ordered_on: Mapped[date | None]
    order_no: Mapped[str | None]
    place: Mapped[Place] = relationship(Place, lazy="joined", innerjoin=True)
    supplier: Mapped[Party | None] = relationship(Party, lazy="joined")
    lines: Mapped[list[SpareOrderLine]] = relationship(
        lazy="selectin", order_by="SpareOrderLine.position", cascade="all, delete-orphan"
    )


class SpareOrderLine(Base):
    """One part that is to be bought (请购明细), and how much of it has come."""

    __tablename__ = "rma_spare_order_line"
    __table_args__ = (UniqueConstraint("document_id", "product_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(SpareOrder.document_id))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), index=True)
    quantity: Mapped[Decimal]
    received: Mapped[Decimal] = mapped_column(default=Decimal(0))
    product: Mapped[Product] = relationship(Product, lazy="joined", innerjoin=True)
