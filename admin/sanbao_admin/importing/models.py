"""Tables of the import wizard: what somebody uploads, how far it is, and how she calls her columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from sanbao.access.models import User
from sanbao.database import BigId
from sanbao.registry.models import Company
from sanbao_admin.base import Base


class ImportJob(Base):
    """A file on its way in (导入任务): uploaded, tried, brought in whole or not at all; seen by whoever uploaded it."""

    __tablename__ = "admin_import_job"
    __table_args__ = (Index("ix_admin_import_job_user_id_id", "user_id", "id"),)
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    kind: Mapped[str]
    name: Mapped[str]
    locale: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(index=True)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    rows_count: Mapped[int]
    done_count: Mapped[int] = mapped_column(default=0)
    sheets: Mapped[list[Any]]
    columns: Mapped[list[Any]] = mapped_column(default=list)
    #: While it runs: who works on it; then what became of it.
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    #: The person's own file with every mistake marked.
    returned: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, nullable=True))


class ImportColumns(Base):
    """How a person calls the columns of a table (列对应关系): what she chose once is offered the next time."""

    __tablename__ = "admin_import_columns"
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]]
