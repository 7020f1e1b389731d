"""Whoever is in charge of a contract is told once when persons are missing, by paper and by letter (PTY-08)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from job_yard import furnish, number_of

import sanbao
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing import looking_after

TEAM = [{"function": "服务工程师", "count": 2, "full_time": "yes"}, {"function": "agent", "count": 1}]


def in_charge(erp: sanbao.Sanbao) -> None:
    """Let the first contract want three persons, and be in the charge of somebody with an address."""
    furnish(erp)
    staff = {"code": "P1", "name": "项目经理", "roles": "staff", "email": "pm@example.com"}
    erp.do("party.create", staff, user="admin")
    erp.do("user.create", {"login": "pm", "roles": "project_manager", "party": "P1"}, user="admin")
    erp.do("document.assign", {"owner": "pm"}, subject=number_of("YB"), user="he.tao")
    lot = {"code": "A", "quantity": 4, "unit_fee": "150.00", "daily_quota": 2, "centre": "C-YB"}
    given = {"reason": "补充人员配置", "lots": [lot], "team": TEAM}
    erp.do("installer_contract.amend", given, subject=number_of("YB"), user="chen.jing")
    paper = {"name": "补充协议.pdf", "content": "JVBERi0xLjQ=", "purpose": "evidence"}
    erp.do("document.attach", paper, subject=number_of("YB"), user="chen.jing")
    for side in ("ours", "theirs"):
        signed = {"side": side, "signer": "某"}
        erp.do("installer_contract.sign", signed, subject=number_of("YB"), user="chen.jing")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Such a company."""
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=in_charge, clock=clock)


def look(erp: sanbao.Sanbao) -> None:
    """Do what the worker does several times a day."""
    with erp.work("system") as work:
        looking_after.look_after(work)


def timeline(erp: sanbao.Sanbao) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = erp.ask("document.timeline", {"document": number_of("YB")}, user="he.tao")
    return [row for row in rows if row["operation"] == "named_person.missing"]


def test_a_shortage_is_noted_and_written_once_however_often_it_is_looked_at(erp: sanbao.Sanbao) -> None:
    look(erp)
    look(erp)

    letters = erp.ask("mail.letters", {}, user="admin")
    assert [one["email"] for one in letters] == ["pm@example.com"]
    (note,) = timeline(erp)
    assert "服务工程师：应配 2 人" in note["note"]
    assert "服务代理：应配 1 人" in note["note"]


def test_without_a_term_nothing_stands_due_but_the_warning_stays(erp: sanbao.Sanbao) -> None:
    erp.do("setting.change", {"name": "outsourcing_team_term", "value": None}, user="admin")

    look(erp)

    assert timeline(erp) == []
    found = erp.ask("installation.warnings", {"contract": number_of("YB")}, user="chen.jing")
    assert [one["missing"] for one in found if one["kind"] == "team"] == [2, 1]


def test_a_centre_is_warned_of_its_own_contracts_only(erp: sanbao.Sanbao) -> None:
    found = {
        login: [one for one in erp.ask("installation.warnings", {}, user=login) if one["kind"] == "team"]
        for login in ("head.YB", "head.YN", "man.YB", "man.YN")
    }

    assert [len(found[login]) for login in ("head.YB", "head.YN", "man.YB", "man.YN")] == [2, 0, 2, 0]


def test_a_fresh_form_of_an_amendment_keeps_the_team_as_it_stands(erp: sanbao.Sanbao) -> None:
    from sanbao_installation_outsourcing.stated import stated
    from sanbao_installation_outsourcing.teams import kept_team

    with erp.reading("chen.jing") as work:
        contract = work.find("installer_contract", number_of("YB"))
        rows = stated(work, contract)["team"]

    assert kept_team(rows) == [
        {"function": "engineer", "count": 2, "full_time": True},
        {"function": "agent", "count": 1, "full_time": False},
    ]
