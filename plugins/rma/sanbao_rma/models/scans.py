"""The table of what was scanned at the receiving station and at the bench."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.registry.models import Company
from sanbao_rma.models.base import Base, Id
from sanbao_rma.models.parcels import RmaLine


class RmaScan(Base):
    """A step that a piece took by a scan (扫描记录): who, when, from where to where; undone, it stays written down."""

    __tablename__ = "rma_scan"
    __table_args__ = (Index("ix_rma_scan_line", "line_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    line_id: Mapped[int] = mapped_column(ForeignKey(RmaLine.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    step: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    #: The scan gave a number to a piece that was announced without one.
    is_numbered: Mapped[bool]
    undone_at: Mapped[datetime | None]
