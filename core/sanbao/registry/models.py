"""Master data: who we are, whom we deal with, what was sold, and each unit's life (PRD-04)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.database import Base, BigId

Id = Annotated[int, mapped_column(BigId, Identity(), primary_key=True)]
CompanyId = Annotated[int, mapped_column(ForeignKey("company.id"))]


class Company(Base):
    """The company (公司) that keeps its service and its books here."""

    __tablename__ = "company"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    currency: Mapped[str]
    currency_digits: Mapped[int]
    time_zone: Mapped[str]
    calendar: Mapped[str]
    locale: Mapped[str]
    address: Mapped[str | None]
    phone: Mapped[str | None]


class Setting(Base):
    """One typed value of a company; the manifest that owns it says what it means."""

    __tablename__ = "setting"
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]


class Party(Base):
    """A person or firm we deal with (往来单位): customer, supplier, installer or own staff, by its roles."""

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("company_id", "code"), Index("ix_party_phone", "company_id", "phone"))
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    address: Mapped[str | None]
    country: Mapped[str | None]
    segment: Mapped[str | None]
    roles: Mapped[list[str]]
    is_consumer: Mapped[bool] = mapped_column(default=False)
    row_version: Mapped[int] = mapped_column(server_default="1")
    __mapper_args__ = {"version_id_col": row_version}


class Office(Base):
    """A branch office (办事处) whose records carry it (PTY-05)."""

    __tablename__ = "office"
    __table_args__ = (UniqueConstraint("company_id", "code"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    code: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))


class CostCentre(Base):
    """A department that bears cost (成本中心)."""

    __tablename__ = "cost_centre"
    __table_args__ = (UniqueConstraint("company_id", "code"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    code: Mapped[str]
    name: Mapped[str]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))


class Site(Base):
    """Where equipment stands (安装地点): a customer's place with its own contact and time zone."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("company_id", "code"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    code: Mapped[str]
    name: Mapped[str]
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    address: Mapped[str | None]
    contact: Mapped[str | None]
    phone: Mapped[str | None]
    time_zone: Mapped[str | None]
    party: Mapped[Party | None] = relationship(lazy="raise_on_sql")


class Place(Base):
    """Where goods lie (库位): a depot, an engineer's van, an installer, a customer, a supplier."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("company_id", "code"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    code: Mapped[str]
    name: Mapped[str]
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))


class Product(Base):
    """What is sold, used as a part, or serviced (产品).

    ``service_class`` 1 is large equipment, 2 a standard device, 3 a part; it sets the default of ``file_policy``
    (PRD-01).
    """

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("company_id", "code"),
        CheckConstraint("service_class in (1, 2, 3)", name="service_class"),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    category: Mapped[str | None]
    service_class: Mapped[int] = mapped_column(default=1)
    file_policy: Mapped[str]
    measure: Mapped[str | None]
    price: Mapped[Decimal | None]
    row_version: Mapped[int] = mapped_column(server_default="1")
    parts: Mapped[list[ProductPart]] = relationship(
        back_populates="product", lazy="selectin", order_by="ProductPart.code", foreign_keys="ProductPart.product_id"
    )
    __mapper_args__ = {"version_id_col": row_version}


class ProductPart(Base):
    """A part of a product by its code (零部件); ``is_key`` gives it the key-part term (W-03)."""

    __tablename__ = "product_part"
    __table_args__ = (UniqueConstraint("product_id", "code"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    code: Mapped[str]
    name: Mapped[str | None]
    is_key: Mapped[bool]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    product: Mapped[Product] = relationship(back_populates="parts", foreign_keys=[product_id])


class Host(Base):
    """What a unit is built into (载体), such as a vehicle with its plate and VIN."""

    __tablename__ = "host"
    __table_args__ = (
        UniqueConstraint("company_id", "code"),
        Index("ix_host_plate", "company_id", "plate"),
        Index("ix_host_vin", "company_id", "vin"),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    code: Mapped[str]
    kind: Mapped[str]
    plate: Mapped[str | None]
    vin: Mapped[str | None]
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))


class Unit(Base):
    """One serial-numbered piece of equipment (单台设备) with the dates of its life (PRD-04).

    Days are local days of the company. ``serial_tail`` is the last five characters, so that a caller who can
    read only those is found at once.
    """

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("company_id", "serial", "product_id"),
        Index("ix_unit_serial", "company_id", "serial", postgresql_ops={"serial": "text_pattern_ops"}),
        Index("ix_unit_tail", "company_id", "serial_tail"),
        Index("ix_unit_order", "company_id", "order_no"),
        Index("ix_unit_state", "company_id", "state", "serial"),
        Index("ix_unit_customer", "company_id", "customer_id"),
        Index("ix_unit_product", "company_id", "product_id"),
        Index("ix_unit_host", "company_id", "host_id"),
        Index("ix_unit_replaces", "replaces_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    serial: Mapped[str]
    serial_tail: Mapped[str]
    state: Mapped[str] = mapped_column(default="in_use")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("host.id"))
    installer_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    order_no: Mapped[str | None]
    invoice_no: Mapped[str | None]
    contract_no: Mapped[str | None]
    batch: Mapped[str | None]
    price_paid: Mapped[Decimal | None]
    ex_factory_on: Mapped[date | None]
    sold_on: Mapped[date | None]
    invoiced_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    installed_on: Mapped[date | None]
    commissioned_on: Mapped[date | None]
    handed_over_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    row_version: Mapped[int] = mapped_column()
    product: Mapped[Product] = relationship(lazy="joined", innerjoin=True)
    customer: Mapped[Party | None] = relationship(lazy="joined", foreign_keys=[customer_id])
    site: Mapped[Site | None] = relationship(lazy="select")
    host: Mapped[Host | None] = relationship(lazy="select")
    parts: Mapped[list[UnitPart]] = relationship(
        back_populates="unit", lazy="selectin", order_by="(UnitPart.installed_on, UnitPart.id)"
    )
    __mapper_args__ = {"version_id_col": row_version}


class UnitPart(Base):
    """A part in a unit, or one that was taken out (装机部件); a replacement points to what it replaced."""

    __tablename__ = "unit_part"
    __table_args__ = (Index("ix_unit_part_unit", "unit_id"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str]
    serial: Mapped[str | None]
    installed_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("unit_part.id"))
    is_replacement: Mapped[bool] = mapped_column(default=False)
    paid_by_customer: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    unit: Mapped[Unit] = relationship(back_populates="parts")


class Milestone(Base):
    """A dated event of a unit from which schedules and terms run (里程碑): one record per event (DLV-11)."""

    __tablename__ = "milestone"
    __table_args__ = (Index("ix_milestone_unit", "unit_id", "kind"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    reached_on: Mapped[date]
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
