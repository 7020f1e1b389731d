"""Policies as data: immutable versions with validity and a content hash (CAL-09)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.database import Base
from sanbao.registry.models import CompanyId, Id


class Profile(Base):
    """A named policy (政策方案): warranty promise, penalty clause, schedule …; its numbers are in its versions."""

    __tablename__ = "profile"
    __table_args__ = (UniqueConstraint("company_id", "kind", "code"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    kind: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]


class ProfileVersion(Base):
    """One immutable version of a policy (版本); a contract or a unit points to a version, not to the policy."""

    __tablename__ = "profile_version"
    __table_args__ = (UniqueConstraint("profile_id", "version"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id"))
    version: Mapped[int]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    profile: Mapped[Profile] = relationship(lazy="joined", innerjoin=True)
