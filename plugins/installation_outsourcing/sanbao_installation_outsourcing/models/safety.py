"""What an installer found when he looked at his own safety: the paper, and what was said of each point."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.documents.models import Attachment, Document, DocumentPart
from sanbao.registry.models import Company, Host, Office, Party
from sanbao_installation_outsourcing.models.base import Base, Id
from sanbao_installation_outsourcing.models.jobs import Job


class SafetyCheck(DocumentPart, Base):
    """A safety check (安全检查): filled in and signed by the installer for a day at a place, or for one vehicle (INS-18).

    ``checklist`` names the version of the points, ``place`` is where it was, and ``failed`` how many points were not in order.
    """

    __tablename__ = "outsourcing_safety"
    __table_args__ = (
        Index("ix_outsourcing_safety_order", "order_id"),
        Index("ix_outsourcing_safety_party", "company_id", "party_id", "checked_on"),
        Index("ix_outsourcing_safety_day", "company_id", "checked_on"),
        Index("ix_outsourcing_safety_host", "host_id"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    order_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))
    host_id: Mapped[int | None] = mapped_column(ForeignKey(Host.id))
    place: Mapped[str | None]
    checked_on: Mapped[date]
    checklist: Mapped[str]
    failed: Mapped[int]
    remarks: Mapped[str | None]
    signer: Mapped[str]
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class SafetyPoint(Base):
    """What was said of a point of the checklist (检查项结果), with its photo, and the event that a failed one led to."""

    __tablename__ = "outsourcing_safety_point"
    __table_args__ = (
        UniqueConstraint("document_id", "point"),
        CheckConstraint("answer in ('kept', 'failed', 'not_needed')", name="answer"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    point: Mapped[str]
    answer: Mapped[str]
    note: Mapped[str | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
