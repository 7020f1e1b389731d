"""The plugin's one table; it points at the loans."""

from __future__ import annotations

from typing import Any, ClassVar

from sanbao_loan.models import Loan
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from sanbao.database import TYPES, plugin_metadata


class Base(DeclarativeBase):
    """The plugin's own base."""

    metadata = plugin_metadata("loan_notes")
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


class LoanNote(Base):
    """A remark on a loan (借用备注)."""

    __tablename__ = "loan_notes_note"
    loan_id: Mapped[int] = mapped_column(ForeignKey(Loan.document_id), primary_key=True)
    text: Mapped[str]
