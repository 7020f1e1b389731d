"""A plugin's life: on, off, on again, purged; nothing of a paper or of the books is lost on the way (G4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from plugin_toys import SOURCES, addresses, assert_well, balances, lend, pump
from sqlalchemy import text

import sanbao
from sanbao.app import NeedsUpgrade
from sanbao.database import migrations
from sanbao.documents.errors import PluginIsOff
from sanbao.errors import Invalid, SanbaoError
from sanbao.ledger import guards
from sanbao.ledger.errors import PaperReverses
from sanbao.ledger.verify import verify
from sanbao.plugin import discovery, lifecycle
from sanbao.plugin.errors import StillNeeded
from sanbao.plugin.impact import impact_of
from sanbao.plugin.registry import UnknownOperation
from sanbao.setup import pending, upgrade
from sanbao.testing import fixed_clock

Company = Callable[..., sanbao.Sanbao]


def counts(erp: sanbao.Sanbao) -> dict[str, int]:
    """Return how many rows each table of the loan plugin has."""
    return impact_of(erp, "loan").tables


def test_nothing_is_lost_by_switching_off_and_on(company: Company) -> None:
    erp = company("loan")
    number = lend(erp)
    books, rows = balances(erp), counts(erp)

    for _round in range(3):
        lifecycle.disable(erp, "loan")
        assert balances(erp) == books
        lifecycle.enable(erp, "loan")

    assert counts(erp) == rows == {"loan_paper": 1, "loan_line": 1, "loan_unit": 1}
    assert balances(erp) == books
    erp.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")
    erp.do("loan.close", subject=number, user="admin")
    with erp.database.reading() as connection:
        assert verify(connection).clean


def test_the_papers_of_a_plugin_that_is_off_can_be_read(company: Company) -> None:
    erp = company("loan")
    number = lend(erp)

    lifecycle.disable(erp, "loan")

    shown = erp.ask("document.show", {"document": number}, user="admin")
    assert shown["plugin_is_away"]
    assert (shown["kind"], shown["state"], shown["party"]) == ("Loan of units", "Lent", "骨科医院")
    assert shown["fields"] == {"deposit": "500.00"}
    timeline = erp.ask("document.timeline", {"document": number}, user="admin")
    assert [(line["operation"], line["whole"]) for line in timeline] == [("loan.lend", True)]


def test_an_entry_of_a_case_is_taken_back_by_its_plugin_on_or_off(company: Company) -> None:
    erp = company("loan")
    lend(erp)
    with erp.database.reading() as connection:
        entry = connection.scalar(text("SELECT max(id) FROM entry"))
    reversal = {"entry": entry, "date": "2024-06-03", "reason": "误借"}
    books = balances(erp)

    with pytest.raises(PaperReverses):
        erp.do("entry.reverse", reversal, user="admin")
    lifecycle.disable(erp, "loan")
    with pytest.raises(PluginIsOff) as refused:
        erp.do("entry.reverse", reversal, user="admin")

    assert "sanbao plugin enable loan" in str(refused.value)
    assert balances(erp) == books


def test_what_a_plugin_could_do_is_gone_while_it_is_off(company: Company) -> None:
    erp = company("loan")
    lifecycle.disable(erp, "loan")

    with pytest.raises(UnknownOperation):
        erp.do("loan.lend", {}, user="admin")
    with pytest.raises(Invalid) as refused:
        pump(erp, loaner="yes")

    assert set(refused.value.fields) == {"loaner"}


def test_disabling_twice_and_enabling_twice_changes_nothing(company: Company) -> None:
    erp = company("loan")

    lifecycle.enable(erp, "loan")
    lifecycle.disable(erp, "loan")
    lifecycle.disable(erp, "loan")

    (row,) = [row for row in lifecycle.listing(erp) if row["name"] == "loan"]
    assert (row["status"], row["target"], row["fault"]) == ("disabled", "disabled", None)


def test_what_another_plugin_needs_is_not_switched_off(company: Company) -> None:
    erp = company("loan", "loan_notes")

    with pytest.raises(StillNeeded) as refused:
        lifecycle.disable(erp, "loan")

    assert "loan_notes" in str(refused.value)
    assert "loan" in erp.registry.plugins


def test_a_plugin_is_not_enabled_before_what_it_needs(company: Company) -> None:
    erp = company()

    with pytest.raises(SanbaoError) as refused:
        lifecycle.enable(erp, "loan_notes")

    assert str(refused.value) == "the plugin loan_notes needs loan; enable that first"


# -- other processes, other versions -------------------------------------------------------------------------


def test_a_second_process_follows_what_the_first_enables_and_disables(company: Company) -> None:
    erp = company()
    with sanbao.open(**addresses(erp), sources=SOURCES, clock=fixed_clock()) as second:
        lifecycle.enable(erp, "loan")
        assert lend(second) == "LN202406-0001"

        lifecycle.disable(erp, "loan")
        with pytest.raises(UnknownOperation):
            second.do("loan.lend", {}, user="admin")


def test_two_processes_that_enable_at_once_both_end_with_both(company: Company) -> None:
    erp = company()
    with sanbao.open(**addresses(erp), sources=SOURCES, clock=fixed_clock()) as second:
        lifecycle.enable(erp, "loan")
        lifecycle.enable(second, "echo")

        erp.ask("unit.search", {"text": "x"}, user="admin")

        assert set(erp.registry.plugins) == set(second.registry.plugins) == {"core", "loan", "echo"}


def test_a_plugin_whose_tables_are_older_wants_an_upgrade_which_keeps_the_rows(company: Company) -> None:
    erp = company("loan")
    number = lend(erp)
    step_back(erp)

    with pytest.raises(NeedsUpgrade) as refused:
        sanbao.open(**addresses(erp), sources=SOURCES)
    assert "loan" in str(refused.value)
    assert pending(**addresses(erp), sources=SOURCES) == {"loan": ["loan_0002"]}
    assert upgrade(**addresses(erp), sources=SOURCES) == {"loan": ["loan_0002"]}
    assert upgrade(**addresses(erp), sources=SOURCES) == {}

    erp.reload()
    erp.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")
    assert_well(erp)


def step_back(erp: sanbao.Sanbao) -> None:
    """Leave the loan plugin's tables as an older version made them."""
    manifest, _module = discovery.load("loan", SOURCES)
    with erp.database.owning() as connection:
        metadata = lifecycle.metadata_of(manifest)
        migrations.downgrade(connection, "loan", manifest.package, metadata, "loan_0001")
        guards.install(connection)


def test_an_upgrade_that_was_interrupted_is_done_by_the_next(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    erp = company("loan")
    lend(erp)
    step_back(erp)
    with monkeypatch.context() as patched:
        patched.setattr(guards, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            upgrade(**addresses(erp), sources=SOURCES)

    done = upgrade(**addresses(erp), sources=SOURCES)

    assert done == {"loan": ["loan_0002"]}
    erp.reload()
    assert_well(erp)


def interrupted(*_arguments: object) -> None:
    """End the program here."""
    raise KeyboardInterrupt


def test_what_the_web_wrote_is_brought_about_by_resume(company: Company) -> None:
    erp = company("loan")
    lifecycle.write_target(erp.database, "loan", "disabled")
    lifecycle.write_target(erp.database, "echo", "enabled")

    done = lifecycle.resume(erp)

    assert done == {"echo": None, "loan": None}
    assert set(erp.registry.plugins) == {"core", "echo"}


def test_resume_enables_what_others_need_first(company: Company) -> None:
    erp = company()
    for name in ("loan_notes", "loan"):
        lifecycle.write_target(erp.database, name, "enabled")

    done = lifecycle.resume(erp)

    assert done == {"loan": None, "loan_notes": None}
    assert lifecycle.unfinished(erp) == {}


def test_resume_says_what_still_stands_in_the_way(company: Company) -> None:
    erp = company()
    lifecycle.write_target(erp.database, "failing_migration", "enabled")
    lifecycle.write_target(erp.database, "loan", "enabled")

    done = lifecycle.resume(erp)

    assert done["loan"] is None
    assert "its migration failed" in str(done["failing_migration"])
    assert_well(erp)


def test_resuming_when_nothing_was_begun_does_nothing(company: Company) -> None:
    erp = company("loan")

    assert lifecycle.resume(erp) == {}
