"""What an installer and a centre are told each morning, on both databases (INS-14, INS-22)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from job_yard import furnish, issued, number_of, sent_out

import sanbao
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.admin import contracts


def half_done(erp: sanbao.Sanbao) -> None:
    """Let the first installer have one vehicle that failed, one that waits for the signature, and two to do."""
    furnish(erp)
    order = sent_out(erp, "YB")
    sent_out(erp, "YN")
    issued(erp, "YB", [f"YB-{n}" for n in range(1, 5)])
    lines = [{"vehicle": f"豫YB000{n}", "serial": f"YB-{n}"} for n in (1, 2)]
    erp.do("installation_order.install", {"lines": lines}, subject=order, user="man.YB")
    failed = {"failed": [{"vehicle": "豫YB0002", "fault": "无信号"}]}
    erp.do("installation_order.inspect", failed, subject=order, user="chen.jing")


@pytest.fixture
def desk(make_company: Callable[..., sanbao.Sanbao]) -> Callable[[str, str], dict[str, Any]]:
    """Ask for a person's desk two weeks later, three days after the lots were due."""
    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    erp = make_company(plugins=["installation_outsourcing"], prepare=half_done, clock=clock)
    erp.clock = fixed_clock("2024-06-17T09:00:00+08:00")

    def ask(login: str, question: str) -> dict[str, Any]:
        found: dict[str, Any] = erp.ask(question, {}, user=login)
        return found

    return ask


def test_an_installer_has_his_pieces_in_his_hand(desk: Callable[[str, str], dict[str, Any]]) -> None:
    found = desk("man.YB", "installer.desk")

    assert [one["serial"] for one in found["pieces"]] == ["YB-3", "YB-4"]
    assert found["statements"] == []
    assert found["owed"] == Decimal(0)
    assert desk("man.YN", "installer.desk")["pieces"] == []


def test_he_is_told_what_reworking_today_saves(desk: Callable[[str, str], dict[str, Any]]) -> None:
    (row,) = desk("man.YB", "installer.desk")["savings"]

    # one unit's fee of 150.00 is set free; three days late cost 90.00, a fourth one 30.00 more
    assert (row["contract"], row["failed"]) == (number_of("YB"), 1)
    assert (row["fees"], row["delay"], row["delay_next_day"]) == (
        Decimal("150.00"),
        Decimal("90.00"),
        Decimal("120.00"),
    )
    assert row["saved"] == Decimal("180.00")
    # the day is saved only if the two that are not installed yet are done as well
    assert row["others_open"] == 2
    assert desk("man.YN", "installer.desk")["savings"] == []


def test_a_centre_sees_what_waits_for_which_step(desk: Callable[[str, str], dict[str, Any]]) -> None:
    waiting = {row["state"]: (row["count"], row["late"]) for row in desk("head.YB", "centre.desk")["waiting"]}

    assert waiting == {"assigned": (2, 2), "rework": (1, 1), "passed": (1, 0)}


def test_orders_tell_how_many_vehicles_are_left(desk: Callable[[str, str], dict[str, Any]]) -> None:
    hers = desk("head.YB", "centre.desk")["orders"]
    everybodys = desk("chen.jing", "centre.desk")["orders"]

    assert [(row["order"], row["jobs"], row["left"]) for row in hers] == [("IO202406-0001", 4, 3)]
    assert [(row["order"], row["left"]) for row in everybodys] == [("IO202406-0001", 3), ("IO202406-0002", 4)]


def test_an_inspection_is_offered_only_where_something_waits_for_it(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    erp = make_company(plugins=["installation_outsourcing"], prepare=half_done, clock=clock)
    lines = [{"vehicle": "豫YB0003", "serial": "YB-3"}]
    erp.do("installation_order.install", {"lines": lines}, subject="IO202406-0001", user="man.YB")

    orders = erp.ask("centre.desk", {}, user="chen.jing")["orders"]

    assert [(row["order"], row["left"], row["to_inspect"]) for row in orders] == [
        ("IO202406-0001", 2, 1),
        ("IO202406-0002", 4, 0),
    ]


def test_a_centre_sees_an_event_again_once_the_term_for_its_answer_is_over(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    erp = make_company(plugins=["installation_outsourcing"], prepare=half_done, clock=clock)
    told = {
        "contract": number_of("YB"),
        "lot": "A",
        "trigger": "complaint",
        "matter": "异响",
        "description": "异响",
    }
    event = str(erp.do("installer_event.report", told, user="ma.li").number)
    erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing")
    erp.do("installer_event.notify", {"within": "5d"}, subject=event, user="ma.li")

    steps = []
    for day in ("2024-06-08", "2024-06-09"):
        erp.clock = fixed_clock(f"{day}T09:00:00+08:00")
        steps.append([row["next"] for row in erp.ask("centre.desk", {}, user="chen.jing")["events"]])
    erp.do("installer_event.note_silence", {}, subject=[event], user="chen.jing")
    steps.append([row["next"] for row in erp.ask("centre.desk", {}, user="chen.jing")["events"]])

    assert steps == [[], ["installer_event.note_silence"], ["installer_event.decide"]]


def test_a_contracts_page_tells_how_far_each_lot_is(make_company: Callable[..., sanbao.Sanbao]) -> None:
    erp = make_company(plugins=["installation_outsourcing", "admin"], prepare=half_done)

    with erp.reading(user="chen.jing") as work:
        lots, _payment, clauses, _versions = contracts.agreed(work, work.find("document", number_of("YB")))

    (lot,) = lots.data["lots"]
    # of four units one failed its inspection, one passed, and two are not begun
    assert (lot["lot"].quantity, lot["done"], lot["accepted"], lot["paid"]) == (4, 1, 0, 0)
    assert [one["code"] for one in clauses.data["clauses"]] == [
        "PC-004-DELAY",
        "PC-004-COMPLAINT",
        "PC-004-DAMAGE",
    ]
