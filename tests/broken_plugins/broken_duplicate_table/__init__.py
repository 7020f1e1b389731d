"""Fault: a table of the toy ``loan`` under the same name."""

from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import plugin_base
from sanbao.plugin import Plugin

Base = plugin_base("duplicate_table")


class Mark(Base):
    """A second table of the same name."""

    __tablename__ = "loan_unit"
    id: Mapped[int] = mapped_column(primary_key=True)


plugin = Plugin(
    name="duplicate_table", title="Twin table", version="0.1.0", prefix="loan", requires=["loan"], models=[Mark]
)
