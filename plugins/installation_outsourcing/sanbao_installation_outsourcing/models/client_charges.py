"""What the client pays us for an installation, and which units it was asked to pay for (DLV-02)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document
from sanbao.registry.models import Company, Party
from sanbao_installation_outsourcing.models.base import Base, Id
from sanbao_installation_outsourcing.models.contracts import Lot
from sanbao_installation_outsourcing.models.jobs import Job


class ClientCharge(Base):
    """What the client pays us per unit of a lot (向甲方用户收取的安装费), without tax; nothing before both sides accepted.

    It is no term of the contract with the installer, who is not to see it. What was charged keeps its amount when this
    changes.
    """

    __tablename__ = "outsourcing_client_charge"
    __table_args__ = (
        UniqueConstraint("lot_id"),
        Index("ix_outsourcing_client_charge_contract", "contract_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    lot_id: Mapped[int] = mapped_column(ForeignKey(Lot.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    unit_charge: Mapped[Decimal]
    tax: Mapped[str]
    agreed_on: Mapped[date]
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    party: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    lot: Mapped[Lot] = relationship(Lot, lazy="joined", innerjoin=True)


class ChargedJob(Base):
    """A unit that stands on a charge to the client (已收费任务), with what it was charged; once while that charge counts.

    ``credit_id`` is the credit by which it was given back; while that stands, the unit can be charged anew.
    """

    __tablename__ = "outsourcing_charged_job"
    __table_args__ = (
        UniqueConstraint("charge_id", "job_id"),
        Index("ix_outsourcing_charged_job_job", "job_id"),
        Index("ix_outsourcing_charged_job_contract", "contract_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    charge_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    lot_id: Mapped[int] = mapped_column(ForeignKey(Lot.id))
    job_id: Mapped[int] = mapped_column(ForeignKey(Job.id))
    unit_charge: Mapped[Decimal]
    credit_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
