"""A database that lost guards of its books is read-only and says so, until an upgrade has put them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from plugin_toys import SOURCES, addresses, assert_well, lend, pump
from sqlalchemy import text

import sanbao
from sanbao import doctor, worker
from sanbao.errors import Misconfigured
from sanbao.ledger.errors import GuardsMissing
from sanbao.plugin import lifecycle
from sanbao.setup import GUARDS, pending, upgrade

Company = Callable[..., sanbao.Sanbao]


@pytest.fixture
def unguarded(company: Company) -> sanbao.Sanbao:
    """A company with a loan whose database lost a trigger of the books."""
    erp = company("loan")
    lend(erp)
    remove_a_guard(erp)
    erp.reload()
    return erp


def remove_a_guard(erp: sanbao.Sanbao) -> None:
    """Drop one trigger of the books, as a careless table rebuild would."""
    with erp.database.owning() as connection:
        if erp.database.is_sqlite:
            asked = (
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry' ORDER BY name"
            )
            connection.execute(text(f'DROP TRIGGER "{connection.scalar(text(asked))}"'))
        else:
            asked = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'entry'::regclass AND NOT tgisinternal ORDER BY 1"
            connection.execute(text(f'DROP TRIGGER "{connection.scalar(text(asked))}" ON entry'))


@pytest.mark.parametrize(
    ("operation", "data", "subject"),
    [
        ("opening.enter", {"date": "2024-01-01", "lines": [{"account": "1002", "debit": "1.00"}]}, None),
        ("party.create", {"code": "C9", "name": "某公司"}, None),
        ("document.note", {"note": "来电"}, "LN202406-0001"),
        ("user.create", {"login": "li.na", "roles": "finance"}, None),
    ],
)
def test_whatever_writes_is_refused_and_names_the_guard(
    unguarded: sanbao.Sanbao, operation: str, data: dict[str, Any], subject: str | None
) -> None:
    with pytest.raises(GuardsMissing) as refused:
        unguarded.do(operation, data, subject=subject, user="admin")

    assert isinstance(refused.value, Misconfigured)
    assert refused.value.code == "ledger.guards_missing"
    assert unguarded.missing_guards
    assert all(guard in str(refused.value) for guard in unguarded.missing_guards)
    assert "read-only" in str(refused.value)


def test_questions_still_answer(unguarded: sanbao.Sanbao) -> None:
    shown = unguarded.ask("document.show", {"document": "LN202406-0001"}, user="admin")
    rows = unguarded.ask("ledger.trial_balance", user="admin")

    assert shown["state"] == "Lent"
    money = {row["code"]: row["closing"] for row in rows if row["closing"] != "0.00"}

    assert money == {"1002": "500.00", "2241": "-500.00"}


def test_a_plugin_is_not_switched_off_half_way(unguarded: sanbao.Sanbao) -> None:
    with pytest.raises(GuardsMissing):
        lifecycle.disable(unguarded, "loan")

    assert lifecycle.unfinished(unguarded) == {}
    assert "loan" in unguarded.registry.plugins


def test_the_worker_leaves_everything_as_it_is_and_says_why(unguarded: sanbao.Sanbao) -> None:
    done = worker.run_once(unguarded)

    assert (done.delivered, done.missed, done.jobs) == (0, 0, [])
    assert len(done.faults) == 1
    assert "sanbao upgrade" in done.faults[0]


def test_doctor_and_upgrade_name_the_guard_and_the_upgrade_puts_it_back(unguarded: sanbao.Sanbao) -> None:
    where = addresses(unguarded)
    missing = list(unguarded.missing_guards)
    signs = {sign.subject: sign for sign in doctor._database(unguarded)}

    planned = pending(**where, sources=SOURCES)
    done = upgrade(**where, sources=SOURCES)

    assert signs["guards"].state == doctor.BAD
    assert missing[0] in str(signs["guards"])
    assert planned == done == {GUARDS: missing}
    assert pending(**where, sources=SOURCES) == {}
    pump(unguarded, "HA2024-00067890")  # the company that was open all the time sees it by itself
    assert unguarded.missing_guards == []
    assert_well(unguarded)
