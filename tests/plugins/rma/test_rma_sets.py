"""A step of many parcels asks the database as often as a step of half as many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from rma_shop import Clock, pieces, shop
from sqlalchemy import event
from test_rma_many import WAY

import sanbao
from sanbao.errors import SanbaoError

#: What stands in these tables grows with the pieces; heads of papers are written one by one, each with its version.
_OF_PIECES = re.compile(r"(INTO|FROM|UPDATE) (rma_|cost_|decision|deadline|timeline|unit|product)")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A shop that takes pieces back."""
    return shop(make_company, Clock())


@contextmanager
def _asked(erp: sanbao.Sanbao) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if _OF_PIECES.search(statement):
            found.append(statement)

    event.listen(erp.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(erp.database.engine, "before_cursor_execute", note)


def _brought(erp: sanbao.Sanbao, name: str, parcels: int) -> list[str]:
    given = [
        {"parcel": f"{name}{parcel}", "party": "C1", "serial": f"{name}{parcel}-{piece}", "product": "CAM-8"}
        for parcel in range(parcels)
        for piece in (1, 2)
    ]
    before = {one["number"] for one in _parcels(erp)}
    erp.do("rma.bring_in", {"pieces": given}, user="clerk")
    return [one["number"] for one in _parcels(erp) if one["number"] not in before]


def _parcels(erp: sanbao.Sanbao) -> list[dict[str, Any]]:
    with erp.reading("admin") as work:
        rows = work.connection.exec_driver_sql("SELECT number FROM document WHERE kind = 'rma' ORDER BY id")
        return [{"number": number} for (number,) in rows]


def _steps(erp: sanbao.Sanbao, numbers: list[str]) -> dict[str, int]:
    """Carry parcels to their end; return how often each step asked for what stands about pieces."""
    found: dict[str, int] = {}
    for name, user, data, said in WAY:
        lines = [{**said, "line": f"{number}/{position}"} for number in numbers for position in (1, 2)]
        with _asked(erp) as asked:
            erp.do(name, {**data, "lines": lines} if said else data, subject=numbers, user=user)
        found[name] = len(asked)
    return found


def test_a_step_of_twice_as_many_parcels_asks_no_more_often(erp: sanbao.Sanbao) -> None:
    few, many = _brought(erp, "F", 15), _brought(erp, "M", 30)
    _steps(erp, _brought(erp, "W", 15))  # what is read once and kept, is at hand from here on

    assert _steps(erp, few) == _steps(erp, many)
    assert {one["state"] for number in many for one in pieces(erp, number)} == {"delivered"}


def test_a_serial_number_like_a_position_names_its_own_piece(erp: sanbao.Sanbao) -> None:
    given = [{"serial": serial, "product": "CAM-8"} for serial in ("T-1", "#1", "T-3")]
    number = str(erp.do("rma.announce", {"party": "C1", "pieces": given}, user="clerk").number)
    erp.do("rma.receive", {"as_announced": "yes"}, subject=number, user="clerk")

    erp.do("rma.diagnose", {"lines": [{"line": "#1", "in_warranty": "yes"}]}, subject=number, user="bench")

    assert [one["state"] for one in pieces(erp, number)] == ["received", "diagnosed", "received"]


def test_a_number_of_two_parcels_is_named_with_its_parcel(erp: sanbao.Sanbao) -> None:
    numbers = _brought(erp, "T", 2)
    erp.do("rma.receive", {"as_announced": "yes"}, subject=numbers, user="clerk")
    said = {"lines": [{"line": "#1", "in_warranty": "yes"}]}

    with pytest.raises(SanbaoError) as refused:
        erp.do("rma.diagnose", said, subject=numbers, user="bench")

    assert refused.value.code == "rma.no_such_piece"
