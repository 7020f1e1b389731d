"""Fault: its migration cannot even be read."""

from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import plugin_base
from sanbao.plugin import Plugin

Base = plugin_base("unreadable_history")


class Thing(Base):
    """A table whose migration cannot be read."""

    __tablename__ = "unreadable_history_thing"
    id: Mapped[int] = mapped_column(primary_key=True)


plugin = Plugin(
    name="unreadable_history",
    title="Unreadable history",
    version="0.1.0",
    package="broken_unreadable_history",
    models=[Thing],
)
