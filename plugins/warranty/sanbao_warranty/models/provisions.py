"""The tables of the provision for warranties: what is set aside by which rate, batch by batch (LED-08)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import DocumentPart
from sanbao.registry.models import Company, CostCentre, Product
from sanbao_warranty.models.base import Base, Id


class ProvisionRate(Base):
    """How much is set aside for what is sold (准备金计提比例), from a month on: per cent of sales, or per unit.

    It counts for a product or for a category; the one that was written last counts. ``months`` is how long claims
    are expected after the sale.
    """

    __tablename__ = "warranty_provision_rate"
    __table_args__ = (Index("ix_warranty_provision_rate_company", "company_id", "valid_from"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    category: Mapped[str | None]
    percent: Mapped[Decimal | None]
    per_unit: Mapped[Decimal | None]
    months: Mapped[int | None]
    cost_centre_id: Mapped[int | None] = mapped_column(ForeignKey(CostCentre.id))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    reason: Mapped[str]
    set_at: Mapped[datetime]


class Provision(DocumentPart, Base):
    """A batch of provision (质保准备金批次): what was set aside for the units of a product or category sold in a month.

    Its balance on WARRANTY_PROVISION is kept under the batch as cost object. ``accrued`` is what its sales gave so
    far; the rate and the contra account are those of its first accrual.
    """

    __tablename__ = "warranty_provision"
    __table_args__ = (Index("ix_warranty_provision_month", "company_id", "month"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id))
    category: Mapped[str | None]
    month: Mapped[date]
    percent: Mapped[Decimal | None]
    per_unit: Mapped[Decimal | None]
    months: Mapped[int | None]
    contra: Mapped[str]
    cost_centre_id: Mapped[int | None] = mapped_column(ForeignKey(CostCentre.id))
    is_typed: Mapped[bool]
    accrued: Mapped[Decimal]
    postings_count: Mapped[int]
    lines: Mapped[list[ProvisionLine]] = relationship(
        back_populates="provision", lazy="selectin", order_by="ProvisionLine.product_id"
    )


class ProvisionLine(Base):
    """What was sold of one product in a batch (批次明细); ``live_key`` lets a product be in one batch of a month."""

    __tablename__ = "warranty_provision_line"
    __table_args__ = (
        UniqueConstraint("company_id", "live_key"),
        Index("ix_warranty_provision_line_product", "product_id", "first_on"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    provision_id: Mapped[int] = mapped_column(ForeignKey(Provision.document_id), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    first_on: Mapped[date]
    last_on: Mapped[date]
    units_count: Mapped[int]
    sales: Mapped[Decimal]
    live_key: Mapped[str | None]
    provision: Mapped[Provision] = relationship(back_populates="lines")


#: What a paper's own entries are called, before the running number of the batch's postings.
ACCRUED, TRUED_UP, RELEASED = "accrued", "trued_up", "released"


def live_key(product_id: int, month: date) -> str:
    """Return the key under which a product has its one batch of a month."""
    return f"{product_id}/{month:%Y-%m}"
