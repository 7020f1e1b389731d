"""Which firm is of which kind from which day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.access.models import User
from sanbao.registry.models import Company, CostCentre, Party
from sanbao_installation_outsourcing.models.base import Base, Id


class Provider(Base):
    """Of which kind a firm is from a day on (网点类型): own branch, contracted shop, tendered partner … (PTY-07).

    ``kind`` names the version of the policy that counts, so that work done keeps what held when it was given out.
    """

    __tablename__ = "outsourcing_provider"
    __table_args__ = (UniqueConstraint("party_id", "from_on"),)
    id: Mapped[Id]
    company_id: Mapped[int] = mapped_column(ForeignKey(Company.id), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id))
    from_on: Mapped[date]
    kind: Mapped[str]
    cost_centre_id: Mapped[int | None] = mapped_column(ForeignKey(CostCentre.id))
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    party: Mapped[Party] = relationship(Party, lazy="joined", innerjoin=True)
    cost_centre: Mapped[CostCentre | None] = relationship(CostCentre, lazy="joined")
