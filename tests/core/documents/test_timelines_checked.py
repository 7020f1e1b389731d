"""A timeline that was changed behind the program's back is found, on both databases (CAL-12, T2)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

import sanbao
from sanbao.errors import Invalid

LINES = [{"account": "1002", "debit": "10.00"}, {"account": "4001", "credit": "10.00"}]


@pytest.fixture
def paper(erp: sanbao.Sanbao) -> str:
    """A voucher with two notes: three lines on its timeline."""
    written = erp.do("voucher.write", {"date": "2024-05-02", "summary": "投入", "lines": LINES}, user="admin")
    for note in ("看过", "附件已补"):
        erp.do("document.note", {"note": note}, subject=written.number, user="admin")
    assert written.number is not None
    return written.number


def tamper(erp: sanbao.Sanbao, *statements: str) -> None:
    with erp.database.owning() as connection:
        for statement in statements:
            connection.execute(text(statement))


def findings(erp: sanbao.Sanbao, anchor: dict[str, Any] | None = None) -> list[str]:
    asked = {"anchor": anchor} if anchor is not None else {}
    return list(erp.ask("ledger.verify", asked, user="admin")["findings"])


def test_timelines_that_nobody_touched_are_whole(erp: sanbao.Sanbao, paper: str) -> None:
    anchor = erp.ask("ledger.anchor", user="admin")

    assert findings(erp, anchor) == []
    assert [head.partition(":")[0] for head in anchor["documents"].values()] == ["5"]


@pytest.mark.parametrize(
    "changed",
    [
        "UPDATE timeline SET note = '没看过' WHERE note = '看过'",
        "UPDATE timeline SET operation = 'document.link' WHERE note = '看过'",
        "DELETE FROM timeline WHERE note = '看过'",
    ],
)
def test_a_line_that_was_changed_or_taken_out_is_named(erp: sanbao.Sanbao, paper: str, changed: str) -> None:
    tamper(erp, changed)

    (found,) = findings(erp)

    assert found.startswith(f"The timeline of {paper} was changed at line ")


def test_a_timeline_that_was_cut_off_is_found_by_its_paper(erp: sanbao.Sanbao, paper: str) -> None:
    tamper(erp, "DELETE FROM timeline WHERE position = (SELECT max(position) FROM timeline)")

    (found,) = findings(erp)

    assert found.startswith(f"The timeline of {paper} ends elsewhere")


def test_a_timeline_that_is_gone_is_found(erp: sanbao.Sanbao, paper: str) -> None:
    tamper(erp, "DELETE FROM timeline")

    assert findings(erp) == [f"The timeline of {paper} is gone: 5 lines"]


def test_a_skilful_cut_is_found_by_the_anchor_only(erp: sanbao.Sanbao, paper: str) -> None:
    anchor = erp.ask("ledger.anchor", user="admin")
    last = "(SELECT max(position) FROM timeline)"
    tamper(
        erp,
        f"DELETE FROM timeline WHERE position = {last}",
        f"UPDATE document SET timeline_count = {last}, "
        f"timeline_head = (SELECT hash FROM timeline WHERE position = {last})",
    )

    assert findings(erp) == []
    assert findings(erp, anchor) == [f"The timeline of {paper} differs from the anchor at line 5"]


def test_a_timeline_that_was_wiped_out_whole_is_found_by_the_anchor(erp: sanbao.Sanbao, paper: str) -> None:
    anchor = erp.ask("ledger.anchor", user="admin")
    tamper(erp, "DELETE FROM timeline", "UPDATE document SET timeline_count = 0, timeline_head = ''")

    (key,) = anchor["documents"]
    assert findings(erp, anchor) == [f"The timeline of paper no. {key} of the anchor is missing"]


def test_an_anchor_of_yesterday_fits_when_the_timeline_has_grown(erp: sanbao.Sanbao, paper: str) -> None:
    anchor = erp.ask("ledger.anchor", user="admin")

    erp.do("document.note", {"note": "归档"}, subject=paper, user="admin")

    assert findings(erp, anchor) == []


@pytest.mark.parametrize(
    "anchor, fields",
    [
        ({"a": "b"}, {"anchor.a", "anchor.format", "anchor.moment", "anchor.journals"}),
        ({"format": 1, "moment": "x", "journals": "x"}, {"anchor.journals"}),
        (
            {"format": 1, "moment": "x", "journals": [], "documents": {"7": "three"}},
            {"anchor.documents.7.value"},
        ),
    ],
)
def test_what_is_no_anchor_is_refused_with_every_field(
    erp: sanbao.Sanbao, anchor: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        findings(erp, anchor)

    assert set(refused.value.fields) == fields
