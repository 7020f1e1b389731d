"""The tables of the books; written by the posting engines only, mapped here for reading."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import Base, BigId
from sanbao.money import MAX_UNITS

KINDS = ("asset", "liability", "equity", "income", "expense", "memo")
#: What stands before the first entry of a journal.
GENESIS = "0" * 64
_BOUND = f"between -{MAX_UNITS} and {MAX_UNITS}"


class Account(Base):
    """An account of the company's chart (会计科目); memo accounts (备查) count goods only."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("company_id", "code"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint("code <> ''", name="code"),
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    kind: Mapped[str]
    parent: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))


class AccountRole(Base):
    """Which account plays a role (科目角色) that postings refer to (LED-02)."""

    __tablename__ = "account_role"

    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Journal(Base):
    """A book (账簿) with its own numbers and its own chain."""

    __tablename__ = "journal"
    __table_args__ = (
        UniqueConstraint("company_id", "code"),
        CheckConstraint("numbering in ('month', 'year')", name="numbering"),
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    numbering: Mapped[str] = mapped_column(server_default="month")
    last_sequence: Mapped[int] = mapped_column(server_default=text("0"))
    head: Mapped[str] = mapped_column(server_default=GENESIS)


class JournalCounter(Base):
    """The last number (凭证号) given in a month or a year of a journal."""

    __tablename__ = "journal_counter"

    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    company_id: Mapped[int]
    last_number: Mapped[int]


class AccountingPeriod(Base):
    """A month of the books (会计期间): open, closed (结账), locked for good."""

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("company_id", "code"),
        CheckConstraint("state in ('open', 'closed', 'locked')", name="state"),
        CheckConstraint("starts_on <= ends_on", name="order"),
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    code: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str] = mapped_column(server_default="open")


class EntryState(Base):
    """Holds the one state in which an entry may be committed: 1, posted."""

    __tablename__ = "entry_state"

    state: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)


class PostedEntry(Base):
    """A journal entry (记账凭证): numbered, chained, immutable."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("company_id", "document_id", "event"),
        UniqueConstraint("journal_id", "number_key", "number"),
        UniqueConstraint("journal_id", "sequence"),
        UniqueConstraint("reverses_id"),
        CheckConstraint("number > 0 and sequence > 0", name="number"),
        # A draft lives inside its transaction only: on SQLite the COMMIT refuses it, elsewhere no draft is made.
        ForeignKeyConstraint(
            ["state"], ["entry_state.state"], name="fk_entry_posted", deferrable=True, initially="DEFERRED"
        ).ddl_if(dialect="sqlite"),
        CheckConstraint("state = 1", name="posted").ddl_if(dialect="postgresql"),
        Index("ix_entry_draft", "state", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    sequence: Mapped[int]
    number_key: Mapped[str]
    number: Mapped[int]
    date: Mapped[date]
    summary: Mapped[str]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    event: Mapped[str]
    operation: Mapped[str]
    user_id: Mapped[int]
    recorded_at: Mapped[datetime]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    hash_version: Mapped[int] = mapped_column(SmallInteger)
    digest: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]
    state: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))


class PostedLine(Base):
    """A line of an entry; ids of other rooms are not constrained here, ``verify`` looks for dangling ones."""

    __tablename__ = "entry_line"
    __table_args__ = (
        CheckConstraint("debit = 0 or credit = 0", name="side"),
        CheckConstraint("debit <> 0 or credit <> 0 or coalesce(quantity, 0) <> 0", name="content"),
        CheckConstraint("quantity is null or product_id is not null", name="product"),
        CheckConstraint("(currency is null) = (original_amount is null)", name="original"),
        CheckConstraint(f"debit {_BOUND} and credit {_BOUND}", name="money"),
        CheckConstraint(f"quantity {_BOUND}", name="quantity"),
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("typeof(debit) = 'integer' and typeof(credit) = 'integer'", name="whole").ddl_if(
            dialect="sqlite"
        ),
        CheckConstraint("typeof(quantity) in ('integer', 'null')", name="pieces").ddl_if(dialect="sqlite"),
        Index("ix_entry_line_account_date", "account_id", "date", "entry_id", "position"),
        {"sqlite_with_rowid": False},
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    company_id: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    date: Mapped[date]
    debit: Mapped[Decimal]
    credit: Mapped[Decimal]
    summary: Mapped[str]
    currency: Mapped[str | None]
    original_amount: Mapped[Decimal | None]
    product_id: Mapped[int | None]
    unit_id: Mapped[int | None]
    quantity: Mapped[Decimal | None]
    place_id: Mapped[int | None]
    party_id: Mapped[int | None]
    cost_centre_id: Mapped[int | None]
    cost_object_id: Mapped[int | None]
    rule_id: Mapped[str | None]


class Balance(Base):
    """Turnover (发生额) of an account in a month per dimension; 0 stands for none. Derived, rebuildable."""

    __tablename__ = "balance"
    __table_args__ = (
        Index("ix_balance_cost_object", "cost_object_id", "account_id"),
        {"sqlite_with_rowid": False},
    )

    company_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    party_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cost_object_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cost_centre_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    debit: Mapped[Decimal]
    credit: Mapped[Decimal]


class Stock(Base):
    """Quantity and value (数量金额) of a product per account, place and unit; 0 stands for none. Derived."""

    __tablename__ = "stock"
    __table_args__ = ({"sqlite_with_rowid": False},)

    company_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    product_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quantity: Mapped[Decimal]
    value: Mapped[Decimal]


TABLES: list[Table] = [
    kind.__table__  # type: ignore[misc]
    for kind in (
        Account, AccountRole, Journal, JournalCounter, AccountingPeriod, EntryState, PostedEntry, PostedLine,
        Balance, Stock,
    )
]  # fmt: skip
