"""Where a bid answers the tender otherwise than it asked: the list that goes with the bid (PEN-04)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.documents.models import Document, DocumentPart
from sanbao.registry.models import Company, Party
from sanbao_installation_outsourcing.models.base import Base, Id


class DeviationList(DocumentPart, Base):
    """The deviation list of a bid of ours (偏离表): every requirement of the tender, what we answer, and who answers for it.

    ``contract_id`` is the contract that the bid became; ``submitted_knowingly`` why negative deviations were handed in.
    """

    __tablename__ = "outsourcing_deviation_list"
    __table_args__ = (Index("ix_outsourcing_deviation_list_contract", "contract_id"),)
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id))
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id), index=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    tender_no: Mapped[str]
    submitted_on: Mapped[date | None]
    submitted_knowingly: Mapped[str | None]
    party: Mapped[Party] = relationship(Party, lazy="select")


class Deviation(Base):
    """One requirement of the tender with our answer (偏离项): none, positive (正偏离) or negative (负偏离)."""

    __tablename__ = "outsourcing_deviation"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    position: Mapped[int]
    part: Mapped[str]
    clause: Mapped[str]
    requirement: Mapped[str]
    answer: Mapped[str]
    deviation: Mapped[str]
    remark: Mapped[str | None]
    person: Mapped[str]
