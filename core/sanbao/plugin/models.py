"""What the database remembers of plugins, requests and messages still to be delivered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import Base
from sanbao.registry.models import CompanyId, Id


class PluginState(Base):
    """A plugin's life in this database: the target is written first, each step can be taken again."""

    __tablename__ = "plugin_state"
    name: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    target: Mapped[str]
    version: Mapped[str | None]
    step: Mapped[str | None]
    error: Mapped[str | None]
    manifest: Mapped[dict[str, Any]] = mapped_column(default=dict)


class DatabaseState(Base):
    """Small facts of the whole database, such as the generation of its plugin set."""

    __tablename__ = "database_state"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class OperationRequest(Base):
    """A request that was answered (幂等请求): the same key again returns the same answer, once."""

    __tablename__ = "operation_request"
    __table_args__ = (UniqueConstraint("company_id", "user_id", "key"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    key: Mapped[str]
    operation: Mapped[str]
    digest: Mapped[str]
    response: Mapped[dict[str, Any] | None]
    done_at: Mapped[datetime]


class OperationLog(Base):
    """Every operation that was done (操作日志): who, when, with what, and what it changed."""

    __tablename__ = "operation_log"
    __table_args__ = (Index("ix_operation_log_subject", "company_id", "subject_kind", "subject_id"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    operation: Mapped[str]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]
    changes: Mapped[dict[str, Any]]


class OutboxMessage(Base):
    """Something to tell after the commit, at least once (发件箱)."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "due_at"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    hook: Mapped[str]
    plugin: Mapped[str]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int]
    error: Mapped[str | None]
