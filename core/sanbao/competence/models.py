"""What the core keeps of assignments that were made although something spoke against them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.database import Base
from sanbao.documents.models import Document
from sanbao.registry.models import CompanyId, Id, Party


class CompetenceOverride(Base):
    """An assignment of somebody who does not qualify, made all the same (资质放行): by whom, why, against what."""

    __tablename__ = "competence_override"
    __table_args__ = (Index("ix_competence_override_day", "company_id", "assigned_on"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person: Mapped[str | None]
    work: Mapped[str]
    assigned_on: Mapped[date]
    against: Mapped[list[Any]]
    reason: Mapped[str]
    overridden_at: Mapped[datetime]
    overridden_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    party: Mapped[Party] = relationship(lazy="joined", innerjoin=True)
    document: Mapped[Document | None] = relationship(lazy="joined")
    overridden_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
