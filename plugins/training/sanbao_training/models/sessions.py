"""Sessions: when and where who teaches whom, who came, what they scored, what they thought of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.documents.models import Document, DocumentPart
from sanbao.mail.models import Letter
from sanbao.registry.models import Company, Party, Site
from sanbao_training.models.base import Base, Id
from sanbao_training.models.outlines import Outline
from sanbao_training.models.people import Person


class Session(DocumentPart, Base):
    """A training session (培训班次) at our place, the customer's or another; it collects its cost (TRN-02, TRN-03)."""

    __tablename__ = "training_session"
    __table_args__ = (
        Index("ix_training_session_start", "company_id", "starts_at"),
        UniqueConstraint("company_id", "sign_in_code"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    outline_id: Mapped[int] = mapped_column(ForeignKey(Outline.document_id))
    trainer_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    place_kind: Mapped[str]
    room: Mapped[str | None]
    site_id: Mapped[int | None] = mapped_column(ForeignKey(Site.id))
    address: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    language: Mapped[str]
    materials: Mapped[str | None]
    capacity: Mapped[int | None]
    planned_heads: Mapped[int]
    payer: Mapped[str]
    payer_party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    is_free: Mapped[bool]
    duty_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    sign_in_code: Mapped[str]
    invitation_count: Mapped[int] = mapped_column(default=0)
    held_on: Mapped[date | None]
    reason: Mapped[str | None]
    outline: Mapped[Outline] = relationship(Outline, lazy="joined", innerjoin=True, foreign_keys=[outline_id])
    trainer: Mapped[Person] = relationship(Person, lazy="joined", innerjoin=True)
    site: Mapped[Site | None] = relationship(Site, lazy="joined")
    payer_party: Mapped[Party | None] = relationship(Party, lazy="select")


class Slot(Base):
    """One stretch of a session (课时段): a course may take several days or groups."""

    __tablename__ = "training_slot"
    __table_args__ = (Index("ix_training_slot_time", "company_id", "starts_at", "ends_at"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Enrolment(Base):
    """A person's place in a session (报名): enrolled, waiting or withdrawn; present or not; what came of it."""

    __tablename__ = "training_enrolment"
    __table_args__ = (
        UniqueConstraint("document_id", "person_id"),
        Index("ix_training_enrolment_person", "person_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    status: Mapped[str]
    queued_at: Mapped[datetime]
    attendance: Mapped[str | None]
    signed_in_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    person: Mapped[Person] = relationship(Person, lazy="joined", innerjoin=True)


class Result(Base):
    """A result of an exam (考核成绩) as it was recorded; a correction is a new one that points to the wrong one."""

    __tablename__ = "training_result"
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey(Enrolment.id), index=True)
    attempt: Mapped[int]
    score: Mapped[Decimal]
    full_score: Mapped[Decimal]
    pass_mark: Mapped[Decimal]
    is_passed: Mapped[bool]
    examined_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("training_result.id"))
    is_corrected: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]


class Feedback(Base):
    """What somebody who was there thought of a session (培训反馈), from 1 to 5."""

    __tablename__ = "training_feedback"
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey(Enrolment.id), unique=True)
    content: Mapped[int]
    trainer: Mapped[int]
    organisation: Mapped[int]
    words: Mapped[str | None]
    given_at: Mapped[datetime]


class Invitation(Base):
    """An invitation to a session (培训通知), or its withdrawal: a calendar entry, and the letter that carries it.

    ``sequence`` counts what an address was told; ``round`` is the session's own count of changes that all are told of.
    """

    __tablename__ = "training_invitation"
    __table_args__ = (UniqueConstraint("document_id", "address", "sequence"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    address: Mapped[str]
    round: Mapped[int]
    sequence: Mapped[int]
    method: Mapped[str]
    calendar: Mapped[str]
    made_at: Mapped[datetime]
    letter: Mapped[Letter] = relationship(Letter, lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(Person, lazy="joined", innerjoin=True)
