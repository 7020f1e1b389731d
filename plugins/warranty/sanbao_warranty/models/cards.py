"""The table of warranty cards."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import DocumentPart
from sanbao.registry.models import Company, Unit
from sanbao_warranty.models.base import Base


class Card(DocumentPart, Base):
    """A warranty card (保修卡, 保障卡): what was promised for a unit on the day of issue, with a code to verify it (F-31).

    ``promises`` is what the card says, kept as it was issued. ``code`` cannot be guessed; its last character checks
    the others.
    """

    __tablename__ = "warranty_card"
    __table_args__ = (UniqueConstraint("code"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    code: Mapped[str]
    issued_on: Mapped[date]
    promises: Mapped[list[Any]]
    because: Mapped[str | None]
    unit: Mapped[Unit] = relationship(Unit, lazy="select")
