"""The tables of settlement: what a statement says line by line, which jobs it pays, and what was accrued before."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Party
from sanbao_installation_outsourcing.models.base import Base, Id
from sanbao_installation_outsourcing.models.contracts import Lot


class Settlement(DocumentPart, Base):
    """A payment request with its statement (请款单、结算单): gross, deductions, offsets, retention, net.

    ``position`` counts a contract's statements. ``net`` is what is payable now; ``owed_back`` is what is left below
    zero, carried to the next statement or claimed. ``accrued`` is what left the accrual. ``due_on`` follows from the last precondition (INS-03).
    ``invoice_tax`` is what his invoice says where that is another tax than the contract's.
    """

    __tablename__ = "outsourcing_settlement"
    __table_args__ = (UniqueConstraint("contract_id", "position"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    position: Mapped[int]
    until_on: Mapped[date]
    treatment: Mapped[str]
    quantity: Mapped[int]
    gross: Mapped[Decimal]
    deductions: Mapped[Decimal]
    claims: Mapped[Decimal]
    frozen: Mapped[Decimal]
    retention: Mapped[Decimal]
    offsets: Mapped[Decimal]
    net: Mapped[Decimal]
    owed_back: Mapped[Decimal]
    tax: Mapped[Decimal]
    accrued: Mapped[Decimal]
    invoice_no: Mapped[str | None]
    invoiced_on: Mapped[date | None]
    invoice_tax: Mapped[Decimal | None]
    invoice_special: Mapped[bool | None]
    approved_on: Mapped[date | None]
    due_on: Mapped[date | None]
    our_signed_on: Mapped[date | None]
    their_signed_on: Mapped[date | None]
    their_signer: Mapped[str | None]
    bank_name: Mapped[str | None]
    bank_account: Mapped[str | None]
    missing: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    party: Mapped[Party] = relationship(Party, lazy="select")


class SettlementLine(Base):
    """One line of a statement (结算明细): units of a lot, a deduction with its clause, an offset …

    ``amount`` is what it adds to the net (negative takes off); ``assessed`` what the clause said; ``trace`` says why.
    """

    __tablename__ = "outsourcing_settlement_line"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        Index("ix_outsourcing_settlement_line_event", "event_id", "clause"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    position: Mapped[int]
    kind: Mapped[str]
    text: Mapped[dict[str, Any]]
    lot_id: Mapped[int | None] = mapped_column(ForeignKey(Lot.id))
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    clause: Mapped[str | None]
    quantity: Mapped[int | None]
    assessed: Mapped[Decimal | None]
    amount: Mapped[Decimal]
    trace: Mapped[list[Any]]


class SettlementJob(Base):
    """A job that a statement pays, or takes back because its acceptance was revoked (``sign`` -1)."""

    __tablename__ = "outsourcing_settlement_job"
    __table_args__ = (
        UniqueConstraint("document_id", "job_id"),
        Index("ix_outsourcing_settlement_job_job", "job_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    job_id: Mapped[int] = mapped_column(ForeignKey("outsourcing_job.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey(Lot.id))
    sign: Mapped[int]


class Accrual(Base):
    """How a contract's accrued cost followed its accepted units (暂估): units and amount as they then stood (LED-15)."""

    __tablename__ = "outsourcing_accrual"
    __table_args__ = (Index("ix_outsourcing_accrual_contract", "contract_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    accrued_on: Mapped[date]
    quantity: Mapped[int]
    amount: Mapped[Decimal]
    posted: Mapped[Decimal]


class SettlementRun(Base):
    """The settling of every contract up to a day (结算批次): how far it came, so that a run that was stopped goes on there.

    ``reached_id`` is the last contract that was looked at; ``empty`` had nothing to settle, ``held`` an open statement.
    """

    __tablename__ = "outsourcing_run"
    __table_args__ = (UniqueConstraint("company_id", "until_on"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    until_on: Mapped[date]
    reached_id: Mapped[int]
    requested: Mapped[int]
    empty: Mapped[int]
    held: Mapped[int]
    started_at: Mapped[datetime]
    started_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    finished_at: Mapped[datetime | None]


class SettlementRefusal(Base):
    """A contract that a run could not settle (未能结算的合同), and why; it is gone once the contract could be settled."""

    __tablename__ = "outsourcing_run_refusal"
    __table_args__ = (UniqueConstraint("run_id", "contract_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    run_id: Mapped[int] = mapped_column(ForeignKey(SettlementRun.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    code: Mapped[str]
    reason: Mapped[dict[str, Any]]
    refused_at: Mapped[datetime]


class BankChange(Base):
    """Where an installer's money goes (收款账户): it counts once a second person has confirmed it."""

    __tablename__ = "outsourcing_bank"
    __table_args__ = (Index("ix_outsourcing_bank_party", "party_id"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    bank_name: Mapped[str]
    bank_account: Mapped[str]
    reason: Mapped[str]
    proposed_on: Mapped[date]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    withdrawn_on: Mapped[date | None]
