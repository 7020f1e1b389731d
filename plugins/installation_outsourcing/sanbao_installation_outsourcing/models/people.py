"""Who was named for a contract, from when to when: the register against which a replacement is held."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.access.models import User
from sanbao.documents.models import Attachment, Document
from sanbao.registry.models import Company, Party
from sanbao_installation_outsourcing.models.base import Base, Id


class TeamPost(Base):
    """How many persons a contract wants for a function (人员配置要求), as the version in force says it (PTY-08)."""

    __tablename__ = "outsourcing_team"
    __table_args__ = (UniqueConstraint("contract_id", "function"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id), index=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    function: Mapped[str]
    count: Mapped[int]
    full_time: Mapped[bool]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class NamedPerson(Base):
    """A person named for a contract (指定人员): whom nobody may replace without consent is a key person (PTY-08, PTY-11).

    ``function`` is the one of the contract's required team that is counted; ``name_key`` the name as it is compared;
    ``until_on`` is the last day; ``replaced_by_id`` the one who came after, ``event_id`` what was reported of it, and
    ``attachment_id`` the written consent of the other side.
    """

    __tablename__ = "outsourcing_person"
    __table_args__ = (
        Index("ix_outsourcing_person_contract", "contract_id", "post"),
        Index("ix_outsourcing_person_name_key", "company_id", "name_key"),
    )
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    contract_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    post: Mapped[str]
    function: Mapped[str | None]
    name: Mapped[str]
    name_key: Mapped[str]
    is_key: Mapped[bool]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("outsourcing_person.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
