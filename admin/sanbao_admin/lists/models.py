"""Tables of what a person likes to see: saved filters, and preferences such as chosen columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.database import BigId
from sanbao.registry.models import Company
from sanbao_admin.base import Base


class SavedFilter(Base):
    """A filter that somebody keeps under a name (收藏的筛选); one for each list may open by itself."""

    __tablename__ = "admin_filter"
    __table_args__ = (UniqueConstraint("user_id", "list", "name"),)
    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    list: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]
    is_default: Mapped[bool] = mapped_column(default=False)


class Preference(Base):
    """What one person prefers (个人偏好), by its name: the columns of a list, for one."""

    __tablename__ = "admin_preference"
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
