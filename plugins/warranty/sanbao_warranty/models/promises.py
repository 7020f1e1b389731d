"""The tables of what was promised for a unit: bound promises, its own terms, what lengthens a term."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.database import BigId
from sanbao.documents.models import Document
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Company, Unit
from sanbao_warranty.models.base import Base, Id


class Binding(Base):
    """A promise that counts for a unit (质保绑定): a version of a policy, never the policy itself (CAL-09)."""

    __tablename__ = "warranty_binding"
    __table_args__ = (UniqueConstraint("unit_id", "version_id"), Index("ix_warranty_binding_unit", "unit_id"))
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(ProfileVersion.id))
    bound_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class UnitTerms(Base):
    """What the manufacturer owes on a unit (厂家质保), and terms agreed for this unit alone (W-02, W-14, PRD-02).

    ``agreed_term`` holds for every promise that leaves its own open; ``agreed_terms`` and ``agreed_ends`` for one
    promise (``CODE``) or one of its guarantees (``CODE/kind``), ``part_terms`` for a part of the unit. Nothing that its
    product's release promises is bound to a unit that ``is_without_promise``.
    """

    __tablename__ = "warranty_unit_terms"
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    manufacturer_term: Mapped[str | None]
    manufacturer_start: Mapped[date | None]
    agreed_term: Mapped[str | None]
    agreed_terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    agreed_ends: Mapped[dict[str, Any]] = mapped_column(default=dict)
    part_terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    design_life: Mapped[str | None]
    region: Mapped[str | None]
    is_without_promise: Mapped[bool] = mapped_column(default=False)


class TermExtension(Base):
    """A term that was lengthened (质保延期): by a failed final test (W-10), or by a word that somebody gave.

    Either so many months beyond the original end, or until a day; on one guarantee of the promise or on all.
    """

    __tablename__ = "warranty_extension"
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(ProfileVersion.id))
    guarantee: Mapped[str | None]
    months: Mapped[int | None]
    until: Mapped[date | None]
    rule: Mapped[str]
    because: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    withdrawn_at: Mapped[datetime | None]
