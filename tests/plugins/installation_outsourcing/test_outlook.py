"""The way to the year's end: the plan, the pace so far, and the daily quota, month by month (KPI-11, INS-06)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from job_yard import furnish, installed, issued, number_of, sent_out

import sanbao
from sanbao.errors import Invalid
from sanbao_installation_outsourcing.rules.outlook import outlook


class Weekdays:
    """A calendar without holidays."""

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5


def test_what_is_done_goes_on_at_the_pace_and_at_the_quota() -> None:
    planned = {date(2024, 6, 3): 60, date(2024, 7, 1): 60}
    done = {date(2024, 6, 3): 10, date(2024, 6, 4): 10}

    months = outlook(
        planned,
        done,
        120,
        date(2024, 6, 14),
        date(2024, 8, 15),
        pace=Decimal("2.5"),
        quota=20,
        calendar=Weekdays(),
    )

    # ten working days are left in June, 23 come in July, eleven until 15 August
    assert [one.last_day for one in months] == [date(2024, 6, 30), date(2024, 7, 31), date(2024, 8, 15)]
    assert [one.planned for one in months] == [60, 120, 120]
    assert [one.at_pace for one in months] == [20 + 25, 20 + 82, 20 + 100]
    assert [one.at_quota for one in months] == [120, 120, 120]


def test_nothing_is_foreseen_beyond_what_is_to_be_done() -> None:
    (month,) = outlook(
        {}, {}, 5, date(2024, 6, 3), date(2024, 6, 30), pace=Decimal(0), quota=20, calendar=Weekdays()
    )

    assert (month.planned, month.at_pace, month.at_quota) == (0, 0, 5)


def half_done(erp: sanbao.Sanbao) -> None:
    """Let the first installer's vehicles be done, and the second one's be planned."""
    furnish(erp)
    order = sent_out(erp, "YB")
    issued(erp, "YB", [f"YB-{n}" for n in range(1, 5)])
    installed(erp, "YB", order)


@pytest.fixture
def progress(make_company: Callable[..., sanbao.Sanbao]) -> Callable[..., dict[str, Any]]:
    """Ask how far the work is."""
    erp = make_company(plugins=["installation_outsourcing"], prepare=half_done)

    def ask(**asked: str) -> dict[str, Any]:
        found: dict[str, Any] = erp.ask("installation.progress", asked, user="chen.jing")
        return found

    return ask


@pytest.mark.parametrize(
    ("asked", "done"),
    [
        ({}, 4),
        ({"party": "YB"}, 4),
        ({"party": "YN"}, 0),
        ({"contract": number_of("YB"), "lot": "A"}, 4),
        ({"contract": number_of("YN"), "lot": "A"}, 0),
        ({"centre": "C-YB"}, 4),
    ],
)
def test_progress_is_told_of_an_installer_a_lot_or_a_centre(
    progress: Callable[..., dict[str, Any]], asked: dict[str, str], done: int
) -> None:
    assert progress(**asked)["forecast"]["done"] == done


def test_the_quota_is_that_of_the_lots_on_which_work_is_left(progress: Callable[..., dict[str, Any]]) -> None:
    assert progress()["forecast"]["quota"] == 2
    assert progress(party="YB")["forecast"]["quota"] == 0


def test_the_months_run_to_the_years_end(progress: Callable[..., dict[str, Any]]) -> None:
    months = [row["month_end"] for row in progress()["months"]]

    assert months == [f"2024-{month:02}" for month in range(6, 13)]


def test_a_lot_alone_says_nothing(progress: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(Invalid) as refused:
        progress(lot="A")

    assert [one.path for one in refused.value.problems] == ["contract"]
