"""What a case cost, line by line, and who bears it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import Base
from sanbao.registry.models import CompanyId, Id


class CostLine(Base):
    """One cost that was collected on a case (成本明细); its sum foots to SERVICE_WIP of the case (LED-04)."""

    __tablename__ = "cost_line"
    __table_args__ = (Index("ix_cost_line_document", "document_id"), UniqueConstraint("reverses_id"))
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    cost_type: Mapped[str]
    description: Mapped[str]
    incurred_on: Mapped[date]
    quantity: Mapped[Decimal | None]
    rate: Mapped[Decimal | None]
    amount: Mapped[Decimal]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("cost_line.id"))


class CostShareRecord(Base):
    """Who bears which part of a case (费用分摊): proposed, then settled (LED-05).

    ``unit_id`` is the unit whose cost it is, where a case has several and each its own provision (LED-08).
    """

    __tablename__ = "cost_share"
    __table_args__ = (
        Index("ix_cost_share_document", "document_id"),
        Index("ix_cost_share_settled", "company_id", "settled_on"),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    round: Mapped[int]
    position: Mapped[int]
    bearer: Mapped[str]
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    cost_centre_id: Mapped[int | None] = mapped_column(ForeignKey("cost_centre.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    percent: Mapped[Decimal | None]
    weight: Mapped[Decimal | None]
    amount: Mapped[Decimal | None]
    #: A :class:`~sanbao.decision.Text`: it is read in the reader's language, not in the proposer's.
    reason: Mapped[dict[str, Any]]
    rule: Mapped[str]
    state: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    approved_amount: Mapped[Decimal | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    approved_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    provision_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))


class GoodwillBudget(Base):
    """What a department may give away in a year without owing it (善意支出预算)."""

    __tablename__ = "goodwill_budget"
    __table_args__ = (UniqueConstraint("company_id", "cost_centre_id", "year"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    cost_centre_id: Mapped[int] = mapped_column(ForeignKey("cost_centre.id"))
    year: Mapped[int]
    amount: Mapped[Decimal]
