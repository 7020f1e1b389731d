"""Jobs in bulk, from a file, only to whom nothing disqualifies; and what follows from an acceptance and its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from job_yard import PAPER, accepted, contract, furnish, issued, number_of, plan, sent_out

import sanbao
from sanbao.decision import Text
from sanbao.errors import Invalid, SanbaoError
from sanbao.plugin import Plugin, hookimpl
from sanbao.testing import fixed_clock
from sanbao.work import Work

CLOCK = fixed_clock("2024-06-03T17:00:00+08:00")


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with two installers, warranty beside them."""
    return make_company(plugins=["installation_outsourcing", "warranty"], prepare=furnish, clock=CLOCK)


def code_of(doing: Callable[[], Any]) -> str:
    """Return the code with which something is refused."""
    with pytest.raises(SanbaoError) as refused:
        doing()
    return refused.value.code


def test_every_wrong_row_of_a_plan_is_named_at_once(yard: sanbao.Sanbao) -> None:
    contract(yard, "YB", "C-YB")
    rows = [{"plate": "豫A1"}, {"plate": "豫Ａ·1"}, {"vin": "O23"}, {"owner": "无名"}]

    with pytest.raises(Invalid) as refused:
        yard.do("job.plan", {"contract": "IC202406-0003", "lot": "A", "jobs": rows}, user="ma.li")

    assert set(refused.value.fields) == {"jobs.2.vin", "jobs.3.plate"}
    with pytest.raises(Invalid) as refused:
        yard.do("job.plan", {"contract": "IC202406-0003", "lot": "A", "jobs": rows[:2]}, user="ma.li")
    assert set(refused.value.fields) == {"jobs.1.plate"}


def test_a_plate_and_a_vin_of_a_plan_are_one_vehicle(yard: sanbao.Sanbao) -> None:
    contract(yard, "YB", "C-YB")
    first, second = "LSVAU2A37N2183294", "LSVAU2A37N2183295"
    lorries = {"A": {"plate": "豫A10001", "vin": first}, "B": {"plate": "豫A10002"}, "C": {"vin": second}}
    for code, names in lorries.items():
        yard.do("host.create", {"code": f"H-{code}", **names}, user="admin")
    plan = {"contract": "IC202406-0003", "lot": "A"}
    rows = [
        {"plate": "豫A10001"},
        {"vin": first},  # the same lorry by its other name
        {"plate": "豫A10002", "vin": second},  # two lorries
        {"plate": "豫A10003", "vin": "LSVAU2A37N2183297"},
        {"plate": "豫A10003", "vin": "LSVAU2A37N2183298"},
    ]
    renamed = [{"plate": "豫A99999", "vin": first}]  # another plate than that on record

    with pytest.raises(Invalid) as refused:
        yard.do("job.plan", {**plan, "jobs": rows}, user="ma.li")
    with pytest.raises(Invalid) as other:
        yard.do("job.plan", {**plan, "jobs": renamed}, user="ma.li")
    told = {"plate": "豫A10002", "vin": "LSVAU2A37N2183296"}  # what was not known of it yet
    yard.do("job.plan", {**plan, "jobs": [told]}, user="ma.li")

    assert set(refused.value.fields) == {"jobs.1.plate", "jobs.2.vin", "jobs.4.plate"}
    assert set(other.value.fields) == {"jobs.0.plate"}
    (job,) = yard.ask("job.list", {"contract": "IC202406-0003"}, user="ma.li")
    assert (job["plate"], job["vin"]) == ("豫A10002", "LSVAU2A37N2183296")


def test_thousands_are_planned_scheduled_assigned_and_signed_in_few_statements(
    yard: sanbao.Sanbao,
) -> None:
    yard.do("setting.change", {"name": "outsourcing_count_terminals", "value": "no"}, user="admin")
    lots = [{"code": "A", "quantity": 3000, "unit_fee": "150.00", "daily_quota": 1000, "centre": "C-YB"}]
    number = contract(yard, "YB", "C-YB", lots=lots)
    plan(yard, number, [f"京A{n:05}" for n in range(3000)])

    days = yard.do("job.schedule", {"contract": number, "lot": "A", "start": "2024-06-03"}, user="ma.li").data
    orders = yard.do("job.assign", {"contract": number, "until": "2024-06-03"}, user="ma.li").data

    assert (days["planned"], days["days"]) == (3000, 3)
    assert len(orders) == 1
    lines = [{"vehicle": f"京A{n:05}", "serial": f"S{n:05}"} for n in range(1000)]
    order = orders[0]["number"]
    yard.do("installation_order.install", {"lines": lines}, subject=order, user="man.YB")
    yard.do("installation_order.inspect", {}, subject=order, user="chen.jing")
    signed = yard.do("job.sign", {"order": order, "paper": PAPER}, user="ma.li").data
    confirmed = yard.do("job.confirm", {"order": order}, user="chen.jing").data
    assert (signed, confirmed) == ({"signed": 1000, "accepted": 1000}, {"confirmed": 1000})
    sums = yard.ask("installation.progress", {"contract": number}, user="chen.jing")["sums"]
    assert sums == {"planned": 3000, "done": 1000, "accepted": 1000, "paid": 0}


def test_an_accepted_job_starts_the_warranty_and_a_revoked_one_ends_it(yard: sanbao.Sanbao) -> None:
    order = accepted(yard, "YB")
    unit = yard.ask("unit.search", {"text": "YB-1"}, user="admin")[0]

    yard.do(
        "job.revoke",
        {"contract": number_of("YB"), "vehicles": "豫YB0001", "reason": "仪表灯常亮"},
        user="chen.jing",
    )

    assert str(unit["accepted_on"]) == "2024-06-03"
    assert yard.ask("unit.search", {"text": "YB-1"}, user="admin")[0]["accepted_on"] is None
    (job, *_rest) = yard.ask("job.list", {"order": order}, user="chen.jing")
    assert (job["state"], job["client_signed_on"], job["manager_confirmed_on"]) == ("rework", None, None)


def test_signatures_of_a_file_name_the_rows_that_are_wrong(yard: sanbao.Sanbao) -> None:
    order = sent_out(yard, "YB")
    issued(yard, "YB", ["YB-1", "YB-2"])
    lines = [{"vehicle": f"豫YB000{n}", "serial": f"YB-{n}"} for n in (1, 2)]
    yard.do("installation_order.install", {"lines": lines}, subject=order, user="man.YB")
    yard.do("installation_order.inspect", {}, subject=order, user="chen.jing")
    rows = [{"vehicle": f"豫YB000{n}", "signer": "刘"} for n in (1, 2, 3)]

    with pytest.raises(Invalid) as refused:
        yard.do("job.sign_list", {"contract": number_of("YB"), "rows": rows}, user="ma.li")
    done = yard.do("job.sign_list", {"contract": number_of("YB"), "rows": rows[:2]}, user="ma.li").data

    assert set(refused.value.fields) == {"rows.2.vehicle"}
    assert done == {"signed": 2, "accepted": 2}


def test_a_plan_comes_from_a_file_with_problems_by_cell(yard: sanbao.Sanbao, tmp_path: Path) -> None:
    from sanbao.importing.running import run
    from sanbao.tables import read

    number = contract(yard, "YB", "C-YB")
    file = tmp_path / "vehicles.csv"
    head = "合同编号,标段,客户编码,终端型号,车牌号,车架号,车主\n"
    good = f"{number},A,ZH,BD-2,豫B10001,,张三\n{number},A,ZH,BD-2,豫B10002,,李四\n"
    wrong = f"{number},A,ZH,BD-2,,I23,王五\n{number},,ZH,BD-2,豫B10003,,赵六\n"
    file.write_text(head + good.replace("10002", "10001") + wrong, encoding="utf-8")

    bad = run(yard, "installation_job", read(file), user="ma.li")
    file.write_text(head + good, encoding="utf-8")
    taken = run(yard, "installation_job", read(file), user="ma.li")

    assert [(one.row, one.column) for one in bad.problems] == [(3, "车牌号"), (4, "车架号"), (5, "标段")]
    assert taken.ok, taken.problems
    assert len(yard.ask("job.list", {"contract": number}, user="ma.li")) == 2


@hookimpl
def find_disqualifications(work: Work, assignments: Sequence[Any]) -> Sequence[Any]:
    """Say that nobody of YB holds a certificate."""
    from sanbao.competence import Disqualification

    return [
        Disqualification(position, Text("电工证已过期"), "PTY-12")
        for position, one in enumerate(assignments)
        if one.party.code == "YB"
    ]


plugin = Plugin(name="gate", title="Gate", version="0.1.0")


def test_only_whom_nothing_disqualifies_is_sent_out(make_company: Callable[..., sanbao.Sanbao]) -> None:
    erp = make_company(
        plugins=["installation_outsourcing", "gate"],
        sources={"gate": "test_jobs:plugin"},
        prepare=furnish,
        clock=CLOCK,
    )
    said = {"contract": number_of("YB"), "on": "2024-06-04", "people": ["王五"]}

    candidates = {one["party"]: one for one in erp.ask("job.candidates", {}, user="chen.jing")}

    assert (candidates["YB"]["is_free"], candidates["YN"]["is_free"]) == (False, True)
    assert candidates["YB"]["reasons"] == ["电工证已过期"]
    assert code_of(lambda: erp.do("job.assign", said, user="ma.li")) == "competence.not_qualified"
    assert [job["state"] for job in erp.ask("job.list", {}, user="man.YB")] == ["planned"] * 4
    erp.do("job.assign", {**said, "override": "只剩收尾,由持证人在场"}, user="he.tao")
    assert [job["state"] for job in erp.ask("job.list", {}, user="man.YB")] == ["assigned"] * 4


def test_notice_that_comes_too_late_is_our_own_lost_day(yard: sanbao.Sanbao) -> None:
    order = sent_out(yard, "YB", on="2024-06-03")

    yard.do("installation_order.notify", {"place": "停车场"}, subject=order, user="ma.li")

    (lost,) = yard.ask("hindrance.list", {}, user="man.YB")
    assert (lost["cause"], str(lost["start_on"]), str(lost["end_on"]), lost["state"]) == (
        "ours",
        "2024-06-03",
        "2024-06-03",
        "confirmed",
    )


def test_an_order_on_which_nothing_was_done_can_be_called_off(yard: sanbao.Sanbao) -> None:
    order = sent_out(yard, "YB")
    yard.do("installation_order.cancel", {"reason": "下雨"}, subject=order, user="ma.li")

    assert [job["state"] for job in yard.ask("job.list", {}, user="man.YB")] == ["planned"] * 4
    again = sent_out(yard, "YB")
    issued(yard, "YB", ["YB-1"])
    line = {"vehicle": "豫YB0001", "serial": "YB-1"}
    yard.do("installation_order.install", {"lines": [line]}, subject=again, user="man.YB")
    refusal = code_of(
        lambda: yard.do("installation_order.cancel", {"reason": "x"}, subject=again, user="ma.li")
    )
    assert refusal == "installation_order.has_work"
