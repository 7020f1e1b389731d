"""The gate before an assignment: reasons, overrides, and a plugin that is away (PTY-12)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sanbao
from sanbao import competence
from sanbao.competence import Assignment, Disqualification
from sanbao.competence.errors import MayNotOverride, NotQualified, Qualified
from sanbao.decision import Text
from sanbao.errors import Forbidden
from sanbao.plugin import lifecycle
from sanbao.plugin.errors import PluginFault

ECHO = Path(__file__).parents[2] / "toy_plugins" / "echo"
SOURCES = {"echo": "sanbao_echo.plugin:plugin"}
if str(ECHO) not in sys.path:
    sys.path.insert(0, str(ECHO))
DAY = date(2024, 6, 10)


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with a plugin that knows who is qualified, an installer, and two people."""
    return make_company(sources=SOURCES, plugins=("echo",), prepare=hire)


def hire(erp: sanbao.Sanbao) -> None:
    """Let an installer and two people work for the company."""
    erp.do("party.create", {"code": "I001", "name": "平安安装", "roles": "installer"}, user="admin")
    erp.do("user.create", {"login": "li.na", "name": "李娜", "roles": "service_clerk"}, user="admin")
    erp.do("user.create", {"login": "wang", "name": "王强", "roles": "service_head"}, user="admin")


@pytest.fixture
def answers() -> Iterator[dict[str, Any]]:
    """What the plugin says; nothing speaks against the first, two things against the second."""
    import sanbao_echo

    said = [
        Disqualification(1, Text("the licence ended on {day}", {"day": date(2024, 6, 9)}), "PTY-12"),
        Disqualification(1, Text("no training"), "TRN-12"),
    ]
    sanbao_echo.answers["find_disqualifications"] = lambda work, assignments: list(said)
    yield sanbao_echo.answers
    sanbao_echo.answers.clear()


def two(work: Any) -> list[Assignment]:
    """Two people of the installer, on one day."""
    party = work.find("party", "I001")
    return [Assignment("installation", party, DAY, person=name) for name in ("张三", "李四")]


def test_every_reason_is_told_by_assignment(erp: sanbao.Sanbao, answers: dict[str, Any]) -> None:
    with erp.reading("admin") as work:
        found = competence.disqualified(work, two(work))

    assert [[str(one.reason) for one in reasons] for reasons in found] == [
        [],
        ["the licence ended on 2024-06-09", "no training"],
    ]


def test_nobody_is_assigned_who_does_not_qualify(erp: sanbao.Sanbao, answers: dict[str, Any]) -> None:
    with pytest.raises(NotQualified) as refused, erp.work("li.na") as work:
        competence.refuse(work, two(work))

    assert refused.value.code == "competence.not_qualified"
    assert "李四 (平安安装): the licence ended on 2024-06-09, no training" in str(refused.value)
    assert "张三" not in str(refused.value)


def test_an_override_needs_a_role(erp: sanbao.Sanbao, answers: dict[str, Any]) -> None:
    with pytest.raises(MayNotOverride), erp.work("li.na") as work:
        competence.refuse(work, two(work), override="客户催促")

    assert erp.ask("competence.overrides", user="admin") == []


def test_an_override_is_kept_with_its_reason_and_reported(
    erp: sanbao.Sanbao, answers: dict[str, Any]
) -> None:
    with erp.work("wang") as work:
        competence.refuse(work, two(work), override="持旧证, 换证办理中")

    (row,) = erp.ask("competence.overrides", {"start": "2024-06-01"}, user="admin")
    assert (row["person"], row["by"], row["reason"]) == ("李四", "wang", "持旧证, 换证办理中")
    assert row["against"] == "the licence ended on 2024-06-09, no training"
    assert erp.ask("competence.overrides", {"start": "2024-06-11"}, user="admin") == []


def test_a_plugin_that_is_switched_off_does_not_open_the_gate(erp: sanbao.Sanbao) -> None:
    asked = {"kind_of_work": "installation", "party": "I001"}
    before = erp.ask("competence.check", asked, user="admin")

    lifecycle.disable(erp, "echo")

    after = erp.ask("competence.check", asked, user="admin")
    assert before["qualified"]
    assert not after["qualified"]
    assert after["reasons"] == [{"reason": "not checked: plugin echo is off", "rule": "PTY-12"}]


def test_a_plugin_that_was_purged_no_longer_keeps_the_gate(erp: sanbao.Sanbao) -> None:
    lifecycle.disable(erp, "echo")

    lifecycle.purge(erp, "echo", confirm="echo")

    assert erp.ask("competence.check", {"kind_of_work": "installation", "party": "I001"}, user="admin")[
        "qualified"
    ]


def test_work_that_needs_a_check_waits_for_one(make_company: Callable[..., sanbao.Sanbao]) -> None:
    erp = make_company()
    erp.do("party.create", {"code": "I001", "name": "平安安装", "roles": "installer"}, user="admin")
    erp.do("setting.change", {"name": "competence_checked_work", "value": "welding"}, user="admin")

    told = {
        kind: erp.ask("competence.check", {"kind_of_work": kind, "party": "I001"}, user="admin")["qualified"]
        for kind in ("welding", "cleaning")
    }

    assert told == {"welding": False, "cleaning": True}


def test_an_answer_about_nobody_names_the_plugin(erp: sanbao.Sanbao, answers: dict[str, Any]) -> None:
    answers["find_disqualifications"] = lambda work, assignments: [Disqualification(7, Text("?"), "PTY-12")]

    with pytest.raises(PluginFault) as fault, erp.reading("admin") as work:
        competence.disqualified(work, two(work))

    assert fault.value.params["plugin"] == "echo"


def test_work_that_was_done_counts_once_somebody_entitled_lets_it_pass(
    erp: sanbao.Sanbao, answers: dict[str, Any]
) -> None:
    given = {"kind_of_work": "installation", "party": "I001", "on": str(DAY), "reason": "有人监护"}
    with erp.reading("admin") as work:
        before = competence.standing(work, two(work))
    with pytest.raises(Forbidden):
        erp.do("competence.let_pass", {**given, "person": "李四"}, user="li.na")
    # the plugin's answer is about the second of two; alone he is the first
    answers["find_disqualifications"] = lambda work, assignments: [
        Disqualification(place, Text("no training"), "TRN-12")
        for place, one in enumerate(assignments)
        if one.person == "李四"
    ]

    erp.do("competence.let_pass", {**given, "person": "李四"}, user="wang")

    with erp.reading("admin") as work:
        after = competence.standing(work, two(work))
        other_day = competence.standing(
            work, [Assignment("installation", work.find("party", "I001"), date(2024, 6, 11), "李四")]
        )
    assert [bool(reasons) for reasons in before] == [False, True]
    assert [bool(reasons) for reasons in after] == [False, False]
    assert [bool(reasons) for reasons in other_day] == [True]
    (row,) = erp.ask("competence.overrides", user="wang")
    assert (row["person"], row["reason"], row["by"]) == ("李四", "有人监护", "wang")


def test_what_nothing_speaks_against_need_not_be_let_pass(
    erp: sanbao.Sanbao, answers: dict[str, Any]
) -> None:
    answers["find_disqualifications"] = lambda work, assignments: []
    given = {"kind_of_work": "installation", "party": "I001", "on": str(DAY), "reason": "无"}

    with pytest.raises(Qualified) as refused:
        erp.do("competence.let_pass", given, user="wang")

    assert refused.value.code == "competence.qualified"
