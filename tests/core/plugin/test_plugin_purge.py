"""Purging: everything that still needs the plugin is named first; heads and books stay (REC-01, G4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from plugin_toys import balances, lend
from sqlalchemy import inspect

import sanbao
from sanbao.errors import Invalid, NotFound, Refused
from sanbao.ledger.verify import verify
from sanbao.plugin import lifecycle
from sanbao.plugin.errors import NotConfirmed, PurgeRefused
from sanbao.plugin.impact import impact_of
from sanbao.testing import fixed_clock

Company = Callable[..., sanbao.Sanbao]
LATER = fixed_clock("2028-01-01T09:00:00+08:00")


def tables(erp: sanbao.Sanbao) -> set[str]:
    """Return the names of all tables."""
    with erp.database.reading() as connection:
        return set(inspect(connection).get_table_names())


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
    assert "1 paper is open or younger than 3 years (REC-01)" in said
    assert "the table loan_notes_note points at loan_paper" in said
    assert "loan_paper" in tables(erp)


def test_a_company_may_keep_its_records_longer_and_never_shorter(company: Company) -> None:
    erp = company("loan")
    number = lend(erp, deposit="0")
    erp.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")
    erp.do("loan.close", subject=number, user="admin")
    erp.do("setting.change", {"name": "retention_years", "value": "6"}, user="admin")
    lifecycle.disable(erp, "loan")
    erp.clock = LATER

    with pytest.raises(PurgeRefused) as refused:
        lifecycle.purge(erp, "loan", confirm="loan")
    with pytest.raises(Invalid):
        erp.do("setting.change", {"name": "retention_years", "value": "2"}, user="admin")

    assert "1 paper is open or younger than 6 years (REC-01)" in str(refused.value)


def test_papers_of_others_that_are_linked_to_its_papers_are_counted(company: Company) -> None:
    erp = company("loan")
    number = lend(erp, deposit="0")
    lines = [{"account": "1002", "debit": "10.00"}, {"account": "4001", "credit": "10.00"}]
    for start, end in ((None, number), (number, None)):
        given = {"date": "2024-05-02", "summary": "投入", "lines": lines}
        voucher = erp.do("voucher.write", given, user="admin").number
        link = {"target": end or voucher, "kind": "originates"}
        erp.do("document.link", link, subject=start or voucher, user="admin")
    lifecycle.disable(erp, "loan")

    impact = impact_of(erp, "loan")

    assert impact.referring == {"voucher": 2}
    assert impact.for_people()["referring"] == {"Hand-written voucher": 2}


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


def test_a_refusal_in_the_list_is_a_sentence(company: Company) -> None:
    erp = company()

    with pytest.raises(Refused) as refused:
        lifecycle.purge(erp, "loan", confirm="no")

    assert str(refused.value) == "purging loan deletes its tables for good; type its name to confirm"
