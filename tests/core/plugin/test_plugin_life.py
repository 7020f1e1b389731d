"""A plugin's life: on, off, on again, purged; nothing of a paper or of the books is lost on the way (G4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from plugin_toys import SOURCES, addresses, assert_balanced, assert_well, lend, pump
from sqlalchemy import inspect, text

import sanbao
from sanbao.app import NeedsUpgrade
from sanbao.database import migrations
from sanbao.errors import Invalid, NotFound, Refused, SanbaoError
from sanbao.ledger import guards
from sanbao.ledger.errors import GuardsMissing
from sanbao.ledger.verify import verify
from sanbao.plugin import discovery, lifecycle
from sanbao.plugin.errors import NotConfirmed, PurgeRefused, StillNeeded
from sanbao.plugin.impact import impact_of
from sanbao.plugin.registry import UnknownOperation
from sanbao.setup import pending, upgrade
from sanbao.testing import fixed_clock

Company = Callable[..., sanbao.Sanbao]
LATER = fixed_clock("2028-01-01T09:00:00+08:00")


def balances(erp: sanbao.Sanbao) -> Any:
    """Return the trial balance."""
    return erp.ask("ledger.trial_balance", {"on": "2024-12-31"}, user="admin")


def counts(erp: sanbao.Sanbao) -> dict[str, int]:
    """Return how many rows each table of the loan plugin has."""
    return impact_of(erp, "loan").tables


def tables(erp: sanbao.Sanbao) -> set[str]:
    """Return the names of all tables."""
    with erp.database.reading() as connection:
        return set(inspect(connection).get_table_names())


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


def test_an_entry_of_a_plugin_that_is_off_can_be_reversed(company: Company) -> None:
    erp = company("loan")
    lend(erp)
    with erp.database.reading() as connection:
        entry = connection.scalar(text("SELECT max(id) FROM entry"))
    lifecycle.disable(erp, "loan")

    undone = erp.do("entry.reverse", {"entry": entry, "date": "2024-06-03", "reason": "误借"}, user="admin")

    assert undone.entries[0]["text"] == "Dr 1002 -500.00 | Cr 2241[LN202406-0001]{C001} -500.00"
    assert_balanced(erp)


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


# -- purging -------------------------------------------------------------------------------------------------


def test_an_enabled_plugin_is_not_purged(company: Company) -> None:
    erp = company("loan")

    with pytest.raises(PurgeRefused) as refused:
        lifecycle.purge(erp, "loan", confirm="loan")

    assert "loan is enabled; disable it first" in str(refused.value)


def test_purging_wants_the_name_typed(company: Company) -> None:
    erp = company("loan")
    lifecycle.disable(erp, "loan")

    with pytest.raises(NotConfirmed):
        lifecycle.purge(erp, "loan", confirm="yes")

    assert "loan_paper" in tables(erp)


def test_every_obstacle_to_purging_is_named_at_once(company: Company) -> None:
    erp = company("loan", "loan_notes")
    lend(erp)
    lifecycle.disable(erp, "loan_notes")
    lifecycle.disable(erp, "loan")

    with pytest.raises(PurgeRefused) as refused:
        lifecycle.purge(erp, "loan", confirm="loan")

    said = str(refused.value)
    assert "account 2241 still carries -500.00" in said
    assert "1 papers are open or younger than three years (REC-01)" in said
    assert "the table loan_notes_note points at loan_paper" in said
    assert "loan_paper" in tables(erp)


def test_a_purge_deletes_the_tables_and_leaves_heads_and_books(company: Company) -> None:
    erp = company("loan")
    number = lend(erp)
    erp.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")
    erp.do("loan.close", subject=number, user="admin")
    lifecycle.disable(erp, "loan")
    books = balances(erp)
    erp.clock = LATER

    impact = lifecycle.purge(erp, "loan", confirm="loan")

    assert impact.tables == {"loan_paper": 1, "loan_line": 1, "loan_unit": 1}
    assert not {name for name in tables(erp) if name.startswith("loan_") or name.endswith("_loan")}
    assert erp.ask("document.show", {"document": number}, user="admin")["state"] == "Ended"
    assert balances(erp) == books
    with erp.database.reading() as connection:
        assert verify(connection).clean


def test_a_purged_plugin_can_begin_anew_beside_its_old_papers(company: Company) -> None:
    erp = company("loan")
    number = lend(erp, deposit="0")
    erp.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")
    erp.do("loan.close", subject=number, user="admin")
    lifecycle.disable(erp, "loan")
    erp.clock = LATER
    lifecycle.purge(erp, "loan", confirm="loan")

    lifecycle.enable(erp, "loan")

    assert lend(erp, "HA2024-00067890") == "LN202801-0001"
    with pytest.raises(NotFound):
        erp.do("loan.close", subject=number, user="admin")


def test_an_unknown_plugin_is_not_purged_and_leaves_no_trace(company: Company) -> None:
    erp = company()

    with pytest.raises(NotFound) as refused:
        lifecycle.purge(erp, "lone", confirm="lone")

    assert "loan" in str(refused.value)
    assert "lone" not in {row["name"] for row in lifecycle.listing(erp)}


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


def test_without_its_guards_the_books_are_read_only_until_the_upgrade(company: Company) -> None:
    erp = company("loan")
    lend(erp)
    remove_a_guard(erp)
    erp.reload()

    with pytest.raises(GuardsMissing) as refused:
        assert_well(erp)
    pump(erp, "HA2024-00067890")
    assert erp.missing_guards
    assert all(guard in str(refused.value) for guard in erp.missing_guards)

    upgrade(**addresses(erp), sources=SOURCES)
    erp.reload()
    assert erp.missing_guards == []
    assert_well(erp)


def remove_a_guard(erp: sanbao.Sanbao) -> None:
    """Drop one trigger of the books, as a careless table rebuild would."""
    with erp.database.owning() as connection:
        if erp.database.is_sqlite:
            asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry' ORDER BY name"
            connection.execute(text(f'DROP TRIGGER "{connection.scalar(text(asked))}"'))
        else:
            asked = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'entry'::regclass AND NOT tgisinternal ORDER BY 1"
            connection.execute(text(f'DROP TRIGGER "{connection.scalar(text(asked))}" ON entry'))


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


def test_a_refusal_in_the_list_is_a_sentence(company: Company) -> None:
    erp = company()

    with pytest.raises(Refused) as refused:
        lifecycle.purge(erp, "loan", confirm="no")

    assert str(refused.value) == "purging loan deletes its tables for good; type its name to confirm"
