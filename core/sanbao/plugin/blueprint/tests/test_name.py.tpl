"""The $name plugin: its rule with bare values, its operations in a company, and the conformance kit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sanbao
from sanbao.errors import Refused
from sanbao.plugin import checking
from sanbao.testing import fixed_clock, sqlite_address

from $package import rules

SOURCES = {"$name": "$package.plugin:plugin"}


@pytest.fixture
def erp(tmp_path: Path) -> Iterator[sanbao.Sanbao]:
    """A company with this plugin, on the third of June 2024."""
    address = sqlite_address(tmp_path)
    with sanbao.create(
        address.url, company="华安监控", sources=SOURCES, plugins=["$name"], clock=fixed_clock()
    ) as company:
        yield company


def test_what_is_due_today_is_not_overdue() -> None:
    today = date(2024, 6, 3)

    assert not rules.is_overdue(today, on=today)


def test_a_paper_is_opened_and_closed(erp: sanbao.Sanbao) -> None:
    opened = erp.do("$name.open", {"task": "回访", "due_on": "2024-06-10"}, user="admin")

    closed = erp.do("$name.close", {"outcome": "满意"}, subject=opened.number, user="admin")

    assert opened.number == "${PREFIX}202406-0001"
    assert closed.data["state"] == "closed"


def test_a_day_that_has_gone_is_refused(erp: sanbao.Sanbao) -> None:
    with pytest.raises(Refused) as refused:
        erp.do("$name.open", {"task": "回访", "due_on": "2024-06-01"}, user="admin")

    assert refused.value.code == "$name.due_in_the_past"


def test_what_was_not_done_in_time_is_found(erp: sanbao.Sanbao) -> None:
    erp.do("$name.open", {"task": "回访", "due_on": "2024-06-10"}, user="admin")

    late = erp.ask("$name.overdue", {"on": "2024-06-11"}, user="admin")

    assert [paper["task"] for paper in late] == ["回访"]


def test_the_conformance_kit_finds_nothing() -> None:
    findings = checking.check(Path(__file__).parents[1])

    assert [str(finding) for finding in findings] == []
