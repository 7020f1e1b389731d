"""The plugin's tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from sanbao.database import TYPES, plugin_metadata
from sanbao.documents.models import DocumentLine, DocumentPart
from sanbao.registry.models import Company, Unit


class Base(DeclarativeBase):
    """The plugin's own base."""

    metadata = plugin_metadata("loan")
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


class Loan(DocumentPart, Base):
    """A loan (借用单) of one or more units to a customer."""

    __tablename__ = "loan_paper"
    deposit: Mapped[Decimal]
    lines: Mapped[list[LoanLine]] = relationship(
        primaryjoin="Loan.document_id == foreign(LoanLine.document_id)", order_by="LoanLine.id", viewonly=True
    )


class LoanLine(DocumentLine, Base):
    """One unit that is lent (借用明细); it comes back, or it does not."""

    __tablename__ = "loan_line"
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    due_on: Mapped[date]
    ended_on: Mapped[date | None]
    condition: Mapped[str | None]
    unit: Mapped[Unit] = relationship(Unit, lazy="joined", innerjoin=True)


class LoanUnit(Base):
    """What this plugin keeps about a unit (备用机标记): whether it may be lent."""

    __tablename__ = "loan_unit"
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    is_loaner: Mapped[bool]
