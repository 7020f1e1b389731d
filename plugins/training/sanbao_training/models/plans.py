"""The plan of a year: what is needed, why, by whom, when, and what it may cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Party, Product, Site
from sanbao_training.models.base import Base, Id


class Need(Base):
    """A need for training that somebody reported (培训需求): an upheld complaint, a finding, a new product (CAP-10, TRN-13)."""

    __tablename__ = "training_need"
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id), index=True)
    cause: Mapped[str]
    outline_code: Mapped[str]
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    heads: Mapped[int]
    wanted_by: Mapped[date | None]
    source_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    finding: Mapped[str]
    reported_on: Mapped[date]
    settled_on: Mapped[date | None]
    party: Mapped[Party | None] = relationship(Party, lazy="joined")
    source: Mapped[Document | None] = relationship(Document, lazy="joined")


class Plan(DocumentPart, Base):
    """A training plan of a year (年度培训计划) with its budget (TRN-11, TRN-16)."""

    __tablename__ = "training_plan"
    __table_args__ = (UniqueConstraint("company_id", "year", "version"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    year: Mapped[int]
    version: Mapped[int]
    budget: Mapped[Decimal]
    approved_on: Mapped[date | None]


class PlanLine(Base):
    """A proposed session of a plan (计划项): for whom, where, what, when, at what cost, and from which needs."""

    __tablename__ = "training_plan_line"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    position: Mapped[int]
    key: Mapped[str]
    outline_code: Mapped[str]
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    site_id: Mapped[int | None] = mapped_column(ForeignKey(Site.id))
    batch: Mapped[str | None]
    heads: Mapped[int]
    by_day: Mapped[date | None]
    budget: Mapped[Decimal]
    needs: Mapped[list[Any]]
    dropped_because: Mapped[str | None]
    session_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    party: Mapped[Party | None] = relationship(Party, lazy="joined")
    site: Mapped[Site | None] = relationship(Site, lazy="joined")
