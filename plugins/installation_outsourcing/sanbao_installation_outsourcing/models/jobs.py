"""One job per unit to install: who does it where and when, what was found, who signed, and what paid it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.documents.models import Document
from sanbao.registry.models import Company, Host, Office, Party, Product, Site, Unit
from sanbao_installation_outsourcing.models.base import Base, Id
from sanbao_installation_outsourcing.models.contracts import Lot


class Job(Base):
    """The installation of one unit (安装任务).

    ``passed`` is what the last inspection said; ``completed_on`` the day on which the work that passed, or shall
    pass, was done: a rework's day after a failed inspection (INS-09). ``settlement_id`` is the statement that pays.
    ``sim``, ``owner`` and ``phone`` are the client's users' own and shown to few (INS-14). ``fault`` is what the last
    inspection found. ``order_id`` is the order on which the installer was sent. No index begins with the company, which
    a database that has not yet counted its rows would prefer to the contract's, and none holds the state: every step of
    a job would have to write it anew.
    """

    __tablename__ = "outsourcing_job"
    __table_args__ = (
        Index("ix_outsourcing_job_lot", "lot_id"),
        Index("ix_outsourcing_job_contract", "contract_id", "settlement_id"),
        # Without it PostgreSQL, once it keeps a plan for any days, reads those of all contracts: it thinks days the rarer.
        Index("ix_outsourcing_job_plan", "contract_id", "planned_on"),
        Index("ix_outsourcing_job_party", "party_id"),
        Index("ix_outsourcing_job_centre", "centre_id"),
        Index("ix_outsourcing_job_unit", "unit_id"),
        Index("ix_outsourcing_job_host", "host_id"),
        Index("ix_outsourcing_job_order", "order_id"),
        Index("ix_outsourcing_job_day", "planned_on"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    lot_id: Mapped[int] = mapped_column(ForeignKey(Lot.id))
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    site_id: Mapped[int | None] = mapped_column(ForeignKey(Site.id))
    host_id: Mapped[int | None] = mapped_column(ForeignKey(Host.id))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    sim: Mapped[str | None]
    owner: Mapped[str | None]
    phone: Mapped[str | None]
    person: Mapped[str | None]
    fault: Mapped[str | None]
    signer: Mapped[str | None]
    state: Mapped[str]
    planned_on: Mapped[date | None]
    assigned_on: Mapped[date | None]
    installed_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    inspected_on: Mapped[date | None]
    passed: Mapped[bool | None]
    client_signed_on: Mapped[date | None]
    manager_confirmed_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
