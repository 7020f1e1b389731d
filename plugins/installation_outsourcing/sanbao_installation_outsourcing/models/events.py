"""What happened under a contract that touches money: the facts, and what was decided about them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Host, Office, Party
from sanbao_installation_outsourcing.models.base import Base
from sanbao_installation_outsourcing.models.contracts import Lot
from sanbao_installation_outsourcing.models.jobs import Job


class InstallerEvent(DocumentPart, Base):
    """A breach, a damage or another fact on which a clause may rest (违约事项).

    ``facts`` are the engine's own (:mod:`sanbao_installation_outsourcing.rules.penalties.facts`). ``decision`` is
    apply, reduce (to ``decided_amount``) or waive, nothing while nobody has decided; ``disputed_amount`` is the part
    of it that stands frozen while the other side disputes it (INS-16, CAL-10). ``answer_due_on`` is the last day to
    answer, ``answer`` accepted, disputed or silent; ``proposal`` is a decision that a second person has yet to approve.
    ``host_id`` is the vehicle and ``person`` whoever of the installer's it is about, as they were when it was reported.
    ``decided_up_to`` is up to which assessed amount the decision carries: what grows beyond it is decided anew.
    """

    __tablename__ = "outsourcing_event"
    __table_args__ = (
        Index("ix_outsourcing_event_contract", "contract_id", "occurred_on"),
        Index("ix_outsourcing_event_host", "host_id"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey(Lot.id))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    trigger: Mapped[str]
    occurred_on: Mapped[date]
    facts: Mapped[dict[str, Any]]
    verified: Mapped[bool]
    matter: Mapped[str | None]
    assessed: Mapped[Decimal]
    decision: Mapped[str | None]
    decided_amount: Mapped[Decimal | None]
    decided_up_to: Mapped[Decimal | None]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    disputed_amount: Mapped[Decimal]
    description: Mapped[str]
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))
    host_id: Mapped[int | None] = mapped_column(ForeignKey(Host.id))
    person: Mapped[str | None]
    verified_on: Mapped[date | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    notified_on: Mapped[date | None]
    answer_due_on: Mapped[date | None]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    answer_text: Mapped[str | None]
    decision_reason: Mapped[str | None]
    proposal: Mapped[dict[str, Any] | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
