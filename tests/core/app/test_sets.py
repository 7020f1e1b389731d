"""Many records are written in a few statements, with the guard and the memory that single ones have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm.exc import StaleDataError

import sanbao
from sanbao import sets
from sanbao.errors import SanbaoError
from sanbao.plugin.models import OperationLog
from sanbao.registry.models import Milestone, Unit
from sanbao.work import Work

DAY = date(2024, 5, 6)
ACCEPTED = {"accepted_on": DAY.isoformat()}


def furnish(erp: sanbao.Sanbao) -> None:
    """Let the company have twenty units, A00 to A09 and B00 to B09."""
    erp.do("product.create", {"code": "P", "name": "泵"}, user="admin")
    for serial in (f"{letter}{n:02}" for letter in "AB" for n in range(10)):
        erp.do("unit.register", {"serial": serial, "product": "P"}, user="admin")


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with twenty units."""
    return make_company(plugins=["warranty"], prepare=furnish)


def units(work: Work, letter: str) -> list[Unit]:
    """Return the units whose number begins with a letter."""
    query = select(Unit).where(Unit.serial.startswith(letter)).order_by(Unit.serial)
    return list(work.session.scalars(query))


@contextmanager
def counted(erp: sanbao.Sanbao) -> Iterator[list[str]]:
    """Note what the database is asked to write within the block."""
    written: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            written.append(statement)

    event.listen(erp.database.engine, "before_cursor_execute", note)
    yield written
    event.remove(erp.database.engine, "before_cursor_execute", note)


def test_a_set_says_the_same_in_one_statement(shop: sanbao.Sanbao) -> None:
    with shop.work("admin") as work, counted(shop) as written:
        some = units(work, "A")
        sets.write(work, some, {"batch": "2024-05"})

        assert len(written) == 1
        assert {unit.batch for unit in some} == {"2024-05"}
    with shop.reading("admin") as work:
        assert [unit.batch for unit in units(work, "A")] == ["2024-05"] * 10
        assert {unit.batch for unit in units(work, "B")} == {None}


def test_each_of_a_set_says_its_own_in_one_statement(shop: sanbao.Sanbao) -> None:
    with shop.work("admin") as work, counted(shop) as written:
        sets.write_each(
            work, [(unit, {"batch": unit.serial[1:], "state": "in_use"}) for unit in units(work, "B")]
        )

        assert len(written) == 1
    with shop.reading("admin") as work:
        assert [unit.batch for unit in units(work, "B")] == [f"{n:02}" for n in range(10)]


def test_what_already_says_so_is_not_written_again(shop: sanbao.Sanbao) -> None:
    with shop.work("admin") as work:
        before = {unit.serial: unit.row_version for unit in units(work, "A")}
        units(work, "A")[0].batch = "neu"
        sets.write(work, units(work, "A"), {"batch": "neu"})
        sets.write_each(work, [(unit, {"batch": "neu"}) for unit in units(work, "A")])

        assert {unit.row_version - before[unit.serial] for unit in units(work, "A")} == {1}


def all_say(work: Work, some: list[Unit]) -> None:
    """Let units say the same."""
    sets.write(work, some, {"batch": "X"})


def each_says(work: Work, some: list[Unit]) -> None:
    """Let each unit say its own."""
    sets.write_each(work, [(unit, {"batch": "X"}) for unit in some])


@pytest.mark.parametrize("writing", [all_say, each_says])
def test_nobodys_change_is_overwritten(
    shop: sanbao.Sanbao, writing: Callable[[Work, list[Unit]], None]
) -> None:
    def after_somebody_else() -> None:
        with shop.work("admin") as work:
            some = units(work, "A")
            faster = text("UPDATE unit SET row_version = row_version + 1 WHERE serial = 'A07'")
            work.connection.execute(faster)
            writing(work, some)

    with pytest.raises(StaleDataError):
        after_somebody_else()

    with shop.reading("admin") as work:
        assert {unit.batch for unit in units(work, "A")} == {None}


def of_each(work: Work, letter: str) -> list[tuple[Any, ...]]:
    """Return what the files of units say: their day, their version, and their milestones."""
    query = select(Milestone.unit_id, Milestone.kind, Milestone.reached_on, Milestone.withdrawn_at.is_(None))
    marks: dict[int, list[Any]] = {}
    for unit_id, *rest in work.session.execute(query.order_by(Milestone.id)):
        marks.setdefault(unit_id, []).append(tuple(rest))
    return [(unit.accepted_on, unit.row_version, marks.get(unit.id, [])) for unit in units(work, letter)]


def logged(work: Work, operation: str) -> dict[str, Any]:
    """Return what an operation is remembered to have changed, however often it was done."""
    found: dict[str, Any] = {}
    for changed in work.session.scalars(
        select(OperationLog.changes).where(OperationLog.operation == operation)
    ):
        found |= changed
    return found


def test_a_set_of_ten_is_ten_sets_of_one(shop: sanbao.Sanbao) -> None:
    for step, data in (
        ("unit.milestone", {"kind": "delivered", "reached_on": "2024-05-01"}),
        ("unit.fail_acceptance", {"reason": "漏水"}),
        ("unit.accept", ACCEPTED),
        ("unit.unaccept", {"reason": "误收"}),
        ("unit.accept", ACCEPTED),
    ):
        shop.do(step, data, subject=[f"A{n:02}" for n in range(10)], user="admin")
        for n in range(10):
            shop.do(step, data, subject=f"B{n:02}", user="admin")

    with shop.reading("admin") as work:
        assert of_each(work, "A") == of_each(work, "B")
        assert of_each(work, "A")[0][0] == DAY
        keys = {letter: {f"unit:{unit.id}" for unit in units(work, letter)} for letter in "AB"}
        changed = logged(work, "unit.accept")
        told = [[changed[key] for key in changed if key in keys[letter]] for letter in "AB"]
        assert told == [[{"accepted_on": [None, DAY.isoformat()]}] * 10] * 2


def test_a_unit_named_twice_is_accepted_once(shop: sanbao.Sanbao) -> None:
    shop.do("unit.accept", ACCEPTED, subject=["A00", "A01", "A00"], user="admin")

    with shop.reading("admin") as work:
        assert of_each(work, "A")[:2] == [(DAY, 2, [("accepted", DAY, True)])] * 2


def test_one_that_cannot_be_accepted_keeps_the_whole_set_back(shop: sanbao.Sanbao) -> None:
    shop.do("unit.milestone", {"kind": "installed", "reached_on": "2024-05-31"}, subject="A04", user="admin")

    with pytest.raises(SanbaoError) as refused:
        shop.do("unit.accept", ACCEPTED, subject=[f"A{n:02}" for n in range(10)], user="admin")

    assert refused.value.code == "unit.days_contradict"
    with shop.reading("admin") as work:
        assert {unit.accepted_on for unit in units(work, "A")} == {None}


def test_the_number_of_statements_does_not_grow_with_the_units(shop: sanbao.Sanbao) -> None:
    with counted(shop) as few:
        shop.do("unit.accept", ACCEPTED, subject=["A00", "A01"], user="admin")
    with counted(shop) as many:
        shop.do("unit.accept", ACCEPTED, subject=[f"B{n:02}" for n in range(10)], user="admin")

    assert len(many) == len(few)
