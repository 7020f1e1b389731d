"""What somebody can be certified for, and which work needs it: the role matrix."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.registry.models import Company
from sanbao_training.models.base import Base, Id


class Skill(Base):
    """A skill or licence (技能, 执照) that a certificate proves, and for how many months if nothing else is said."""

    __tablename__ = "training_skill"
    __table_args__ = (UniqueConstraint("company_id", "code"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    valid_months: Mapped[int | None]
    is_licence: Mapped[bool] = mapped_column(default=False)


class RequiredSkill(Base):
    """A line of the role matrix (岗位技能矩阵): this kind of work needs that skill, from a day until another (PTY-12)."""

    __tablename__ = "training_required_skill"
    __table_args__ = (Index("ix_training_required_skill_work", "company_id", "kind_of_work"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    kind_of_work: Mapped[str]
    skill_id: Mapped[int] = mapped_column(ForeignKey(Skill.id))
    party_role: Mapped[str | None]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    skill: Mapped[Skill] = relationship(Skill, lazy="joined", innerjoin=True)
