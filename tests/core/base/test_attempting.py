"""Something that may be refused while the rest goes on: a refusal leaves nothing behind."""

from __future__ import annotations

import pytest
from sqlalchemy import select

import sanbao
from sanbao.attempting import attempt
from sanbao.errors import NotFound
from sanbao.registry.models import Party
from sanbao.work import Work


def codes(erp: sanbao.Sanbao) -> list[str]:
    """Return the codes of all parties."""
    with erp.reading(user="admin") as work:
        return list(work.session.scalars(select(Party.code).order_by(Party.code)))


def made(work: Work, code: str, *, refused: bool = False) -> str:
    """Record a party, and then refuse it if asked to."""
    work.do("party.create", {"code": code, "name": code})
    if refused:
        raise NotFound(what="licence", key=code)
    return code


def test_what_is_refused_leaves_nothing_and_the_others_go_on(erp: sanbao.Sanbao) -> None:
    with erp.work("admin") as work:
        before = dict(work.touched), len(work.notes), len(work.done)
        done = [attempt(work, lambda code=code: made(work, code, refused=code == "B")) for code in "ABC"]  # type: ignore[misc]
        after = dict(work.touched), len(work.notes), len(work.done) - 2

    assert [str(one) for one in done] == ["A", "There is no licence “B”", "C"]
    assert isinstance(done[1], NotFound)
    assert before == after
    assert codes(erp) == ["A", "C"]


def test_after_entries_were_collected_a_refusal_refuses_all(erp: sanbao.Sanbao) -> None:
    line = {"account": "1002", "debit": "10.00"}

    def posted(work: Work) -> None:
        work.do("opening.enter", {"date": "2024-01-01", "lines": [line]})
        raise NotFound(what="licence", key="B")

    def tried() -> None:
        with erp.work("admin") as work:
            made(work, "A")
            attempt(work, lambda: posted(work))

    with pytest.raises(NotFound):
        tried()

    assert codes(erp) == []
