"""Tables of signing in: accounts, sessions, counted tries, and the log of who came and went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.database import BigId
from sanbao.registry.models import Company
from sanbao_admin.base import Base


class Account(Base):
    """What only a web sign-in needs of a person (登录账号): the password's hash, the second factor, preferences.

    The person herself, her roles and whether she is active stand in the core; here is nothing that says who may what.
    """

    __tablename__ = "admin_account"
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), unique=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    must_change: Mapped[bool] = mapped_column(default=False)
    password_set_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str]] = mapped_column(default=list)
    locale: Mapped[str | None]
    user: Mapped[User] = relationship(User, lazy="joined", innerjoin=True)

    # What Flask-Login and Flask-Security ask of a user, so that the manifest can be read without either of them.
    is_authenticated = True
    is_anonymous = False
    #: Roles are the core's.
    roles = ()

    def get_id(self) -> str:
        """Return what the session remembers: it changes with the password."""
        return self.fs_uniquifier

    @property
    def login(self) -> str:
        """The name with which she signs in."""
        return self.user.login

    @property
    def active(self) -> bool:
        """Whether the person may come in at all."""
        return self.user.is_active

    @property
    def is_active(self) -> bool:
        """The same for Flask-Login."""
        return self.user.is_active

    @property
    def has_two_factor(self) -> bool:
        """Whether a code is asked for after the password."""
        return self.tf_totp_secret is not None


class SessionRow(Base):
    """One browser that came by (会话): its id is kept as a hash, so nobody who reads the table can take it over."""

    __tablename__ = "admin_session"
    __table_args__ = (Index("ix_admin_session_seen_at", "seen_at"),)
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    digest: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    stamp: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    address: Mapped[str]
    agent: Mapped[str]


class Tries(Base):
    """When tries were made for an account or from an address (尝试记录): whoever tries too often has to wait."""

    __tablename__ = "admin_tries"
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[list[Any]]
    last_at: Mapped[datetime] = mapped_column(index=True)


class LogEntry(Base):
    """Who came, went, failed, changed a password or took data along (登录与导出日志); written, never changed."""

    __tablename__ = "admin_log"
    __table_args__ = (Index("ix_admin_log_company_id_at", "company_id", "at"),)
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)
    event: Mapped[str]
    address: Mapped[str]
    agent: Mapped[str]
    request: Mapped[str]
    details: Mapped[dict[str, Any]]
