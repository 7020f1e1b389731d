"""What was found when a service agent was surveyed: the paper, and the mark for each aspect."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Party
from sanbao_installation_outsourcing.models.base import Base, Id
from sanbao_installation_outsourcing.models.people import NamedPerson


class AgentSurvey(DocumentPart, Base):
    """A survey of a service agent (服务代理调查): a firm, one of its people, or a person of ours (PTY-09).

    ``name`` is the person's, empty where a firm as a whole is meant; ``questionnaire`` names the version that was asked
    by, ``least`` and ``most`` the ends of its scale.
    """

    __tablename__ = "outsourcing_survey"
    __table_args__ = (
        CheckConstraint("way in ('visit', 'phone', 'questionnaire')", name="way"),
        Index("ix_outsourcing_survey_agent", "company_id", "party_id", "surveyed_on"),
        Index("ix_outsourcing_survey_day", "company_id", "code", "surveyed_on"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    person_id: Mapped[int | None] = mapped_column(ForeignKey(NamedPerson.id))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    name: Mapped[str]
    surveyed_on: Mapped[date]
    way: Mapped[str]
    asked: Mapped[str | None]
    surveyed_by: Mapped[str]
    code: Mapped[str]
    questionnaire: Mapped[str]
    least: Mapped[int]
    most: Mapped[int]
    remarks: Mapped[str | None]
    party: Mapped[Party | None] = relationship(Party, lazy="select")


class SurveyMark(Base):
    """The mark for an aspect of a survey (调查评分)."""

    __tablename__ = "outsourcing_survey_mark"
    __table_args__ = (UniqueConstraint("document_id", "aspect"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    aspect: Mapped[str]
    mark: Mapped[int]
