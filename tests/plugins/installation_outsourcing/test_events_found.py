"""An event is found by what happened, who did it, the vehicle and the terminal; within what is a person's own (INS-14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from job_yard import furnish, issued, number_of, sent_out

import sanbao
from sanbao.testing import fixed_clock


def happened(erp: sanbao.Sanbao) -> None:
    """Let each installer break the site's rules once, and one of them be complained about for a vehicle that he fitted out."""
    furnish(erp)
    for code, words, person in (("YB", "未戴安全帽 Helmet_7", "王小五"), ("YN", "违规动火", "赵小六")):
        said = {"contract": number_of(code), "trigger": "site_management", "description": words}
        erp.do("installer_event.report", {**said, "person": person}, user="ma.li")
    order = sent_out(erp, "YB")
    issued(erp, "YB", ["YB-1"])
    line = {"vehicle": "豫YB0001", "serial": "YB-1", "person": "孙大圣"}
    erp.do("installation_order.install", {"lines": [line]}, subject=order, user="man.YB")
    said = {"contract": number_of("YB"), "trigger": "complaint", "description": "仪表盘亮灯"}
    erp.do("installer_event.report", {**said, "vehicle": "豫YB0001"}, user="ma.li")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=happened, clock=clock)


HELMET, FIRE, COMPLAINT = "IE202406-0001", "IE202406-0002", "IE202406-0003"
FOUND = [
    ("安全帽", [HELMET]),
    ("helmet_7", [HELMET]),
    ("赵小六", [FIRE]),
    # who put the terminal in is concerned where nobody else was named
    ("孙大圣", [COMPLAINT]),
    ("没有这回事", []),
    ("%", []),
]


@pytest.mark.parametrize(("text", "events"), FOUND)
def test_an_event_is_found_by_words_of_it(erp: sanbao.Sanbao, text: str, events: list[str]) -> None:
    rows = erp.ask("installer_event.list", {"text": text}, user="chen.jing")

    assert [row["event"] for row in rows] == events


def test_an_event_is_found_by_its_vehicle(erp: sanbao.Sanbao) -> None:
    rows = erp.ask("installer_event.list", {"vehicle": "豫YB0001"}, user="chen.jing")
    others = erp.ask("installer_event.list", {"vehicle": "豫YB0002"}, user="chen.jing")

    assert [(row["event"], row["person"]) for row in rows] == [(COMPLAINT, "孙大圣")]
    assert others == []


def test_nobody_finds_what_is_another_installers(erp: sanbao.Sanbao) -> None:
    assert erp.ask("installer_event.list", {"text": "动火"}, user="man.YB") == []
    assert erp.ask("installer_event.list", {"text": "动火"}, user="head.YB") == []


@pytest.mark.parametrize(
    ("text", "events"),
    [*FOUND, ("豫YB0001", [COMPLAINT]), ("yb0001", []), ("YB-1", [COMPLAINT]), (FIRE, [FIRE])],
)
def test_the_list_of_events_finds_it_too(
    erp: sanbao.Sanbao, sign_in: Any, text: str, events: list[str]
) -> None:
    page = sign_in("chen.jing").get("/papers/installer_event", query_string={"q": text}).text

    assert [one for one in (HELMET, FIRE, COMPLAINT) if f"/paper/{one}" in page] == events
