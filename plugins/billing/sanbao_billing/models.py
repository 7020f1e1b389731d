"""The billing plugin's tables; the open items themselves are no table, they are the ledger's lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from sanbao.costing.models import CostLine
from sanbao.database import TYPES, BigId, plugin_metadata
from sanbao.documents.models import Document, DocumentPart
from sanbao.ledger.models import Account
from sanbao.registry.models import Company, CostCentre, Party


class Base(DeclarativeBase):
    """The plugin's own base: a fault in its mappers harms no one else's."""

    metadata = plugin_metadata("billing")
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


class PartyTerms(Base):
    """What an invoice to a party needs and when it is due (开票资料、付款条件)."""

    __tablename__ = "billing_party"
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    invoice_title: Mapped[str | None]
    tax_number: Mapped[str | None]
    bank_name: Mapped[str | None]
    bank_account: Mapped[str | None]
    payment_terms: Mapped[str | None]


class DueDay(Base):
    """When what a paper posted is due (到期日), where that is not simply its day and the party's terms."""

    __tablename__ = "billing_due"
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    due_on: Mapped[date]


class Match(Base):
    """So much of a debit line is settled by so much of a credit line (核销): on which day, by which paper.

    A line is named by the paper, the event and the position with which it was posted: all three are known before
    the seal, and the ledger keeps them for good.
    """

    __tablename__ = "billing_match"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_billing_match_debit", "debit_document_id", "debit_event", "debit_position"),
        Index("ix_billing_match_credit", "credit_document_id", "credit_event", "credit_position"),
        Index("ix_billing_match_document", "document_id"),
        Index("ix_billing_match_party", "party_id"),
    )
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    debit_document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    debit_event: Mapped[str]
    debit_position: Mapped[int]
    credit_document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    credit_event: Mapped[str]
    credit_position: Mapped[int]
    amount: Mapped[Decimal]
    matched_on: Mapped[date]
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    undone_on: Mapped[date | None]
    undone_reason: Mapped[str | None]


class Payment(DocumentPart, Base):
    """Money that came in or went out (收款单、付款单), with what the bank says of it."""

    __tablename__ = "billing_payment"
    __table_args__ = (CheckConstraint("direction in ('in', 'out')", name="direction"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    direction: Mapped[str]
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    amount: Mapped[Decimal]
    written_off: Mapped[Decimal]
    paid_on: Mapped[date]
    against: Mapped[str]
    account: Mapped[str | None]
    reference: Mapped[str | None]
    bank_text: Mapped[str | None]
    cancelled_on: Mapped[date | None]
    party: Mapped[Party] = relationship(Party, lazy="select")


class Offset(DocumentPart, Base):
    """What a party owes us is set off against what we owe it (对抵单), or a deposit is used up (预收冲应收)."""

    __tablename__ = "billing_offset"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    debit_role: Mapped[str]
    debit_party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    credit_role: Mapped[str]
    credit_party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    amount: Mapped[Decimal]
    offset_on: Mapped[date]
    assignment: Mapped[str | None]


class Clearing(DocumentPart, Base):
    """Items of one account that settle each other without money (核销单), such as a charge and its red letter."""

    __tablename__ = "billing_clearing"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    role: Mapped[str]
    amount: Mapped[Decimal]
    cleared_on: Mapped[date]


class Invoice(DocumentPart, Base):
    """An invoice over charges (发票), or the red letter to one (红字发票): its sums are negative."""

    __tablename__ = "billing_invoice"
    __table_args__ = (
        UniqueConstraint("company_id", "invoice_kind", "tax_invoice_no"),
        CheckConstraint("invoice_kind in ('ordinary', 'special')", name="invoice_kind"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    invoice_kind: Mapped[str]
    tax_invoice_no: Mapped[str | None]
    issued_on: Mapped[date]
    due_on: Mapped[date]
    tax_inclusive: Mapped[bool]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    gross: Mapped[Decimal]
    buyer_title: Mapped[str]
    buyer_tax_number: Mapped[str | None]
    buyer_bank: Mapped[str | None]
    original_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    red_form_no: Mapped[str | None]
    red_cause: Mapped[str | None]
    party: Mapped[Party] = relationship(Party, lazy="select")


class InvoiceLine(Base):
    """One line of an invoice (发票明细), from one line of a charge."""

    __tablename__ = "billing_invoice_line"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        Index("ix_billing_invoice_line_charge", "charge_id"),
    )
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    position: Mapped[int]
    charge_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    text: Mapped[str]
    measure: Mapped[str | None]
    quantity: Mapped[Decimal]
    price: Mapped[Decimal]
    tax_percent: Mapped[Decimal]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    gross: Mapped[Decimal]
    role: Mapped[str]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("billing_invoice_line.id"), index=True)


class Bill(DocumentPart, Base):
    """A supplier's invoice to us (供应商账单, 进项发票): it clears the accrual, or is a cost of its own (LED-09)."""

    __tablename__ = "billing_bill"
    __table_args__ = (
        Index(
            "uq_billing_bill_vendor_no",
            "company_id",
            "party_id",
            "vendor_no",
            unique=True,
            sqlite_where=text("cancelled_on IS NULL"),
            postgresql_where=text("cancelled_on IS NULL"),
        ),
        CheckConstraint("invoice_kind in ('ordinary', 'special')", name="invoice_kind"),
        Index("ix_billing_bill_no", "company_id", "vendor_no"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    vendor_no: Mapped[str]
    invoice_kind: Mapped[str]
    billed_on: Mapped[date]
    entered_on: Mapped[date]
    due_on: Mapped[date]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    gross: Mapped[Decimal]
    cancelled_on: Mapped[date | None]
    party: Mapped[Party] = relationship(Party, lazy="select")


class BillLine(Base):
    """One line of a supplier's invoice (账单明细): against an accrual, with the difference in price, or a cost."""

    __tablename__ = "billing_bill_line"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    position: Mapped[int]
    text: Mapped[str]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    accrued: Mapped[Decimal]
    difference: Mapped[Decimal]
    reason: Mapped[str | None]
    case_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    cost_line_id: Mapped[int | None] = mapped_column(ForeignKey(CostLine.id))
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    cost_centre_id: Mapped[int | None] = mapped_column(ForeignKey(CostCentre.id))


class Statement(DocumentPart, Base):
    """A statement of account (对账单) as it was sent, and what the party answered to it."""

    __tablename__ = "billing_statement"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    role: Mapped[str]
    start_on: Mapped[date]
    end_on: Mapped[date]
    opening: Mapped[Decimal]
    debit: Mapped[Decimal]
    credit: Mapped[Decimal]
    closing: Mapped[Decimal]
    lines: Mapped[list[Any]]
    items: Mapped[list[Any]]
    their_balance: Mapped[Decimal | None]
    answered_on: Mapped[date | None]
    answer: Mapped[str | None]
    party: Mapped[Party] = relationship(Party, lazy="select")
