"""The tables of spare parts on their way: taken in, moved from place to place, put right after a count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Party, Place, Product
from sanbao_rma.models.base import Base, Id


class SpareReceipt(DocumentPart, Base):
    """Spare parts that came from a supplier to a place (备件入库单), at what they cost (PUR-19)."""

    __tablename__ = "rma_spare_receipt"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    supplier_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    received_on: Mapped[date]
    slip_no: Mapped[str | None]
    credited_to: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    amount: Mapped[Decimal]
    supplier: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    place: Mapped[Place] = relationship(Place, lazy="joined", innerjoin=True)
    lines: Mapped[list[SpareReceiptLine]] = relationship(
        lazy="selectin", order_by="SpareReceiptLine.position", cascade="all, delete-orphan"
    )


class SpareReceiptLine(Base):
    """One part on a receipt (入库明细): how many pieces, and what one of them cost."""

    __tablename__ = "rma_spare_receipt_line"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        Index("ix_rma_receipt_product", "product_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(SpareReceipt.document_id))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    quantity: Mapped[Decimal]
    price: Mapped[Decimal]
    amount: Mapped[Decimal]
    product: Mapped[Product] = relationship(Product, lazy="joined", innerjoin=True)


class SpareTransfer(DocumentPart, Base):
    """Spare parts that go from one place to another (备件调拨单): to an engineer's van, to an installer on consignment."""

    __tablename__ = "rma_spare_transfer"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    from_place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    to_place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    urgent: Mapped[bool] = mapped_column(default=False)
    requested_on: Mapped[date]
    moved_on: Mapped[date | None]
    note: Mapped[str | None]
    from_place: Mapped[Place] = relationship(
        Place, lazy="joined", innerjoin=True, foreign_keys=[from_place_id]
    )
    to_place: Mapped[Place] = relationship(Place, lazy="joined", innerjoin=True, foreign_keys=[to_place_id])
    lines: Mapped[list[SpareTransferLine]] = relationship(
        lazy="selectin", order_by="SpareTransferLine.position", cascade="all, delete-orphan"
    )


class SpareTransferLine(Base):
    """One part on a transfer (调拨明细)."""

    __tablename__ = "rma_spare_transfer_line"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(SpareTransfer.document_id))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    quantity: Mapped[Decimal]
    product: Mapped[Product] = relationship(Product, lazy="joined", innerjoin=True)


class SpareAdjustment(DocumentPart, Base):
    """What a count found to differ from the books, put right (盘点差异处理单); above a limit a second person approves.

    ``party_id`` names who answers for what is missing, such as the installer who holds it on consignment (SPR-07).
    """

    __tablename__ = "rma_spare_adjustment"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    count_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    counted_on: Mapped[date]
    reason: Mapped[str]
    amount: Mapped[Decimal]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    place: Mapped[Place] = relationship(Place, lazy="joined", innerjoin=True)
    party: Mapped[Party | None] = relationship(Party, lazy="joined")
    lines: Mapped[list[SpareAdjustmentLine]] = relationship(
        lazy="selectin", order_by="SpareAdjustmentLine.position", cascade="all, delete-orphan"
    )


class SpareAdjustmentLine(Base):
    """By how many pieces and which value one part differs (差异明细): negative where pieces are missing."""

    __tablename__ = "rma_spare_adjustment_line"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(SpareAdjustment.document_id))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    booked: Mapped[Decimal]
    counted: Mapped[Decimal]
    amount: Mapped[Decimal]
    product: Mapped[Product] = relationship(Product, lazy="joined", innerjoin=True)

    @property
    def quantity(self) -> Decimal:
        """By how many pieces the count differs."""
        return self.counted - self.booked
