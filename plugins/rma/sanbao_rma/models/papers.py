"""The tables of the papers that go with pieces: outbound form, return and exchange slip, order to a factory."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, CostCentre, Party, Place
from sanbao_rma.models.base import Base


class Outbound(DocumentPart, Base):
    """What goes back to a customer in one consignment (返修品出库单, F-10): time, customer, quantity, shipping mode (RMA-07)."""

    __tablename__ = "rma_outbound"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    rma_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    shipped_at: Mapped[datetime]
    quantity: Mapped[int]
    shipping_mode: Mapped[str]
    tracking: Mapped[str | None]
    delivered_on: Mapped[date | None]
    received_by: Mapped[str | None]
    party: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    rma: Mapped[Document] = relationship(Document, lazy="select", foreign_keys=[rma_id])


class Slip(DocumentPart, Base):
    """A piece that is taken back for money or for a new one (退/换货品详单, F-14): signed, then booked (RET-04, LED-19).

    ``price`` was paid, ``fee`` is kept for its use, ``cost`` is what the taken piece (or the new one) cost us, and
    ``recoverable`` what the taken piece is still worth. ``paid_on`` is when a refund was paid without open items.
    """

    __tablename__ = "rma_slip"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    rma_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("rma_line.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    solution: Mapped[str]
    reason: Mapped[str]
    purchased_on: Mapped[date]
    requested_on: Mapped[date]
    shipped_on: Mapped[date | None]
    salesman_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    issued_on: Mapped[date]
    signed_on: Mapped[date | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    booked_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    payments_count: Mapped[int] = mapped_column(default=0)
    price: Mapped[Decimal]
    fee: Mapped[Decimal]
    fee_rule: Mapped[str | None]
    tax: Mapped[Decimal]
    cost: Mapped[Decimal | None]
    recoverable: Mapped[Decimal]
    cost_centre_id: Mapped[int] = mapped_column(ForeignKey(CostCentre.id))
    centre: Mapped[CostCentre] = relationship(CostCentre, lazy="joined", innerjoin=True)
    party: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    salesman: Mapped[User | None] = relationship(User, lazy="select", foreign_keys=[salesman_id])
    signed_by: Mapped[User | None] = relationship(User, lazy="select", foreign_keys=[signed_by_id])


class FactoryOrder(DocumentPart, Base):
    """A piece that a vendor repairs for us (退厂维修单): sent, back again, what it costs (RMA-11, PUR-03, PUR-09).

    The price falls on the RMA, or on ``expense_account`` of ``cost_centre`` where the order names them (PUR-03, PUR-04).
    """

    __tablename__ = "rma_factory"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    rma_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    price: Mapped[Decimal]
    assignment: Mapped[str]
    expense_account: Mapped[str | None]
    cost_centre_id: Mapped[int | None] = mapped_column(ForeignKey(CostCentre.id))
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    sent_on: Mapped[date]
    due_on: Mapped[date | None]
    back_on: Mapped[date | None]
    receipts_count: Mapped[int] = mapped_column(default=0)
    supplier: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    centre: Mapped[CostCentre | None] = relationship(CostCentre, lazy="joined")
