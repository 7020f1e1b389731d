"""Fault: a relationship to a class that does not exist."""

from sqlalchemy.orm import Mapped, mapped_column, relationship

from sanbao.database import plugin_base
from sanbao.plugin import Plugin

Base = plugin_base("bad_mapper")


class Thing(Base):
    """A table that cannot be mapped."""

    __tablename__ = "bad_mapper_thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    other = relationship("Nobody")


plugin = Plugin(name="bad_mapper", title="Badly mapped", version="0.1.0", models=[Thing])
