"""Where the toys and the broken plugins are, and what shows that a company is well."""

from __future__ import annotations

import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

import sanbao
from sanbao.ledger.verify import verify
from sanbao.plugin.models import PluginState
from sanbao.registry.errors import Exists

TESTS = Path(__file__).parents[2]
TOYS = {name: f"sanbao_{name}.plugin:plugin" for name in ("loan", "loan_notes", "echo")}
BROKEN = {
    folder.name.removeprefix("broken_"): f"{folder.name}:plugin"
    for folder in sorted((TESTS / "broken_plugins").glob("broken_*"))
}
SOURCES = {**TOYS, **BROKEN}

FOLDERS = [*(TESTS / "toy_plugins" / name for name in TOYS), TESTS / "broken_plugins"]
for place in FOLDERS:
    if str(place) not in sys.path:
        sys.path.insert(0, str(place))


def pump(erp: sanbao.Sanbao, serial: str = "HA2024-00012345", **more: str) -> None:
    """Register a pump that can be lent, sold or repaired."""
    with suppress(Exists):
        erp.do("product.create", {"code": "PUMP-3", "name": "增压泵", "key_parts": "PLC"}, user="admin")
    erp.do("unit.register", {"serial": serial, "product": "PUMP-3", **more}, user="admin")


def assert_well(erp: sanbao.Sanbao) -> None:
    """Check that an ordinary operation works, posts, and leaves books that verify."""
    opening = {"date": "2024-01-01", "lines": [{"account": "1002", "debit": "1000.00"}], "additional": "yes"}
    posted = erp.do("opening.enter", opening, user="admin")
    assert [entry["text"] for entry in posted.entries] == ["Dr 1002 1000.00 | Cr 4199 1000.00"]
    with erp.database.reading() as connection:
        assert [str(finding) for finding in verify(connection).findings] == []
    assert_balanced(erp)


def assert_balanced(erp: sanbao.Sanbao) -> None:
    """Check that debits are credits."""
    rows = erp.ask("ledger.trial_balance", user="admin")
    assert sum(Decimal(row["debit"]) - Decimal(row["credit"]) for row in rows) == 0


def force_enabled(erp: sanbao.Sanbao, *names: str) -> None:
    """Write that plugins are on, as if they had been whole when they were enabled."""
    with erp.database.owning() as connection, Session(connection) as session:
        for name in names:
            session.add(PluginState(name=name, status="enabled", target="enabled", manifest={}))
        session.flush()


def lend(erp: sanbao.Sanbao, serial: str = "HA2024-00012345", deposit: str = "500.00") -> str:
    """Lend a unit with a deposit; return the loan's number."""
    pump(erp, serial, loaner="yes")
    with suppress(Exists):
        erp.do("party.create", {"code": "C001", "name": "骨科医院"}, user="admin")
    lines = [{"unit": serial, "due_on": "2024-06-17"}]
    lent = erp.do("loan.lend", {"customer": "C001", "deposit": deposit, "lines": lines}, user="admin")
    return str(lent.number)


def addresses(erp: sanbao.Sanbao) -> dict[str, str | None]:
    """Return where a company's database is, as :func:`sanbao.open` takes it."""
    owner = erp.database.owner
    return {
        "url": erp.database.url.render_as_string(hide_password=False),
        "owner_url": None if owner is erp.database.engine else owner.url.render_as_string(hide_password=False),
    }


def balances(erp: sanbao.Sanbao) -> Any:
    """Return the trial balance."""
    return erp.ask("ledger.trial_balance", {"on": "2024-12-31"}, user="admin")
