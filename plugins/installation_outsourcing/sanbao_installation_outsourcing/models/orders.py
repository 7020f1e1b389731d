"""What is sent to an installer: the order of a day at a place, and what happened to each unit on it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Attachment, Document, DocumentPart
from sanbao.registry.models import Company, Office, Party, Site
from sanbao_installation_outsourcing.models.base import Base, Id
from sanbao_installation_outsourcing.models.contracts import Lot
from sanbao_installation_outsourcing.models.jobs import Job


class InstallationOrder(DocumentPart, Base):
    """The order to install so many units on a day at a place (派工单, F-19); its jobs point to it.

    ``notified_at`` is when the installer was told where to come (INS-04), ``available`` how many vehicles the client
    brought (INS-06), ``rework_due_on`` the day until which what failed is put right.
    """

    __tablename__ = "outsourcing_order"
    __table_args__ = (
        Index("ix_outsourcing_order_day", "company_id", "planned_on"),
        Index("ix_outsourcing_order_lot", "lot_id", "planned_on"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    lot_id: Mapped[int] = mapped_column(ForeignKey(Lot.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    site_id: Mapped[int | None] = mapped_column(ForeignKey(Site.id))
    place: Mapped[str | None]
    planned_on: Mapped[date]
    jobs_count: Mapped[int]
    people: Mapped[list[str]]
    notified_at: Mapped[datetime | None]
    available: Mapped[int | None]
    rework_due_on: Mapped[date | None]
    party: Mapped[Party] = relationship(Party, lazy="select")
    lot: Mapped[Lot] = relationship(Lot, lazy="select")
    centre: Mapped[Office | None] = relationship(Office, lazy="select")
    site: Mapped[Site | None] = relationship(Site, lazy="select")


class JobMark(Base):
    """Something that happened to a unit on its way (任务记录): installed, inspected, signed, confirmed, moved, revoked."""

    __tablename__ = "outsourcing_job_mark"
    __table_args__ = (Index("ix_outsourcing_job_mark_job", "job_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    job_id: Mapped[int] = mapped_column(ForeignKey(Job.id))
    kind: Mapped[str]
    marked_on: Mapped[date]
    note: Mapped[str | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
