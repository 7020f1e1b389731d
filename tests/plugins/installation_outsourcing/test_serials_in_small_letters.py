"""A terminal is found however its number is typed, and kept as it was recorded first (SPR-07, PRD-04)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from job_yard import furnish, issued, number_of, sent_out
from sqlalchemy import select

import sanbao
from sanbao.errors import Invalid
from sanbao.registry.models import Unit

pytestmark = pytest.mark.either_backend


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with two installers, the first of whom has three terminals."""
    clock = lambda: datetime(2024, 6, 3, 1, tzinfo=UTC)  # noqa: E731
    erp = make_company(plugins=["installation_outsourcing"], prepare=furnish, clock=clock)
    issued(erp, "YB", ["HB-1a", "HB-2", "hb-3"])
    return erp


def serials_of(erp: sanbao.Sanbao) -> list[str]:
    """Return the numbers under which terminals are kept."""
    with erp.reading("admin") as work:
        return list(work.session.scalars(select(Unit.serial).order_by(Unit.serial)))


def test_a_terminal_typed_in_other_letters_is_the_one_that_is_kept(yard: sanbao.Sanbao) -> None:
    order = sent_out(yard, "YB")
    lines = [{"vehicle": "豫YB0001", "serial": "hb-2"}, {"vehicle": "豫YB0002", "serial": "HB-3"}]

    yard.do("installation_order.install", {"lines": lines}, subject=order, user="man.YB")
    given = {"contract": number_of("YB"), "place": "DEPOT", "serials": ["HB-1a"]}
    yard.do("terminal.return", given, user="ma.li")

    assert serials_of(yard) == ["HB-1a", "HB-2", "hb-3"]
    told = yard.ask("terminal.stock", {"serial": "hb-2"}, user="ma.li")
    assert [row["installed"] for row in told] == [1]


def test_what_is_issued_to_somebody_is_not_issued_again_in_small_letters(yard: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        issued(yard, "YN", ["hb-2", "HB-4"])

    assert set(refused.value.fields) == {"serials.0"}
    assert serials_of(yard) == ["HB-1a", "HB-2", "hb-3"]


def test_one_number_in_two_spellings_is_named_twice(yard: sanbao.Sanbao) -> None:
    order = sent_out(yard, "YB")
    lines = [{"vehicle": f"豫YB000{n}", "serial": serial} for n, serial in ((1, "HB-2"), (2, "hb-2"))]
    back = {"contract": number_of("YB"), "place": "DEPOT", "serials": ["HB-2", "hb-2"]}

    with pytest.raises(Invalid) as twice_issued:
        issued(yard, "YB", ["HB-9", "hb-9"])
    with pytest.raises(Invalid) as twice_installed:
        yard.do("installation_order.install", {"lines": lines}, subject=order, user="man.YB")
    with pytest.raises(Invalid) as twice_back:
        yard.do("terminal.return", back, user="ma.li")

    assert set(twice_issued.value.fields) == {"serials.1"}
    assert set(twice_installed.value.fields) == {"lines.1.serial"}
    assert set(twice_back.value.fields) == {"serials.1"}


def test_two_terminals_that_differ_in_letters_alone_are_told_apart(yard: sanbao.Sanbao) -> None:
    for serial in ("HB-7x", "hb-7X"):
        yard.do("unit.register", {"serial": serial, "product": "BD-2"}, user="admin")

    issued(yard, "YB", ["HB-7x", "hb-7X"])

    assert serials_of(yard) == ["HB-1a", "HB-2", "HB-7x", "hb-3", "hb-7X"]
