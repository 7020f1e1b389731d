"""The tables of performance bonds: what was paid in, taken from it, and given back (PEN-05, LED-12)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, CostCentre, Party
from sanbao_installation_outsourcing.models.base import Base, Id


class Bond(DocumentPart, Base):
    """A performance bond (履约保证金): one that we paid (``direction`` paid), or one that we hold (held)."""

    __tablename__ = "outsourcing_bond"
    __table_args__ = (CheckConstraint("direction in ('paid', 'held')", name="direction"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    direction: Mapped[str]
    amount: Mapped[Decimal]
    balance: Mapped[Decimal]
    release_on: Mapped[date | None]
    party: Mapped[Party] = relationship(Party, lazy="select")


class BondMove(Base):
    """One movement of a bond (保证金变动): paid, deducted, returned; ``beyond`` is what a deduction took above it."""

    __tablename__ = "outsourcing_bond_move"
    __table_args__ = (Index("ix_outsourcing_bond_move_document", "document_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    kind: Mapped[str]
    moved_on: Mapped[date]
    amount: Mapped[Decimal]
    beyond: Mapped[Decimal]
    balance: Mapped[Decimal]
    cost_centre_id: Mapped[int | None] = mapped_column(ForeignKey(CostCentre.id))
    reason: Mapped[str]
