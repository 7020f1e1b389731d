"""What proves that somebody is qualified: our certificates, and licences that others issued."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company
from sanbao_training.models.base import Base
from sanbao_training.models.people import Person
from sanbao_training.models.sessions import Result
from sanbao_training.models.skills import Skill


class Certificate(DocumentPart, Base):
    """A certificate (合格证书) or a licence of another office (外部执照): valid to its last day, that day included (PTY-12).

    From ``void_from`` on it counts no more; one that was wrongly given never counted.
    """

    __tablename__ = "training_certificate"
    __table_args__ = (
        UniqueConstraint("company_id", "code"),
        Index("ix_training_certificate_person", "company_id", "person_id", "skill_id", "valid_until"),
        Index("ix_training_certificate_until", "company_id", "valid_until"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    skill_id: Mapped[int] = mapped_column(ForeignKey(Skill.id))
    session_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    result_id: Mapped[int | None] = mapped_column(ForeignKey(Result.id))
    code: Mapped[str]
    issuer: Mapped[str | None]
    licence_no: Mapped[str | None]
    issued_on: Mapped[date]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    void_from: Mapped[date | None]
    reason: Mapped[str | None]
    reminded_days: Mapped[int | None]
    person: Mapped[Person] = relationship(Person, lazy="joined", innerjoin=True)
    skill: Mapped[Skill] = relationship(Skill, lazy="joined", innerjoin=True)
