"""The tables of what happened to a piece: each move, each test, each cost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.charging.models import QuoteLine
from sanbao.costing.models import CostLine
from sanbao.registry.models import Company, Place
from sanbao_rma.models.base import Base, Id
from sanbao_rma.models.parcels import RmaLine


class RmaMove(Base):
    """A hand-over of a piece from one place to another (移交记录): who, when, where to (RMA-01, LED-13)."""

    __tablename__ = "rma_move"
    __table_args__ = (Index("ix_rma_move_line", "line_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    line_id: Mapped[int] = mapped_column(ForeignKey(RmaLine.id))
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    operation: Mapped[str]
    from_account: Mapped[str | None]
    from_place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    account: Mapped[str]
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    place: Mapped[Place | None] = relationship(Place, lazy="joined", foreign_keys=[place_id])


class RmaCheck(Base):
    """A test by quality control of a repaired piece (品管检验): passed, or back to the bench (RMA-06)."""

    __tablename__ = "rma_check"
    __table_args__ = (Index("ix_rma_check_line", "line_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    line_id: Mapped[int] = mapped_column(ForeignKey(RmaLine.id))
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    passed: Mapped[bool]
    note: Mapped[str | None]


class RmaCost(Base):
    """On which piece of a parcel a cost was incurred (返修成本归集), so that each piece has its own cost (RMA-12)."""

    __tablename__ = "rma_cost"
    __table_args__ = (Index("ix_rma_cost_line", "line_id"),)
    cost_line_id: Mapped[int] = mapped_column(ForeignKey(CostLine.id), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    line_id: Mapped[int] = mapped_column(ForeignKey(RmaLine.id))


class RmaQuoted(Base):
    """Which piece of a parcel a line of a quote is about (返修报价明细对应), so that each is agreed to by itself (RMA-04)."""

    __tablename__ = "rma_quoted"
    __table_args__ = (Index("ix_rma_quoted_line", "line_id"),)
    quote_line_id: Mapped[int] = mapped_column(ForeignKey(QuoteLine.id), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    line_id: Mapped[int] = mapped_column(ForeignKey(RmaLine.id))
