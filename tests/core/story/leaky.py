"""A plugin that breaks the rules: it writes past the transaction that is refused afterwards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from sanbao.errors import Refused
from sanbao.operation import operation
from sanbao.plugin import Plugin


class Spilled(Refused):
    code = "leaky.spilled"
    message = "refused, but not without a trace"


@operation("leaky.spill", roles=("finance",))
def spill(work: Any) -> None:
    """Write through a connection of its own, then refuse."""
    with work.erp.database.owner.begin() as connection:
        connection.execute(text("UPDATE cost_centre SET name = 'spilled' WHERE code = 'PROD'"))
        connection.execute(text("INSERT INTO cost_centre (company_id, code, name) VALUES (1, 'SPILL', 'spilled')"))
    raise Spilled


@operation("leaky.break", roles=("finance",))
def break_down(work: Any) -> None:
    """Fail as a bug does."""
    raise ZeroDivisionError("a bug")


plugin = Plugin(name="leaky", title="Leaky", version="0.1.0", operations=[spill, break_down])
