"""Faults that show only while a plugin runs: contained, rolled back, and named (G1, G5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from plugin_toys import assert_well, lend, pump
from sqlalchemy import select

import sanbao
from sanbao.errors import Refused, SanbaoError
from sanbao.i18n import use_locale
from sanbao.plugin import hooks, lifecycle
from sanbao.plugin.errors import PluginFault
from sanbao.registry.models import Place

Company = Callable[..., sanbao.Sanbao]

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


#: The faults that have a test of their own.
OTHERS = ("slow_hook", "commits", "unbalanced", "extension_fails", "bad_texts")


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


def test_a_catalogue_that_cannot_be_read_takes_nobody_elses_sentences_away(company: Company) -> None:
    erp = company("loan", "bad_texts")

    with use_locale("zh-CN"):
        shown = erp.ask("document.show", {"document": lend(erp)}, user="admin")

    assert shown["kind"] == "备用机借用单"
    assert_well(erp)


def _places(erp: sanbao.Sanbao) -> set[str]:
    with erp.database.reading() as connection:
        return set(connection.scalars(select(Place.code)))
