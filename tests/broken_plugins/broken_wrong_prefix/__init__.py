"""Fault: its table could be anybody's."""

from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import plugin_base
from sanbao.plugin import Plugin

Base = plugin_base("wrong_prefix")


class Extra(Base):
    """A table without the plugin's name before it."""

    __tablename__ = "product_extra"
    id: Mapped[int] = mapped_column(primary_key=True)


plugin = Plugin(name="wrong_prefix", title="Wrong prefix", version="0.1.0", models=[Extra])
