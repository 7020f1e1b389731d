"""The tables of parts that a customer gets without a visit, and of old parts that come back for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, CostCentre, Party, Place, Product
from sanbao_rma.models.base import Base, Id

_NOTHING = Decimal(0)


class PartsOrder(DocumentPart, Base):
    """Parts alone for a customer (配件销售单, SO): sold, or free under the warranty with its reference (SPR-01, LED-03).

    ``case_id`` or ``reference`` name the call on which it rests (CSI); ``cost_centre_id`` bears what is free.
    """

    __tablename__ = "rma_parts_order"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    reference: Mapped[str | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    ordered_on: Mapped[date]
    cost_centre_id: Mapped[int | None] = mapped_column(ForeignKey(CostCentre.id))
    deliveries_count: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None]
    party: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    case: Mapped[Document | None] = relationship(Document, lazy="select", foreign_keys=[case_id])
    centre: Mapped[CostCentre | None] = relationship(CostCentre, lazy="joined")
    lines: Mapped[list[PartsOrderLine]] = relationship(
        lazy="selectin", order_by="PartsOrderLine.position", cascade="all, delete-orphan"
    )


class PartsOrderLine(Base):
    """One part on such an order (配件明细): ``price`` is without tax and 0.00 where it is free; ``cost`` what left the stock."""

    __tablename__ = "rma_parts_order_line"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(PartsOrder.document_id))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    quantity: Mapped[Decimal]
    free: Mapped[bool]
    price: Mapped[Decimal | None]
    delivered: Mapped[Decimal] = mapped_column(default=_NOTHING)
    cost: Mapped[Decimal] = mapped_column(default=_NOTHING)
    product: Mapped[Product] = relationship(Product, lazy="joined", innerjoin=True)

    @property
    def left(self) -> Decimal:
        """How many pieces are still to be delivered."""
        return self.quantity - self.delivered


class ZeroPriceOrder(DocumentPart, Base):
    """An order at price 0 to get old parts back, or new ones free from their maker (零价订单, PUR-13, SPR-02).

    ``case_id`` is the work order on which the parts were changed (PRJ#), ``reference`` the call behind it (CSI).
    """

    __tablename__ = "rma_zero_price_order"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    case_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    reference: Mapped[str]
    purpose: Mapped[str]
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    ordered_on: Mapped[date]
    moves_count: Mapped[int] = mapped_column(default=0)
    case: Mapped[Document] = relationship(Document, lazy="joined", innerjoin=True, foreign_keys=[case_id])
    party: Mapped[Party | None] = relationship(Party, lazy="joined", foreign_keys=[party_id])
    supplier: Mapped[Party | None] = relationship(Party, lazy="joined", foreign_keys=[supplier_id])
    lines: Mapped[list[ZeroPriceLine]] = relationship(
        lazy="selectin", order_by="ZeroPriceLine.position", cascade="all, delete-orphan"
    )


class ZeroPriceLine(Base):
    """One kind of part on such an order (零价订单明细): how many came, were given up, were told to sales, left again.

    ``passed`` is what quality control found good, ``failed`` what it found bad and still lies with us, ``restocked`` what
    is in stock again (SPR-06).
    """

    __tablename__ = "rma_zero_price_line"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(ZeroPriceOrder.document_id))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    quantity: Mapped[Decimal]
    received: Mapped[Decimal] = mapped_column(default=_NOTHING)
    given_up: Mapped[Decimal] = mapped_column(default=_NOTHING)
    to_sales: Mapped[Decimal] = mapped_column(default=_NOTHING)
    sent: Mapped[Decimal] = mapped_column(default=_NOTHING)
    ended: Mapped[Decimal] = mapped_column(default=_NOTHING)
    passed: Mapped[Decimal] = mapped_column(default=_NOTHING)
    failed: Mapped[Decimal] = mapped_column(default=_NOTHING)
    restocked: Mapped[Decimal] = mapped_column(default=_NOTHING)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    given_up_reason: Mapped[str | None]
    product: Mapped[Product] = relationship(Product, lazy="joined", innerjoin=True)
    place: Mapped[Place | None] = relationship(Place, lazy="joined")

    @property
    def awaited(self) -> Decimal:
        """How many pieces have neither come nor been given up."""
        return self.quantity - self.received - self.given_up

    @property
    def held(self) -> Decimal:
        """How many pieces lie with us."""
        return self.received - self.sent - self.ended - self.restocked

    @property
    def untested(self) -> Decimal:
        """How many of them quality control has not looked at; what was good leaves after everything else."""
        return max(self.held - self.usable - self.failed, _NOTHING)

    @property
    def usable(self) -> Decimal:
        """How many of them passed the test and may go back into stock (SPR-06)."""
        return max(min(self.passed - self.restocked, self.held), _NOTHING)
