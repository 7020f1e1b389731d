"""The papers of a month end: what was looked at when it was closed, and what was counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import Base
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import CompanyId, Id


class MonthEnd(DocumentPart, Base):
    """The month end (月末结账) of one period: the checks as they stood, and who let what pass; one per period."""

    __tablename__ = "month_end"
    __table_args__ = (UniqueConstraint("period_id"),)
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    period: Mapped[str]
    checked: Mapped[list[Any]] = mapped_column(default=list)
    overrides: Mapped[dict[str, Any]] = mapped_column(default=dict)
    carried_count: Mapped[int] = mapped_column(default=0)


class StockCount(DocumentPart, Base):
    """A count of goods (盘点单) at a place on a day."""

    __tablename__ = "stock_count"
    counted_on: Mapped[date]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))


class StockCountLine(Base):
    """What was found of a product (盘点数), and what the books said at that moment (账面数)."""

    __tablename__ = "stock_count_line"
    __table_args__ = (UniqueConstraint("document_id", "account_id", "product_id"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    counted: Mapped[Decimal]
    booked: Mapped[Decimal]
