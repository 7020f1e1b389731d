"""Whom a contract wants against whom it has, by the day, with bare values (PTY-08)."""

from __future__ import annotations

from datetime import date

import pytest

from sanbao_installation_outsourcing.rules.scorecard import Tally, is_overdue, mean
from sanbao_installation_outsourcing.rules.team import Member, Wanted, sentences, shared, staffed

DAY = date(2024, 6, 3)


def member(name: str, function: str = "engineer", contract: str = "IC1", **more: object) -> Member:
    return Member(name, "岗位", function, contract, **more)  # type: ignore[arg-type]


def test_two_of_two_are_enough_and_one_of_two_lacks_one() -> None:
    wanted = [Wanted("engineer", 2), Wanted("agent", 2)]
    members = [member("张工"), member("李工"), member("王代", "agent")]

    engineers, agents = staffed(wanted, members, DAY)

    assert (engineers.missing, engineers.step.arithmetic, engineers.step.holds) == (0, "2 - 2 = 0", True)
    assert (agents.missing, agents.step.arithmetic, agents.step.holds) == (1, "2 - 1 = 1", False)


def test_one_person_counts_once_for_a_function_however_the_name_is_typed() -> None:
    (found,) = staffed([Wanted("engineer", 2)], [member("张工"), member("张 工")], DAY)

    assert found.missing == 1


def test_more_than_wanted_is_no_shortage() -> None:
    (found,) = staffed([Wanted("engineer", 1)], [member("张工"), member("李工")], DAY)

    assert found.missing == 0


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2024, 5, 31), 0),
        (date(2024, 6, 1), 1),
        (date(2024, 6, 30), 1),
        (date(2024, 7, 1), 0),
    ],
)
def test_they_are_wanted_from_the_first_to_the_last_day(on: date, held: int) -> None:
    wanted = Wanted("engineer", 2, starts_on=date(2024, 6, 1), ends_on=date(2024, 6, 30))

    assert len(staffed([wanted], [], on)) == held


def test_who_is_named_under_another_contract_is_told_with_its_number() -> None:
    here, there = member("张工"), member("张工", contract="IC2")

    (found,) = shared([here], [here, there])

    assert "IC2" in str(found.says)
    assert not found.is_full_time


def test_full_time_under_either_contract_is_told_more_clearly() -> None:
    here, there = member("张工"), member("张工", contract="IC2", full_time=True)

    (found,) = shared([here], [here, there])

    assert found.is_full_time
    assert "wants the person full-time" in str(found.says)


def test_people_of_one_name_at_two_firms_are_two_people() -> None:
    here, there = member("张工", employer=1), member("张工", contract="IC2", employer=2)

    assert shared([here], [here, there]) == ()


def test_a_second_post_under_the_same_contract_is_no_other_contract() -> None:
    here = member("张工")

    assert shared([here], [here, member("张工", "agent")]) == ()


def test_the_contract_says_what_the_check_looks_at() -> None:
    said = [str(one) for one in sentences([Wanted("engineer", 2, True), Wanted("安全员", 1, ends_on=DAY)])]

    assert said == [
        "Party B names at least 2 full-time for the work as service engineer.",
        "Party B names at least 1 for the work as 安全员.",
        "The 安全员 is to be there from ____ to 2024-06-03.",
    ]


def test_a_mean_is_rounded_half_up_to_two_digits() -> None:
    assert str(mean([Tally(8, 23, 1, 5)], 1, 5)) == "2.88"
    assert mean([], 1, 5) is None


def test_marks_of_another_scale_are_taken_over_in_proportion() -> None:
    assert str(mean([Tally(3, 14, 1, 5), Tally(1, 0, 0, 10)], 0, 10)) == "6.88"


def test_the_day_itself_is_not_overdue_and_zero_months_never_are() -> None:
    assert not is_overdue(date(2024, 6, 3), 6, date(2024, 12, 3))
    assert is_overdue(date(2024, 6, 3), 6, date(2024, 12, 4))
    assert not is_overdue(date(2000, 1, 1), 0, date(2024, 1, 1))
