"""A connection that died in the pool reaches nobody: neither after a rest nor a moment after its last use (rule 28)."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import event, make_url, text

import sanbao
from sanbao.database import engine as engines
from sanbao.testing import Addresses

pytestmark = pytest.mark.parametrize("backend", ["postgresql"])
_KILL = (
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
)


def kill_all(address: Addresses) -> int:
    """Let the server drop every connection of the application; return how many there were."""
    plain = make_url(address.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        row = connection.execute(_KILL).fetchone()
        assert row is not None
        return int(row[0])


def pings(erp: sanbao.Sanbao, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Watch how often a connection is asked whether its server is still there."""
    seen: list[object] = []
    ask = erp.database.engine.dialect.do_ping
    monkeypatch.setattr(erp.database.engine.dialect, "do_ping", lambda raw: seen.append(raw) or ask(raw))
    return seen


def test_a_connection_that_died_while_it_rested_is_replaced(
    erp: sanbao.Sanbao, address: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "REST_SECONDS", 0.0)
    assert kill_all(address) >= 1

    with erp.database.reading() as connection:
        found = connection.scalar(text("SELECT 1"))

    assert found == 1


def test_all_that_died_together_are_replaced_together(
    erp: sanbao.Sanbao, address: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "REST_SECONDS", 0.0)
    made: list[object] = []
    event.listen(erp.database.engine, "connect", lambda raw, _record: made.append(raw))
    with erp.database.reading(), erp.database.reading(), erp.database.reading():
        pass
    made.clear()
    assert kill_all(address) == 3

    with erp.database.reading() as one, erp.database.reading() as two, erp.database.reading() as three:
        found = [each.scalar(text("SELECT 1")) for each in (one, two, three)]

    assert found == [1, 1, 1]
    assert len(made) == 3


def test_an_operation_does_not_notice_that_its_connection_died_a_moment_ago(
    erp: sanbao.Sanbao, address: Addresses
) -> None:
    erp.do("product.create", {"code": "PUMP-3", "name": "增压泵"}, user="admin")
    assert kill_all(address) >= 1

    done = erp.do("product.create", {"code": "PUMP-4", "name": "增压泵"}, user="admin")

    assert done.data["code"] == "PUMP-4"


def test_a_question_does_not_notice_it_either(erp: sanbao.Sanbao, address: Addresses) -> None:
    erp.ask("ledger.trial_balance", user="admin")
    assert kill_all(address) >= 1

    assert erp.ask("ledger.trial_balance", user="admin") == []


def test_what_is_used_without_a_rest_is_not_asked(
    erp: sanbao.Sanbao, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "REST_SECONDS", 60.0)
    seen = pings(erp, monkeypatch)

    for _ in range(3):
        erp.ask("ledger.trial_balance", user="admin")

    assert seen == []


def test_what_rested_is_asked_before_each_use(erp: sanbao.Sanbao, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "REST_SECONDS", 0.0)
    seen = pings(erp, monkeypatch)

    erp.ask("ledger.trial_balance", user="admin")

    assert len(seen) == 2
