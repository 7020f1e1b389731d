"""Problems that a client's users raise about an installation, and the clocks that an installer's answer is held against."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.documents.models import Attachment, Document, DocumentPart
from sanbao.registry.models import Company, Office, Party
from sanbao_installation_outsourcing.models.base import Base, Id
from sanbao_installation_outsourcing.models.contracts import Lot
from sanbao_installation_outsourcing.models.jobs import Job


class InstallationProblem(DocumentPart, Base):
    """A problem with an installation that a client's user raised (安装问题): the installer has to answer it fast (INS-11).

    ``contract_version`` is the version in force when it was raised, whose service level binds; ``appointed_at`` is the later
    moment at which the client asked him to come (SLA-12). ``severity``, ``urgency`` and ``customer_class``, the client's
    class (客户分类) on that day, pick the promises that hold (SLA-10).
    """

    __tablename__ = "outsourcing_problem"
    __table_args__ = (
        Index("ix_outsourcing_problem_contract", "contract_id", "raised_at"),
        Index("ix_outsourcing_problem_party", "party_id", "raised_at"),
        CheckConstraint("severity in ('general', 'major')", name="severity"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    contract_version: Mapped[int]
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey(Lot.id))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))
    severity: Mapped[str]
    urgency: Mapped[str]
    customer_class: Mapped[str | None]
    description: Mapped[str]
    raised_at: Mapped[datetime]
    appointed_at: Mapped[datetime | None]


class ProblemEvent(Base):
    """What happened to a problem and when (处理节点): answered, on site, put right; each once, corrected with a reason."""

    __tablename__ = "outsourcing_problem_event"
    __table_args__ = (UniqueConstraint("problem_id", "event"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    problem_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    event: Mapped[str]
    happened_at: Mapped[datetime]
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class ProblemHold(Base):
    """A stretch in which a problem's clocks stand still (暂停计时), with its reason and evidence (SLA-12)."""

    __tablename__ = "outsourcing_problem_hold"
    __table_args__ = (
        Index("ix_outsourcing_problem_hold", "problem_id"),
        CheckConstraint("reason in ('waiting_customer', 'ours')", name="reason"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    problem_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    reason: Mapped[str]
    start_at: Mapped[datetime]
    end_at: Mapped[datetime | None]
    note: Mapped[str]
    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class ProblemClock(Base):
    """Where one promise of the service level stands for a problem (响应时钟), with its reasons (CAL-12).

    ``event_id`` is the installer's event that a breach led to, once for each clock.
    """

    __tablename__ = "outsourcing_problem_clock"
    __table_args__ = (
        UniqueConstraint("problem_id", "metric"),
        Index("ix_outsourcing_problem_clock_due", "company_id", "state", "due_at"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    problem_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    metric: Mapped[str]
    state: Mapped[str]
    start_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    late_seconds: Mapped[int]
    elapsed_seconds: Mapped[int | None]
    tender_due_at: Mapped[datetime | None]
    tender_met: Mapped[bool | None]
    trace: Mapped[list[Any]]
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
