"""The table of forms that are kept for a while."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import BigId
from sanbao.registry.models import Company
from sanbao_admin.base import Base
from sanbao_admin.signing_in.models import Account


class KeptForm(Base):
    """What somebody typed into a form that was not done yet (暂存的表单): hers alone, gone after an hour."""

    __tablename__ = "admin_kept"
    __table_args__ = (
        Index("ix_admin_kept_account_id_id", "account_id", "id"),
        Index("ix_admin_kept_made_at", "made_at"),
    )
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    key: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    #: Names and values in their order; neither passwords nor files are among them.
    sent: Mapped[list[Any]]
    #: Why it was not done, as its page tells it.
    told: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
