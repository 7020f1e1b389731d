"""The tables of a contract: its head, its versions with all that was agreed, and its lots as they stand now."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, CostCentre, Office, Party
from sanbao_installation_outsourcing.models.base import Base, Id


class Contract(DocumentPart, Base):
    """A frame contract (安装外包协议): we give work out (``our_side`` a), or do it ourselves for somebody (b).

    ``version`` is the one in force, 0 before the first signature; what was agreed stands in the versions. ``settled_by``
    and ``cost_centre_id`` keep how the firm's kind settled work when the contract was written (PTY-07).
    """

    __tablename__ = "outsourcing_contract"
    __table_args__ = (CheckConstraint("our_side in ('a', 'b')", name="our_side"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    our_side: Mapped[str]
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    version: Mapped[int]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    total_fee: Mapped[Decimal]
    price: Mapped[Decimal]
    settled_by: Mapped[str]
    cost_centre_id: Mapped[int | None] = mapped_column(ForeignKey(CostCentre.id))
    party: Mapped[Party] = relationship(Party, lazy="select")


class ContractVersion(Base):
    """What was agreed at one time (合同版本、补充协议): immutable once signed, in force from the later signature (INS-17).

    ``terms`` holds everything, lots and clauses too; each clause names the profile version it was taken from.
    """

    __tablename__ = "outsourcing_contract_version"
    __table_args__ = (UniqueConstraint("contract_id", "version"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    version: Mapped[int]
    reason: Mapped[str]
    terms: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    our_signed_on: Mapped[date | None]
    our_signer: Mapped[str | None]
    our_sealed: Mapped[bool]
    their_signed_on: Mapped[date | None]
    their_signer: Mapped[str | None]
    their_sealed: Mapped[bool]
    effective_on: Mapped[date | None]


class Lot(Base):
    """A lot of a contract (标段) with its own quantity, day and fee; the numbers are those of the version in force."""

    __tablename__ = "outsourcing_lot"
    __table_args__ = (UniqueConstraint("contract_id", "code"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    code: Mapped[str]
    name: Mapped[str]
    quantity: Mapped[int]
    unit_fee: Mapped[Decimal]
    total_fee: Mapped[Decimal]
    daily_quota: Mapped[int | None]
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    centre_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    product: Mapped[str | None]
    place: Mapped[str | None]
    is_dropped: Mapped[bool]
