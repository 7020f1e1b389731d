"""Which penalties that a client took from us were charged on to which installers (INS-12)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.documents.models import Document
from sanbao.registry.models import Company
from sanbao_installation_outsourcing.models.base import Base, Id


class ChargedOn(Base):
    """A client's penalty that an installer caused, in whole or in part (罚款转嫁): ``event_id`` is his event, ``percent`` his part.

    How much that is follows what is booked as owed for the penalty; the parts of all together are never more than it.
    """

    __tablename__ = "outsourcing_charged_on"
    __table_args__ = (UniqueConstraint("event_id"), Index("ix_outsourcing_charged_on_penalty", "penalty_id"))
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    penalty_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    event_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    percent: Mapped[Decimal]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
