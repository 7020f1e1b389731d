"""Who may do what: people, their roles, and the company's own changes to the matrix (PTY-02)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.database import Base
from sanbao.registry.models import CompanyId, Id, Office

#: Who does what no person does; nobody signs in as it.
SYSTEM = "system"


class User(Base):
    """A person or program that does operations (用户); signing in belongs to the web."""

    __tablename__ = "app_user"
    __table_args__ = (UniqueConstraint("company_id", "login"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    login: Mapped[str]
    name: Mapped[str]
    locale: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    roles: Mapped[list[UserRole]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    office: Mapped[Office | None] = relationship()

    @property
    def role_codes(self) -> frozenset[str]:
        """The roles that this person has."""
        return frozenset(role.role for role in self.roles)


class UserRole(Base):
    """A role that a person has (角色)."""

    __tablename__ = "user_role"
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class RoleGrant(Base):
    """The company's own word on a role and a permission: given, or taken away from the default."""

    __tablename__ = "role_grant"
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)
    is_allowed: Mapped[bool]
