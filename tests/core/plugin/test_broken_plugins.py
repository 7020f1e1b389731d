"""A faulty plugin is refused or contained, with a sentence that names it; the core and the others go on (G1, G3, G5)."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from plugin_toys import BROKEN, SOURCES, addresses, assert_well, force_enabled, lend, pump
from sqlalchemy import inspect, select

import sanbao
from sanbao.errors import Refused, SanbaoError
from sanbao.plugin import hooks, lifecycle
from sanbao.plugin.errors import PluginFault
from sanbao.registry.models import Place
from sanbao.setup import upgrade

Company = Callable[..., sanbao.Sanbao]

#: Plugin → what its refusal says, beside its name. None of them gets as far as to run.
REFUSED = {
    "import_error": "a_library_that_nobody_has",
    "half_import": "SyntaxError",
    "exits_on_import": "SystemExit",
    "wrong_type": "its manifest is a dict, not a Plugin",
    "wrong_name": "calls itself somebody_else",
    "newer_core": "it needs sanbao 99.0.0",
    "bad_mapper": "Nobody",
    "core_base": "Guest stands on the core's base",
    "missing_dependency": "needs nowhere",
    "wrong_signature": "boxes",
    "unknown_hook": "units_exploded",
    "wrapper_hook": "check_operation must not be wrapped",
    "duplicate_table": "the table loan_unit already belongs to loan",
    "wrong_prefix": "the table product_extra must begin with wrong_prefix_",
    "duplicate_operation": "the operation product.create already belongs to core",
    "duplicate_role": "the role finance already belongs to core",
    "schema_mismatch": "disagree on remark, text",
    "question_mismatch": "disagree on remark",
    "unknown_extension": "it extends unit.teleport, which does not exist",
    "unreadable_manifest": "its manifest cannot be read",
    "own_hooks": "its own hooks cannot be used",
    "unreadable_history": "this revision was never finished",
}
#: The same, of those that are found out only while their tables are made.
REFUSED_LATER = {
    "failing_migration": "its migration failed, nothing was changed",
    "bad_policy": "its policies cannot be published",
}
CIRCLE = ("cycle_one", "cycle_two")


@pytest.mark.parametrize("backend", ["sqlite"])  # no database is reached
@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_plugin_is_refused_by_name(name: str, company: Company) -> None:
    erp = company("loan")

    with pytest.raises(SanbaoError) as refused:
        lifecycle.enable(erp, name)

    assert name in str(refused.value)
    assert REFUSED[name] in str(refused.value)
    assert name not in erp.registry.plugins
    assert_well(erp)


@pytest.mark.parametrize("name", REFUSED_LATER)
def test_a_plugin_whose_tables_cannot_be_made_leaves_nothing(name: str, company: Company) -> None:
    erp = company("loan")

    with pytest.raises(SanbaoError) as refused:
        lifecycle.enable(erp, name)

    assert name in str(refused.value)
    assert REFUSED_LATER[name] in str(refused.value)
    assert name not in erp.registry.plugins
    assert f"{name}_thing" not in _tables(erp)
    assert_well(erp)


def test_what_was_half_imported_is_forgotten(company: Company) -> None:
    erp = company()

    with pytest.raises(SanbaoError):
        lifecycle.enable(erp, "half_import")

    assert not [name for name in sys.modules if name.startswith("broken_half_import")]


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("name", CIRCLE)
def test_a_circle_is_refused(name: str, company: Company) -> None:
    erp = company("loan")

    with pytest.raises(SanbaoError) as refused:
        lifecycle.enable(erp, name)

    assert name in str(refused.value)
    assert_well(erp)


def test_why_a_plugin_was_refused_stands_in_the_list(company: Company) -> None:
    erp = company()
    with pytest.raises(SanbaoError):
        lifecycle.enable(erp, "failing_migration")

    row = next(row for row in lifecycle.listing(erp) if row["name"] == "failing_migration")

    assert row["status"] == "available"
    assert "its migration failed" in row["fault"]


def test_everything_broken_at_once_keeps_neither_core_nor_others_from_starting(company: Company) -> None:
    erp = company("loan")
    started = time.monotonic()
    erp.reload()
    alone = time.monotonic() - started
    broken = [*REFUSED, *CIRCLE]
    force_enabled(erp, *broken)

    started = time.monotonic()
    erp.reload()
    together = time.monotonic() - started

    assert together - alone <= 2.0
    assert set(erp.faults) == set(broken)
    assert all(name in sentence for name, sentence in erp.faults.items())
    assert set(erp.registry.plugins) == {"core", "loan"}
    assert lend(erp) == "LN202406-0001"
    assert_well(erp)


def test_a_circle_is_told_to_both(company: Company) -> None:
    erp = company()
    force_enabled(erp, *CIRCLE)

    erp.reload()

    assert all("in a circle" in erp.faults[name] for name in CIRCLE)


def test_safe_mode_starts_with_all_plugins_off(company: Company) -> None:
    erp = company("loan")
    force_enabled(erp, "exits_on_import")

    with sanbao.open(**addresses(erp), sources=SOURCES, safe_mode=True) as safe:
        assert set(safe.registry.plugins) == {"core"}
        assert safe.faults == {}
        assert_well(safe)


def test_a_broken_plugin_does_not_keep_the_others_from_their_upgrade(company: Company) -> None:
    erp = company("loan")
    force_enabled(erp, "import_error")

    done = upgrade(**addresses(erp), sources=SOURCES)

    assert done == {}


# -- faults that show only when they run -------------------------------------------------------------------

#: Plugin → what is said when a unit is accepted.
WHEN_TOLD = {
    "hook_raises": "ZeroDivisionError",
    "hook_exits": "SystemExit: 7",
    "told_answers": "it answered with a list where nothing is asked",
    "swallows": "it left the transaction broken",
    "undeclared_role": "posts to BANK, which its manifest does not name",
}
#: Plugin → what is said when coverage is asked.
WHEN_ASKED = {
    "wrong_answer": "it answered with a int, not a list",
    "wrong_members": "it answered with a str, not a Answer",
    "too_few": "it gave 0 answers where 1 were asked for",
    "generator": "it answered with a generator, not a list",
    "dirty_question": "it wrote while it was only asked",
    "bulk_question": "it wrote while it was only asked",
}


@pytest.mark.parametrize("name", WHEN_TOLD)
def test_a_hook_that_fails_rolls_the_operation_back_and_is_named(name: str, company: Company) -> None:
    erp = company("loan", name)
    pump(erp)

    with pytest.raises(Refused) as refused:
        erp.do("unit.accept", {"accepted_on": "2024-02-29"}, subject="12345", user="admin")

    assert name in str(refused.value)
    assert WHEN_TOLD[name] in str(refused.value)
    assert erp.ask("unit.search", {"text": "12345"}, user="admin")[0]["accepted_on"] is None
    assert_well(erp)


@pytest.mark.parametrize("name", WHEN_ASKED)
def test_a_question_answered_wrongly_is_refused_and_named(name: str, company: Company) -> None:
    erp = company("loan", name)
    pump(erp)

    with pytest.raises(PluginFault) as refused:
        erp.ask("coverage", {"unit": "12345"}, user="admin")

    assert name in str(refused.value)
    assert WHEN_ASKED[name] in str(refused.value)
    assert not _places(erp) & {"SECRET"}
    assert_well(erp)


def test_the_others_hear_the_same_news_once_the_fault_is_off(company: Company, echo: Any) -> None:
    erp = company("echo", "hook_raises")
    pump(erp)
    with pytest.raises(PluginFault):
        erp.do("unit.accept", {"accepted_on": "2024-02-29"}, subject="12345", user="admin")
    lifecycle.disable(erp, "hook_raises")

    erp.do("unit.accept", {"accepted_on": "2024-02-29"}, subject="12345", user="admin")

    assert [unit.serial for unit in echo.told("units_accepted")[-1]["units"]] == ["HA2024-00012345"]


def test_a_failing_hook_is_counted_with_its_last_error(company: Company) -> None:
    erp = company("hook_raises")
    pump(erp)

    with pytest.raises(PluginFault):
        erp.do("unit.accept", {"accepted_on": "2024-02-29"}, subject="12345", user="admin")

    health = erp.hooks.health["hook_raises", "units_accepted"]
    assert (health.calls, health.failures) == (1, 1)
    assert "ZeroDivisionError" in health.last_error


def test_a_slow_hook_is_timed_and_named(
    company: Company, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "SLOW_SECONDS", 0.1)
    erp = company("slow_hook")
    pump(erp)

    erp.do("unit.accept", {"accepted_on": "2024-02-29"}, subject="12345", user="admin")

    assert erp.hooks.health["slow_hook", "units_accepted"].slowest >= 0.2
    assert "plugin slow_hook took" in caplog.text


@pytest.mark.parametrize(
    "operation, said",
    [
        ("commits.now", "commits must not commit the transaction"),
        ("commits.behind", "commits must not commit the transaction"),
        ("commits.undo", "commits failed in commits.undo: it left the transaction broken"),
    ],
)
def test_an_operation_cannot_end_the_transaction(operation: str, said: str, company: Company) -> None:
    erp = company("commits")

    with pytest.raises(Refused) as refused:
        erp.do(operation, user="admin")

    assert said in str(refused.value)
    assert "HALF" not in _places(erp)
    assert_well(erp)


def test_an_undeclared_account_role_is_refused_by_name(company: Company) -> None:
    erp = company("undeclared_role")

    with pytest.raises(Refused) as refused:
        erp.do("undeclared_role.take", user="admin")

    assert str(refused.value) == "the plugin undeclared_role posts to BANK, which its manifest does not name"
    assert_well(erp)


def test_an_unbalanced_posting_is_refused(company: Company) -> None:
    erp = company("unbalanced")

    with pytest.raises(SanbaoError) as refused:
        erp.do("unbalanced.take", user="admin")

    assert refused.value.code == "ledger.unbalanced"
    assert_well(erp)


def test_an_extension_that_fails_is_named_and_nothing_is_kept(company: Company) -> None:
    erp = company("extension_fails")

    with pytest.raises(PluginFault) as refused:
        erp.do("product.create", {"code": "P", "name": "泵", "colour": "red"}, user="admin")

    assert "extension_fails failed in product.create: KeyError" in str(refused.value)
    assert_well(erp)


def test_every_broken_plugin_is_looked_at() -> None:
    looked_at = {*REFUSED, *REFUSED_LATER, *CIRCLE, *WHEN_TOLD, *WHEN_ASKED, "slow_hook", "commits", "unbalanced", "extension_fails"}

    assert set(BROKEN) == looked_at


def _tables(erp: sanbao.Sanbao) -> set[str]:
    with erp.database.reading() as connection:
        return set(inspect(connection).get_table_names())


def _places(erp: sanbao.Sanbao) -> set[str]:
    with erp.database.reading() as connection:
        return set(connection.scalars(select(Place.code)))
