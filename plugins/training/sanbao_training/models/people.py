"""The people who learn and teach, of whichever party: customers' operators, our staff, installers' crews, suppliers'."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.registry.models import Company, Party
from sanbao_training.models.base import Base, Id


class Person(Base):
    """Somebody who is trained, or trains (学员, 讲师), of any party; ``identity`` tells two of one name apart.

    ``jobs`` are the kinds of work that she is meant to do: what the role matrix looks at.
    """

    __tablename__ = "training_person"
    __table_args__ = (
        UniqueConstraint("company_id", "code"),
        Index("ix_training_person_name", "company_id", "party_id", "name"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    identity: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="zh")
    jobs: Mapped[list[str]]
    is_trainer: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    party: Mapped[Party | None] = relationship(Party, lazy="select")
