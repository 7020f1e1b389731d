"""The tables of what is promised on the way back, and of what a repair waits for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Company, Party, Product
from sanbao_rma.models.base import Base, Id
from sanbao_rma.models.parcels import RmaLine


class RmaBinding(Base):
    """A return promise that counts (返修承诺适用范围): for a customer, a product, both, or for everybody (CAL-09).

    It points to a version, never to the promise itself. ``contract_id`` is the paper in which it was given.
    """

    __tablename__ = "rma_binding"
    __table_args__ = (Index("ix_rma_binding_about", "company_id", "party_id", "product_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(ProfileVersion.id))
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    version: Mapped[ProfileVersion] = relationship(ProfileVersion, lazy="joined", innerjoin=True)
    party: Mapped[Party | None] = relationship(Party, lazy="joined")
    product: Mapped[Product | None] = relationship(Product, lazy="joined")
    contract: Mapped[Document | None] = relationship(Document, lazy="joined")


class RmaWait(Base):
    """A stretch in which nobody could work on a piece (返修等待): for parts, or for transport (N-03, N-05)."""

    __tablename__ = "rma_wait"
    __table_args__ = (Index("ix_rma_wait_line", "line_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    line_id: Mapped[int] = mapped_column(ForeignKey(RmaLine.id))
    what: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
