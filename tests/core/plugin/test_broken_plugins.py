"""A faulty plugin is refused or contained, with a sentence that names it; the core and the others go on (G1, G3, G5)."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest
import test_faulty_hooks
from plugin_toys import BROKEN, SOURCES, addresses, assert_well, force_enabled, lend
from sqlalchemy import inspect

import sanbao
from sanbao.errors import SanbaoError
from sanbao.plugin import lifecycle
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


def test_every_broken_plugin_is_looked_at() -> None:
    looked_at = {*REFUSED, *REFUSED_LATER, *CIRCLE, *test_faulty_hooks.WHEN_TOLD, *test_faulty_hooks.WHEN_ASKED, *test_faulty_hooks.OTHERS}

    assert set(BROKEN) == looked_at


def _tables(erp: sanbao.Sanbao) -> set[str]:
    with erp.database.reading() as connection:
        return set(inspect(connection).get_table_names())
