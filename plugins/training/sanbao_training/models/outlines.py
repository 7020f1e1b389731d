"""What is taught: outlines in versions, with their topics and the questions of the exam."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Product
from sanbao_training.models.base import Base, Id
from sanbao_training.models.skills import Skill


class Outline(DocumentPart, Base):
    """A training outline (培训大纲) in one version: topics, hours, exam, and the skill that it certifies (TRN-01)."""

    __tablename__ = "training_outline"
    __table_args__ = (UniqueConstraint("company_id", "code", "version"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    code: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str | None]
    audience: Mapped[str]
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    skill_id: Mapped[int | None] = mapped_column(ForeignKey(Skill.id))
    pass_mark: Mapped[Decimal]
    most_attempts: Mapped[int]
    valid_months: Mapped[int | None]
    has_exam: Mapped[bool]
    materials: Mapped[str | None]
    questions: Mapped[list[Any]]
    approved_on: Mapped[date | None]
    product: Mapped[Product | None] = relationship(Product, lazy="select")
    skill: Mapped[Skill | None] = relationship(Skill, lazy="joined")


class Topic(Base):
    """One topic of an outline (大纲条目), with its hours."""

    __tablename__ = "training_topic"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    position: Mapped[int]
    text: Mapped[str]
    text_en: Mapped[str | None]
    hours: Mapped[Decimal]
    is_practical: Mapped[bool]
