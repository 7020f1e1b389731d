"""What was consented to in writing: the register against which a disclosure is held."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.documents.models import Attachment, Document
from sanbao.registry.models import Company, Party
from sanbao_installation_outsourcing.models.base import Base, Id


class ConsentRecord(Base):
    """A written consent under a contract (书面同意): what may be passed on to whom, from when and how long (INS-14).

    The signed paper is attached. What was withdrawn stays on record; it covers nothing from ``withdrawn_on`` on.
    """

    __tablename__ = "outsourcing_consent"
    __table_args__ = (
        Index("ix_outsourcing_consent_contract", "contract_id", "given_on"),
        CheckConstraint(
            "matter in ('sim', 'identity', 'contact', 'technical', 'commercial', 'hardware')", name="matter"
        ),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    matter: Mapped[str]
    recipient: Mapped[str]
    purpose: Mapped[str]
    signer: Mapped[str]
    given_on: Mapped[date]
    ends_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]
    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    @property
    def name(self) -> str:
        """How people know it besides its number: for whom, and what for."""
        return f"{self.recipient}: {self.purpose}"
