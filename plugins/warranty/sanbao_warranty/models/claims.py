"""The tables of a fault call: what was said and found, and what overrides the decision."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Unit
from sanbao_warranty.models.base import Base, Id


class Claim(DocumentPart, Base):
    """A fault call under a promise (质保报修单): what was said, what was found, what was decided."""

    __tablename__ = "warranty_claim"
    __table_args__ = (
        Index(
            "ix_warranty_claim_caller",
            "company_id",
            "caller",
            postgresql_ops={"caller": "text_pattern_ops"},
        ),
        Index("ix_warranty_claim_phone", "company_id", "phone"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    caller: Mapped[str | None]
    phone: Mapped[str | None]
    fault_code: Mapped[str | None]
    fault_text: Mapped[str]
    fault_class: Mapped[str | None]
    is_serious: Mapped[bool | None]
    cause: Mapped[str]
    evidence: Mapped[bool]
    product_caused: Mapped[bool | None]
    occurred_at: Mapped[datetime | None]
    occurred_proven: Mapped[bool]
    received_at: Mapped[datetime]
    parts: Mapped[list[str]]
    repaired_on: Mapped[date | None]
    special_case: Mapped[str | None]
    unit: Mapped[Unit] = relationship(Unit, lazy="select")

    @property
    def fault(self) -> str:
        """The fault as the caller's words were taken down, its code before them."""
        if self.fault_code in (None, self.fault_text):
            return self.fault_text
        return f"{self.fault_code} {self.fault_text}"


class Override(Base):
    """An admission that decides a case whatever its cause (视同认可): ours in whole, charge nothing (W-15, SLA-06)."""

    __tablename__ = "warranty_override"
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    responsible: Mapped[str]
    rule: Mapped[str]
    breached: Mapped[str]
    because: Mapped[str]
    admitted_at: Mapped[datetime]
    admitted_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    withdrawn_at: Mapped[datetime | None]
