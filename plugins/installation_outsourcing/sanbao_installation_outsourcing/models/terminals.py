"""Terminals given to installers: the slip, and each piece until it is accounted for (SPR-07)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Party, Place, Product, Unit
from sanbao_installation_outsourcing.models.base import Base, Id


class TerminalSlip(DocumentPart, Base):
    """A slip over terminals (终端领退单): issued to an installer, returned, dead on arrival, or found missing."""

    __tablename__ = "outsourcing_slip"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    direction: Mapped[str]
    moved_on: Mapped[date]
    pieces: Mapped[int]
    note: Mapped[str | None]
    party: Mapped[Party] = relationship(Party, lazy="select")
    place: Mapped[Place] = relationship(Place, lazy="select")


class Terminal(Base):
    """One piece given to an installer (领用终端) until it is installed, returned, dead on arrival or missing.

    ``cost`` is what it took out of stock, zero where it stood there by quantity alone; ``stock_role`` is the account
    role that it came from, ``place_id`` the installer's own place; ``slip_id`` is the slip that it came back or was lost by. Given out again, it has a row anew.
    """

    __tablename__ = "outsourcing_terminal"
    __table_args__ = (
        Index("ix_outsourcing_terminal_party", "company_id", "party_id", "state"),
        # A piece is with one installer at a time.
        Index(
            "uq_outsourcing_terminal_open",
            "unit_id",
            unique=True,
            sqlite_where=text("state = 'with_installer'"),
            postgresql_where=text("state = 'with_installer'"),
        ),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    issue_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    slip_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    state: Mapped[str]
    issued_on: Mapped[date]
    ended_on: Mapped[date | None]
    cost: Mapped[Decimal]
    stock_role: Mapped[str]
    swapped_for_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
