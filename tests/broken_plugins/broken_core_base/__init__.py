"""Fault: it maps onto the core's own base, and badly at that: every query of the core would fail."""

from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.database import Base
from sanbao.plugin import Plugin


class Guest(Base):
    """A table among the core's."""

    __tablename__ = "core_base_guest"
    id: Mapped[int] = mapped_column(primary_key=True)
    host = relationship("Nobody")


plugin = Plugin(name="core_base", title="Guest in the core", version="0.1.0", models=[Guest])
