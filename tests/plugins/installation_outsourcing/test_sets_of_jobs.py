"""A set of vehicles is as many sets of one: same states, days, goods, money and promises, in a bounded number of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from job_yard import contract, furnish, issued, number_of, plan, sent_out
from sqlalchemy import event, func, select

import sanbao
from sanbao.ledger.models import Stock
from sanbao.registry.models import Milestone, Unit
from sanbao.testing import fixed_clock
from sanbao.work import Work
from sanbao_installation_outsourcing.models import Job, JobMark, Terminal
from sanbao_warranty.models import Binding

CLOCK = fixed_clock("2024-06-03T17:00:00+08:00")
#: What a job, its unit and its terminal say in the end, whoever it was.
JOB = (
    "state",
    "passed",
    "installed_on",
    "completed_on",
    "inspected_on",
    "client_signed_on",
    "signer",
    "accepted_on",
)
UNIT = ("state", "installed_on", "accepted_on", "row_version", "customer_id")


def promised(erp: sanbao.Sanbao) -> None:
    """Let terminals have a promise, beside installers and contracts."""
    furnish(erp)
    erp.do("product.release", {"promises": ["WP-000-3Y5Y"], "scope": "整机"}, subject="BD-2", user="admin")


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with two installers, warranty beside them."""
    return make_company(plugins=["installation_outsourcing", "warranty"], prepare=promised, clock=CLOCK)


def carried(erp: sanbao.Sanbao, code: str, sets: list[list[int]]) -> None:
    """Carry an installer's four vehicles from the order to the confirmation, in these sets; the second one needs a rework."""
    order = sent_out(erp, code)
    issued(erp, code, [f"{code}-{n}" for n in range(1, 5)])
    for some in sets:
        lines = [{"vehicle": f"豫{code}000{n}", "serial": f"{code}-{n}"} for n in some]
        erp.do("installation_order.install", {"lines": lines}, subject=order, user="ma.li")
    for some in sets:
        failed = [{"vehicle": f"豫{code}000{n}", "fault": "不在线"} for n in some if n == 2]
        passed = [f"豫{code}000{n}" for n in some if n != 2]
        given = {"failed": failed, "passed": passed, "rest_passes": "no"}
        erp.do("installation_order.inspect", given, subject=order, user="chen.jing")
    again = {"lines": [{"vehicle": f"豫{code}0002"}]}
    erp.do("installation_order.rework", again, subject=order, user="ma.li")
    erp.do("installation_order.inspect", {}, subject=order, user="chen.jing")
    for some in sets:
        chosen = {"contract": number_of(code), "vehicles": [f"豫{code}000{n}" for n in some]}
        erp.do("job.sign", {**chosen, "signer": "李队长"}, user="ma.li")
        erp.do("job.confirm", chosen, user="chen.jing")


def facts(work: Work, code: str) -> list[Any]:
    """Return what stands at the end: jobs with their marks, units with milestones and promises, terminals."""
    party = work.find("party", code).id
    jobs = work.session.scalars(select(Job).where(Job.party_id == party).order_by(Job.id)).all()
    return [
        (
            [getattr(job, name) for name in JOB],
            work.session.execute(
                select(JobMark.kind, JobMark.marked_on, JobMark.note)
                .where(JobMark.job_id == job.id)
                .order_by(JobMark.kind, JobMark.id)
            ).all(),
            *_of_unit(work, job.unit_id or 0),
        )
        for job in jobs
    ]


def _of_unit(work: Work, unit_id: int) -> tuple[Any, ...]:
    unit = work.session.get_one(Unit, unit_id)
    reached = select(Milestone.kind, Milestone.reached_on, Milestone.withdrawn_at)
    of_terminal = select(Terminal.state, Terminal.ended_on, Terminal.cost)
    return (
        [getattr(unit, name) for name in UNIT],
        work.session.execute(reached.where(Milestone.unit_id == unit_id).order_by(Milestone.id)).all(),
        work.session.scalar(select(func.count()).where(Binding.unit_id == unit_id)),
        work.session.execute(of_terminal.where(Terminal.unit_id == unit_id)).all(),
    )


def books(work: Work, code: str) -> list[Any]:
    """Return what an installer and his contract stand at in the books, in money and pieces."""
    party, paper = work.find("party", code), work.find("installer_contract", number_of(code))
    place = work.find("place", f"{code}-BAG").id
    there = select(func.sum(Stock.quantity)).where(Stock.place_id == place)
    return [
        work.ledger.balance("GRIR", party=party.id, cost_object=paper.document_id),
        work.ledger.balance("SERVICE_WIP", cost_object=paper.document_id),
        work.session.scalar(there),
    ]


def test_four_vehicles_at_once_are_as_four_one_by_one(yard: sanbao.Sanbao) -> None:
    carried(yard, "YB", [[1, 2, 3, 4]])
    carried(yard, "YN", [[1], [2], [3], [4]])

    with yard.reading("admin") as work:
        assert facts(work, "YB") == facts(work, "YN")
        assert {tuple(job[0][:2]) for job in facts(work, "YB")} == {("accepted", True)}
        assert books(work, "YB") == books(work, "YN")


def test_what_was_taken_out_at_once_is_as_if_taken_out_one_by_one(yard: sanbao.Sanbao) -> None:
    for code, sets in (("YB", [[1, 2, 3, 4]]), ("YN", [[1], [2], [3], [4]])):
        carried(yard, code, sets)
        for some in sets:
            chosen = {"contract": number_of(code), "vehicles": [f"豫{code}000{n}" for n in some]}
            yard.do("job.revoke", {**chosen, "reason": "不在线"}, user="chen.jing")
            yard.do("job.remove", {**chosen, "reason": "退回"}, user="ma.li")

    with yard.reading("admin") as work:
        assert facts(work, "YB") == facts(work, "YN")
        assert {job[0][0] for job in facts(work, "YB")} == {"removed"}
        assert books(work, "YB") == books(work, "YN")


@contextmanager
def counted(erp: sanbao.Sanbao) -> Iterator[list[str]]:
    """Note each statement that the database is asked within the block."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(erp.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(erp.database.engine, "before_cursor_execute", note)


def steps(erp: sanbao.Sanbao, letter: str, count: int) -> dict[str, int]:
    """Carry so many vehicles of a contract of their own to the confirmation; return the statements of each step."""
    lots = [{"code": "A", "quantity": count, "unit_fee": "150.00", "centre": "C-YB"}]
    number = contract(erp, "YB", "C-YB", lots=lots)
    plates, serials = ([f"{sign}{letter}{n:04}" for n in range(count)] for sign in ("京", "S"))
    plan(erp, number, plates)
    issue = {"contract": number, "product": "BD-2", "place": "DEPOT", "serials": serials}
    erp.do("terminal.issue", issue, user="ma.li")
    found: dict[str, int] = {}
    with counted(erp) as asked:
        given = {"contract": number, "on": "2024-06-03"}
        order = erp.do("job.assign", given, user="ma.li").data[0]["number"]
    found["assign"] = len(asked)
    lines = [{"vehicle": plate, "serial": serial} for plate, serial in zip(plates, serials, strict=True)]
    for name, data, subject, user in (
        ("installation_order.install", {"lines": lines}, order, "ma.li"),
        ("installation_order.inspect", {}, order, "chen.jing"),
        ("job.sign", {"contract": number}, None, "ma.li"),
        ("job.confirm", {"contract": number}, None, "chen.jing"),
    ):
        with counted(erp) as asked:
            erp.do(name, data, subject=subject, user=user)
        found[name] = len(asked)
    return found


def test_the_number_of_statements_does_not_grow_with_the_vehicles(yard: sanbao.Sanbao) -> None:
    stock = {"account": "1405", "debit": "60000.00", "product": "BD-2", "place": "DEPOT", "quantity": "200"}
    yard.do("opening.enter", {"date": "2024-06-01", "lines": [stock], "additional": "yes"}, user="admin")
    steps(yard, "X", 2)

    few, many = steps(yard, "Y", 5), steps(yard, "Z", 100)

    assert many == few
