"""The tables of a parcel and of the pieces in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentLine, DocumentPart
from sanbao.registry.models import Company, CostCentre, Party, Place, Product, Unit
from sanbao_rma.models.base import Base


class Rma(DocumentPart, Base):
    """One parcel of one sender with what is in it (返修单), from announcement to the customer's hand (RMA-01).

    ``announced_quantity`` is what the sender told, ``counted_quantity`` what was found (RMA-02); ``count_note`` says
    who at the customer's confirmed another count. ``reference`` is the sender's own number of the parcel.
    """

    __tablename__ = "rma_parcel"
    __table_args__ = (Index("ix_rma_parcel_reference", "company_id", "reference"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    announced_on: Mapped[date]
    announced_quantity: Mapped[int]
    counted_quantity: Mapped[int | None]
    received_on: Mapped[date | None]
    reference: Mapped[str | None]
    carrier: Mapped[str | None]
    tracking: Mapped[str | None]
    reason: Mapped[str | None]
    confirmed_by: Mapped[str | None]
    confirmed_on: Mapped[date | None]
    count_note: Mapped[str | None]
    closed_on: Mapped[date | None]
    party: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    lines: Mapped[list[RmaLine]] = relationship(
        primaryjoin="Rma.document_id == foreign(RmaLine.document_id)",
        order_by="RmaLine.position",
        viewonly=True,
        lazy="select",
    )


class RmaLine(DocumentLine, Base):
    """One piece in a parcel (返修明细): what was said of it, what was found, what becomes of it (RMA-01).

    ``unit_id`` is empty while nobody can read whose it is. ``owner_id`` is its end customer where that is not the
    sender. ``payment`` says who pays the repair (RMA-03), ``place_id`` and ``account`` where the piece stands now,
    ``promised_at`` by when it shall be on its way back, ``fit_on`` when a piece that became ours passed its test.
    """

    __tablename__ = "rma_line"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        Index("ix_rma_line_unit", "unit_id"),
        Index("ix_rma_line_state", "company_id", "state", "received_on"),
        Index("ix_rma_line_qc", "company_id", "qc_passed_on"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    position: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    serial: Mapped[str | None]
    is_announced: Mapped[bool] = mapped_column(default=True)
    is_unreadable: Mapped[bool] = mapped_column(default=False)
    fault: Mapped[str | None]
    fault_code: Mapped[str | None]
    requested_on: Mapped[date | None]
    purchased_on: Mapped[date | None]
    condition: Mapped[str | None]
    accessories: Mapped[list[Any]] = mapped_column(default=list)
    received_on: Mapped[date | None]
    account: Mapped[str | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    diagnosed_on: Mapped[date | None]
    part: Mapped[str | None]
    cause: Mapped[str | None]
    finding: Mapped[str | None]
    is_main_component: Mapped[bool] = mapped_column(default=False)
    is_no_fault: Mapped[bool] = mapped_column(default=False)
    is_own_quality: Mapped[bool] = mapped_column(default=False)
    is_covered: Mapped[bool | None]
    is_checked: Mapped[bool] = mapped_column(default=False)
    payment: Mapped[str | None]
    repeat_of_id: Mapped[int | None] = mapped_column(ForeignKey("rma_line.id"))
    bearer: Mapped[str | None]
    bearer_party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    bearer_centre_id: Mapped[int | None] = mapped_column(ForeignKey(CostCentre.id))
    quote_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    special_case: Mapped[str | None]
    entitled_to: Mapped[str | None]
    promised_at: Mapped[datetime | None]
    ready_on: Mapped[date | None]
    started_at: Mapped[datetime | None]
    repaired_on: Mapped[date | None]
    remedy: Mapped[str | None]
    qc_count: Mapped[int] = mapped_column(default=0)
    qc_passed_on: Mapped[date | None]
    outbound_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    slip_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    factory_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    delivered_on: Mapped[date | None]
    guaranteed_until: Mapped[date | None]
    ended_on: Mapped[date | None]
    fit_on: Mapped[date | None]
    new_unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    new_shipped_on: Mapped[date | None]
    ahead_due_on: Mapped[date | None]
    ahead_price: Mapped[Decimal | None]
    unit: Mapped[Unit | None] = relationship(Unit, lazy="joined", foreign_keys=[unit_id])
    product: Mapped[Product | None] = relationship(Product, lazy="joined", foreign_keys=[product_id])
    owner: Mapped[Party | None] = relationship(Party, lazy="joined", foreign_keys=[owner_id])
    place: Mapped[Place | None] = relationship(Place, lazy="joined", foreign_keys=[place_id])
    new_unit: Mapped[Unit | None] = relationship(Unit, lazy="select", foreign_keys=[new_unit_id])
