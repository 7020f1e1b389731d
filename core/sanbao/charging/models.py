"""Tax rates, price lists, quotes and charges: what somebody shall pay, and what they agreed to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from sanbao.database import Base
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import CompanyId, Id, Product, Unit


class TaxRate(Base):
    """A rate of value added tax (税率) with the days between which it is used (LED-24).

    The same code may stand several times, one row per validity; what was issued keeps the percentage it had.
    """

    __tablename__ = "tax_rate"
    __table_args__ = (UniqueConstraint("company_id", "code", "valid_from"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    percent: Mapped[Decimal]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class PriceList(Base):
    """What we ask for goods and services (价目表) between two days: for everybody, or for one party.

    A new validity is a new row; what was asked before stays.
    """

    __tablename__ = "price_list"
    __table_args__ = (
        UniqueConstraint("company_id", "code", "valid_from"),
        Index("ix_price_list_party", "company_id", "party_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    code: Mapped[str]
    name: Mapped[str]
    tax_inclusive: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))


class PriceLine(Base):
    """The price of one product or service in a list (价目明细); ``item`` is the code by which it is asked for."""

    __tablename__ = "price_line"
    __table_args__ = (UniqueConstraint("list_id", "item"), Index("ix_price_line_item", "company_id", "item"))
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    list_id: Mapped[int] = mapped_column(ForeignKey("price_list.id"))
    item: Mapped[str]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    text: Mapped[str]
    measure: Mapped[str | None]
    price: Mapped[Decimal]
    tax_code: Mapped[str]


class Quote(DocumentPart, Base):
    """What we offer to do for how much, until when (报价单), and how it was answered (RMA-03…05).

    ``valid_until`` is settled when it is sent, at the latest.
    """

    __tablename__ = "quote"
    company_id: Mapped[CompanyId]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    revision: Mapped[int] = mapped_column(default=1)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    tax_inclusive: Mapped[bool]
    valid_until: Mapped[date | None]
    sent_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    channel: Mapped[str | None]
    agreement_text: Mapped[str | None]
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    answer_note: Mapped[str | None]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    gross: Mapped[Decimal]
    case: Mapped[Document | None] = relationship(lazy="select", foreign_keys=[case_id])


class PricedLine:
    """What each line of a quote and of a charge says: what, how much of it, its price, its tax, its revenue (LED-24)."""

    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    position: Mapped[int]
    text: Mapped[str]
    item: Mapped[str | None]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    measure: Mapped[str | None]
    quantity: Mapped[Decimal]
    price: Mapped[Decimal]
    discount: Mapped[Decimal]
    tax_rate_id: Mapped[int] = mapped_column(ForeignKey("tax_rate.id"))
    tax_percent: Mapped[Decimal]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    gross: Mapped[Decimal]
    role: Mapped[str] = mapped_column(default="SERVICE_REV")

    @declared_attr
    def product(cls) -> Mapped[Product | None]:  # noqa: N805
        """The product, where the line is about one."""
        return relationship(lazy="select")

    @declared_attr
    def unit(cls) -> Mapped[Unit | None]:  # noqa: N805
        """The unit, where the line is about one."""
        return relationship(lazy="select")


class QuoteLine(PricedLine, Base):
    """One line of a quote (报价明细); ``is_agreed`` is empty until the customer has answered for it."""

    __tablename__ = "quote_line"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    is_agreed: Mapped[bool | None]


class Charge(DocumentPart, Base):
    """What somebody owes us for a service or for parts (收费单, 维修收費單): receivable, revenue and tax (LED-24).

    A credit (收费冲减单) is one too, with negative lines: ``credits_id`` is the charge of which it gives a part back.
    """

    __tablename__ = "charge"
    company_id: Mapped[CompanyId]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    credits_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    charged_on: Mapped[date]
    tax_inclusive: Mapped[bool]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    gross: Mapped[Decimal]
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str | None]
    case: Mapped[Document | None] = relationship(lazy="select", foreign_keys=[case_id])
    quote: Mapped[Document | None] = relationship(lazy="select", foreign_keys=[quote_id])
    credits: Mapped[Document | None] = relationship(lazy="select", foreign_keys=[credits_id])


class ChargeLine(PricedLine, Base):
    """One line of a charge (收费明细): what, how much of it, its price, its tax, and the revenue it belongs to.

    A line of a credit says which line it takes back.
    """

    __tablename__ = "charge_line"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    quote_line_id: Mapped[int | None] = mapped_column(ForeignKey("quote_line.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("charge_line.id"), index=True)
