"""Fault: the second step of its first migration fails."""

from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import plugin_base
from sanbao.plugin import Plugin

Base = plugin_base("failing_migration")


class Thing(Base):
    """The table that the migration begins with."""

    __tablename__ = "failing_migration_thing"
    id: Mapped[int] = mapped_column(primary_key=True)


plugin = Plugin(
    name="failing_migration",
    title="Failing migration",
    version="0.1.0",
    package="broken_failing_migration",
    models=[Thing],
)
