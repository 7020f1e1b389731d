"""The table of the interface for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from sqlalchemy import ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.database import BigId
from sanbao.registry.models import Company
from sanbao_admin.base import Base

_Id = Annotated[int, mapped_column(BigId, Identity(), primary_key=True)]


class Token(Base):
    """What a program shows to act for a person (接口令牌): only its hash is kept.

    ``scopes`` are permissions, or ``read`` for all that is read, or ``*``; the person's own rights bound them.
    """

    __tablename__ = "admin_token"
    __table_args__ = (UniqueConstraint("secret_hash"),)
    id: Mapped[_Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    name: Mapped[str]
    secret_hash: Mapped[str]
    scopes: Mapped[list[str]]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    expires_on: Mapped[date]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
