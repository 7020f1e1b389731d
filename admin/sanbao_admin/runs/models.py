"""The table of operations that run over many records."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.database import BigId
from sanbao.registry.models import Company
from sanbao_admin.base import Base


class BulkRun(Base):
    """One operation on many records (批量办理): how far it is and what was refused; seen by whoever began it."""

    __tablename__ = "admin_run"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_admin_run_user_id_id", "user_id", "id"),
        Index("ix_admin_run_state_beat_at", "state", "beat_at"),
    )
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    #: Each record is done under this key and its own name: once, however often the run begins anew.
    key: Mapped[str]
    operation: Mapped[str]
    data: Mapped[dict[str, Any]]
    subjects: Mapped[list[Any]]
    locale: Mapped[str]
    back: Mapped[str]
    state: Mapped[str]
    #: Who works on it; another one who takes over writes her own mark, and the first one stops.
    worker: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(index=True)
    beat_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    done_count: Mapped[int] = mapped_column(default=0)
    #: Record and reason of each refusal, in their order.
    refused: Mapped[list[Any]] = mapped_column(default=list)
