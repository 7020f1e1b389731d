"""The warranty plugin's tables."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from sanbao.database import TYPES, BigId, plugin_metadata
from sanbao.documents.models import Document, DocumentPart
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Company, Party, Unit


class Base(DeclarativeBase):
    """The plugin's own base: a fault in its mappers harms no one else's."""

    metadata = plugin_metadata("warranty")
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


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
    """What the manufacturer owes on a unit (厂家质保), and terms agreed for this unit alone (W-02, PRD-02)."""

    __tablename__ = "warranty_unit_terms"
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    manufacturer_term: Mapped[str | None]
    manufacturer_start: Mapped[date | None]
    agreed_term: Mapped[str | None]


class Claim(DocumentPart, Base):
    """A fault call under a promise (保修索赔单): what was said, what was found, what was decided."""

    __tablename__ = "warranty_claim"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    caller: Mapped[str | None]
    phone: Mapped[str | None]
    fault_code: Mapped[str | None]
    fault_text: Mapped[str]
    fault_class: Mapped[str | None]
    cause: Mapped[str]
    evidence: Mapped[bool]
    product_caused: Mapped[bool | None]
    occurred_at: Mapped[datetime | None]
    occurred_proven: Mapped[bool]
    received_at: Mapped[datetime]
    parts: Mapped[list[str]]
    repaired_on: Mapped[date | None]
    unit: Mapped[Unit] = relationship(Unit, lazy="select")


class Recovery(DocumentPart, Base):
    """A claim on a supplier for its share (供方索赔单): filed, answered, settled (LED-14, PTY-10)."""

    __tablename__ = "warranty_recovery"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    claim_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    supplier_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    claimed: Mapped[Decimal]
    accepted: Mapped[Decimal | None]
    rejected: Mapped[Decimal | None]
    answer_due_on: Mapped[date | None]
    answers_count: Mapped[int] = mapped_column(default=1)
    supplier: Mapped[Party] = relationship(Party, lazy="select")
