"""What contracts promise about training, and what falls due of it when equipment reaches a milestone."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Company, Party, Site
from sanbao_training.models.base import Base, Id


class Requirement(DocumentPart, Base):
    """What a contract demands of training (合同培训要求): whom, how many, what, by which timing (TRN-04).

    The number of heads is the contract's own; there is no default (AMB-12).
    """

    __tablename__ = "training_requirement"
    __table_args__ = (Index("ix_training_requirement_contract", "company_id", "contract_no"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    contract_no: Mapped[str | None]
    trainee_roles: Mapped[str]
    heads: Mapped[int]
    topics: Mapped[str]
    place_by_customer: Mapped[bool]
    payer: Mapped[str]
    payer_party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    is_free: Mapped[bool]
    starts_on: Mapped[date | None]
    party: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True, foreign_keys=[party_id])


class RequirementTiming(Base):
    """The version of a timing policy that a contract's requirement is bound to (CAL-09)."""

    __tablename__ = "training_requirement_timing"
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(ProfileVersion.id))
    version: Mapped[ProfileVersion] = relationship(ProfileVersion, lazy="joined", innerjoin=True)


class Duty(DocumentPart, Base):
    """Training that is owed to a customer by a day (培训义务), for a client, site and lot as a whole (TRN-04…08)."""

    __tablename__ = "training_duty"
    __table_args__ = (
        Index("ix_training_duty_group", "company_id", "party_id", "site_id", "contract_no", "batch"),
    )
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int | None] = mapped_column(ForeignKey(Party.id))
    site_id: Mapped[int | None] = mapped_column(ForeignKey(Site.id))
    contract_no: Mapped[str | None]
    batch: Mapped[str | None]
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(ProfileVersion.id))
    what: Mapped[str]
    milestone: Mapped[str]
    base_on: Mapped[date]
    earliest_on: Mapped[date | None]
    due_on: Mapped[date | None]
    is_free: Mapped[bool]
    units_count: Mapped[int]
    trace: Mapped[dict[str, Any]]
    was_moved: Mapped[bool] = mapped_column(default=False)
    fulfilled_on: Mapped[date | None]
    fulfilled_how: Mapped[str | None]
    minutes: Mapped[str | None]
    reason: Mapped[str | None]
    version: Mapped[ProfileVersion] = relationship(ProfileVersion, lazy="select")
    site: Mapped[Site | None] = relationship(Site, lazy="select")
