"""Many new records are numbered in the order in which they were made, and go into the database together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, func, select

import sanbao
from sanbao.keys import FEW
from sanbao.registry.models import CostCentre
from sanbao.work import Work


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company."""
    return make_company()


def _centres(work: Work, name: str, count: int) -> list[CostCentre]:
    return [CostCentre(company_id=work.company.id, code=f"{name}{n:02}", name=name) for n in range(count)]


def test_many_follow_the_last_one_in_their_order(erp: sanbao.Sanbao) -> None:
    with erp.work("admin") as work:
        last = work.session.scalar(select(func.max(CostCentre.id))) or 0
        made = _centres(work, "A", 3 * FEW)
        work.session.add_all(made)
        work.session.flush()

        assert [one.id for one in made] == list(range(last + 1, last + 1 + 3 * FEW))


def test_one_that_the_database_numbers_comes_after_them(erp: sanbao.Sanbao) -> None:
    with erp.work("admin") as work:
        many, more = _centres(work, "A", FEW), _centres(work, "C", FEW)
        work.session.add_all(many)
        work.session.flush()
        (single,) = _centres(work, "B", 1)
        work.session.add(single)
        work.session.flush()
        work.session.add_all(more)
        work.session.flush()

        assert [many[-1].id + 1, single.id + 1] == [single.id, more[0].id]


def test_a_key_that_is_given_stays(erp: sanbao.Sanbao) -> None:
    with erp.work("admin") as work:
        made = _centres(work, "A", FEW)
        made[0].id = 7_000
        work.session.add_all(made)
        work.session.flush()

        assert made[0].id == 7_000
        assert len({one.id for one in made}) == FEW


def test_many_are_written_in_one_statement(erp: sanbao.Sanbao) -> None:
    written: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO cost_centre"):
            written.append(statement)

    with erp.work("admin") as work:
        work.session.add_all(_centres(work, "A", 100))
        event.listen(erp.database.engine, "before_cursor_execute", note)
        work.session.flush()
        event.remove(erp.database.engine, "before_cursor_execute", note)

    assert len(written) == 1
