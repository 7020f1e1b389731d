"""The tables of what a unit went through: repairs with their times, waiting, readings of use, final tests."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Company, Unit
from sanbao_warranty.models.base import Base, Id


class Repair(Base):
    """One repair on a claim (修理记录): handed in, handed back, whether it cured the fault (W-17, N-03, N-21).

    ``returned_on`` is open while it is in the shop; ``started_at`` and ``ended_at`` are open where nobody took the
    moment down. ``cured`` is open until somebody knows, ``reason`` says to whom or what time was lost.
    """

    __tablename__ = "warranty_repair"
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    returned_on: Mapped[date | None]
    cured: Mapped[bool | None]
    reason: Mapped[str | None]
    waits: Mapped[list[Wait]] = relationship(back_populates="repair", lazy="selectin", order_by="Wait.since")


class Wait(Base):
    """A stretch of a repair in which nobody could work (等待): for parts, or for transport (N-05, N-19)."""

    __tablename__ = "warranty_wait"
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    repair_id: Mapped[int] = mapped_column(ForeignKey(Repair.id), index=True)
    what: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    repair: Mapped[Repair] = relationship(back_populates="waits")


class Usage(Base):
    """A reading of how far a unit was used (使用读数): kilometres or hours on a day (N-17)."""

    __tablename__ = "warranty_usage"
    __table_args__ = (Index("ix_warranty_usage_unit", "unit_id", "measure", "read_on"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    read_on: Mapped[date]
    measure: Mapped[str]
    amount: Mapped[Decimal]
    reason: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    withdrawn_at: Mapped[datetime | None]


class FinalTest(DocumentPart, Base):
    """The performance test in the last month of a term (期末性能测试): planned, passed or failed (W-10)."""

    __tablename__ = "warranty_final_test"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(ProfileVersion.id))
    guarantee: Mapped[str]
    window_from: Mapped[date]
    window_until: Mapped[date]
    tested_on: Mapped[date | None]
    passed: Mapped[bool | None]
    in_window: Mapped[bool | None]
    findings: Mapped[str | None]
    repaired_on: Mapped[date | None]
    unit: Mapped[Unit] = relationship(Unit, lazy="select")
    version: Mapped[ProfileVersion] = relationship(ProfileVersion, lazy="select")
