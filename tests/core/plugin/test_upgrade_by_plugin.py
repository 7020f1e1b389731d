"""An upgrade goes plugin by plugin: what one cannot do keeps back those that need it, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from plugin_toys import SOURCES, addresses, assert_well, lend
from sqlalchemy import text

import sanbao
from sanbao.app import NeedsUpgrade
from sanbao.database import migrations
from sanbao.ledger import guards
from sanbao.plugin import discovery, lifecycle
from sanbao.plugin.errors import PluginRefused
from sanbao.setup import pending, upgrade

Company = Callable[..., sanbao.Sanbao]


def step_back(erp: sanbao.Sanbao, name: str, revision: str) -> None:
    """Leave a plugin's tables as an older version made them."""
    manifest, _module = discovery.load(name, SOURCES)
    with erp.database.owning() as connection:
        migrations.downgrade(connection, name, manifest.package, lifecycle.metadata_of(manifest), revision)
        guards.install(connection)


def failing_for(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    """Let the migration of one plugin end like this, after it has changed something."""
    genuine = migrations.upgrade

    def upgrade_or_fail(connection: Any, plugin: str, *rest: Any, **named: Any) -> None:
        genuine(connection, plugin, *rest, **named)
        if plugin == name:
            raise error

    monkeypatch.setattr(migrations, "upgrade", upgrade_or_fail)


def tables(erp: sanbao.Sanbao) -> dict[str, str | None]:
    """Return the revision of each plugin's tables."""
    with erp.database.reading() as connection:
        return {name: migrations.current(connection, name) for name in ("core", "loan", "loan_notes", "echo")}


def test_one_that_fails_leaves_the_others_upgraded_and_the_books_guarded(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    erp = company("loan", "loan_notes")
    lend(erp)
    before = tables(erp)
    step_back(erp, "loan_notes", "base")
    step_back(erp, "loan", "loan_0001")
    with monkeypatch.context() as patched:
        failing_for(patched, "loan_notes", OSError("disk full"))

        with pytest.raises(PluginRefused) as refused:
            upgrade(**addresses(erp), sources=SOURCES)

    assert "loan_notes" in str(refused.value)
    assert tables(erp) == {**before, "loan_notes": None}
    with erp.database.reading() as connection:
        assert guards.compare(connection) == []
    with pytest.raises(NeedsUpgrade):
        sanbao.open(**addresses(erp), sources=SOURCES)
    assert upgrade(**addresses(erp), sources=SOURCES) == {"loan_notes": [before["loan_notes"]]}
    erp.reload()
    assert_well(erp)


def test_what_needs_a_plugin_that_failed_waits_for_it(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    erp = company("loan", "loan_notes")
    before = tables(erp)
    step_back(erp, "loan_notes", "base")
    step_back(erp, "loan", "loan_0001")
    with monkeypatch.context() as patched:
        failing_for(patched, "loan", OSError("disk full"))

        with pytest.raises(PluginRefused):
            upgrade(**addresses(erp), sources=SOURCES)

    assert tables(erp) == {**before, "loan": "loan_0001", "loan_notes": None}
    done = upgrade(**addresses(erp), sources=SOURCES)
    assert list(done) == ["loan", "loan_notes"]
    assert tables(erp) == before
    assert pending(**addresses(erp), sources=SOURCES) == {}


def test_an_upgrade_that_is_killed_goes_on_where_it_stood(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    erp = company("loan", "loan_notes")
    before = tables(erp)
    step_back(erp, "loan_notes", "base")
    step_back(erp, "loan", "loan_0001")
    with monkeypatch.context() as patched:
        failing_for(patched, "loan_notes", KeyboardInterrupt())

        with pytest.raises(KeyboardInterrupt):
            upgrade(**addresses(erp), sources=SOURCES)

    assert tables(erp)["loan"] == before["loan"]
    assert upgrade(**addresses(erp), sources=SOURCES) == {"loan_notes": [before["loan_notes"]]}
    erp.reload()
    assert_well(erp)


def test_an_upgrade_keeps_the_words_that_a_plugin_has_now(company: Company) -> None:
    erp = company("loan")
    with erp.database.owning() as connection:
        connection.execute(text("UPDATE plugin_state SET version = '0.0.1', manifest = '{}'"))

    upgrade(**addresses(erp), sources=SOURCES)

    lifecycle.write_target(erp.database, "loan", "disabled")
    with erp.database.owning() as connection:
        connection.execute(text("UPDATE plugin_state SET status = 'disabled'"))
    erp.reload()
    assert erp.registry.away["loan"].plugin == "loan"
    assert erp.registry.away["loan"].states["open"] == "Lent"
