"""The table of parts that were taken out of a piece and must be accounted for (SPR-02, LED-13)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document
from sanbao.registry.models import Company, Party, Place, Product
from sanbao_rma.models.base import Base, Id
from sanbao_rma.models.parcels import RmaLine


class RemovedPart(Base):
    """An old part taken out of a piece in repair (换下旧件): whose it is, where it lies, where it went (SPR-02).

    ``kept`` says that it stays with us, ``order_id`` on which zero-price order it lies, ``agreed_by`` who of the
    customer's gave it up, ``new_serial`` what was put in for it. ``moves_count`` makes the events of its entries.
    """

    __tablename__ = "rma_removed_part"
    __table_args__ = (
        Index("ix_rma_removed_part_line", "line_id"),
        Index("ix_rma_removed_part_document", "document_id", "state"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    line_id: Mapped[int] = mapped_column(ForeignKey(RmaLine.id))
    code: Mapped[str]
    serial: Mapped[str | None]
    new_serial: Mapped[str | None]
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    removed_on: Mapped[date]
    kept: Mapped[bool]
    state: Mapped[str] = mapped_column(default="held")
    account: Mapped[str] = mapped_column(default="AT_CUSTOMER")
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    since_on: Mapped[date]
    moves_count: Mapped[int] = mapped_column(default=0)
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    reason: Mapped[str | None]
    agreed_by: Mapped[str | None]
    product: Mapped[Product] = relationship(Product, lazy="joined", innerjoin=True)
    party: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    place: Mapped[Place | None] = relationship(Place, lazy="joined")
