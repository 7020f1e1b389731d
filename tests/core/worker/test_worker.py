"""The worker: messages at least once, later and later, then set apart; deadlines; jobs; the pulse. On both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import listening_plugin
import pytest
from sqlalchemy import select

import sanbao
from clocks import Clock
from sanbao import worker
from sanbao.documents.models import DeadlineRecord
from sanbao.plugin import lifecycle
from sanbao.plugin.models import OutboxMessage
from sanbao.registry.models import Place


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def listening(make_company: Callable[..., sanbao.Sanbao], clock: Clock) -> sanbao.Sanbao:
    """A company with a plugin that listens."""
    for memory in (listening_plugin.heard, listening_plugin.ran, listening_plugin.faults, listening_plugin.missed):
        memory.clear()
    sources = {"listening": "listening_plugin:plugin"}
    return make_company(company="A", clock=clock, sources=sources, plugins=["listening"])


def messages(erp: sanbao.Sanbao) -> list[Any]:
    with erp.database.reading() as connection:
        query = select(OutboxMessage.state, OutboxMessage.attempts, OutboxMessage.error).order_by(OutboxMessage.id)
        return [tuple(row) for row in connection.execute(query)]


def sweeps(done: worker.Round) -> int:
    """Count the turns of the listening plugin's job; the house has jobs of its own."""
    return done.jobs.count("listening.sweep")


def places(erp: sanbao.Sanbao) -> set[str]:
    with erp.database.reading() as connection:
        return set(connection.scalars(select(Place.code)))


def make_place(erp: sanbao.Sanbao, code: str = "VAN-1") -> None:
    erp.do("place.create", {"code": code, "name": "车"}, user="admin")


def test_a_message_is_delivered_once(listening: sanbao.Sanbao) -> None:
    make_place(listening)

    first, second = worker.run_once(listening), worker.run_once(listening)

    assert (first.delivered, second.delivered) == (1, 0)
    assert listening_plugin.heard == ["VAN-1"]
    assert "HEARD-1" in places(listening)
    assert messages(listening) == [("delivered", 1, None)]


def test_what_was_rolled_back_is_never_told(listening: sanbao.Sanbao) -> None:
    listening.do("place.create", {"code": "X", "name": "x"}, user="admin", dry_run=True)

    assert worker.run_once(listening).delivered == 0
    assert listening_plugin.heard == []


def test_a_failed_delivery_leaves_nothing_and_waits_longer_each_time(listening: sanbao.Sanbao, clock: Clock) -> None:
    make_place(listening)
    listening_plugin.faults["place.create"] = RuntimeError("the mail server is away")

    waits = []
    for _attempt in range(4):
        assert worker.run_once(listening).failed == 1
        assert worker.run_once(listening).failed == 0  # not before its time
        with listening.database.reading() as connection:
            due = connection.scalar(select(OutboxMessage.due_at))
        waits.append(due - clock.now)
        clock.now = due

    assert waits == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert "HEARD-1" not in places(listening)


def test_after_five_failures_a_message_is_set_apart(listening: sanbao.Sanbao, clock: Clock) -> None:
    make_place(listening)
    listening_plugin.faults["place.create"] = RuntimeError("the mail server is away")

    for _attempt in range(8):
        worker.run_once(listening)
        clock.now += timedelta(hours=1)

    ((state, attempts, error),) = messages(listening)
    assert (state, attempts) == ("quarantined", 5)
    assert "the mail server is away" in error
    assert "VAN-1" in places(listening)  # the operation itself stands


def test_a_message_that_was_set_apart_can_be_sent_again(listening: sanbao.Sanbao, clock: Clock) -> None:
    make_place(listening)
    listening_plugin.faults["place.create"] = RuntimeError("the mail server is away")
    for _ in range(worker.MOST_ATTEMPTS):
        worker.run_once(listening)
        clock.now += timedelta(hours=1)
    listening_plugin.faults.clear()

    assert worker.send_again(listening, "another") == 0
    assert worker.send_again(listening, "listening") == 1
    assert worker.run_once(listening).delivered == 1
    assert messages(listening)[0][0] == "delivered"


def test_one_bad_message_does_not_hold_up_the_others(listening: sanbao.Sanbao) -> None:
    make_place(listening, "A")
    listening_plugin.faults["place.create"] = RuntimeError("no")
    worker.run_once(listening)
    listening_plugin.faults.clear()
    make_place(listening, "B")

    assert worker.run_once(listening).delivered == 1
    assert listening_plugin.heard[-1] == "B"


def test_a_dead_workers_message_is_delivered_when_its_lease_has_run_out(listening: sanbao.Sanbao, clock: Clock) -> None:
    make_place(listening)
    taken = worker._lease(listening)  # and here that worker dies

    assert len(taken) == 1
    assert worker.run_once(listening).delivered == 0
    clock.now += worker.LEASE + timedelta(seconds=1)
    assert worker.run_once(listening).delivered == 1


def test_a_worker_whose_lease_was_taken_over_does_not_deliver(listening: sanbao.Sanbao, clock: Clock) -> None:
    make_place(listening)
    (slow,) = worker._lease(listening)
    clock.now += worker.LEASE + timedelta(seconds=1)
    worker.run_once(listening)

    worker._deliver(listening, slow)

    assert listening_plugin.heard == ["VAN-1"]


def test_messages_to_a_plugin_that_is_off_wait_for_it(listening: sanbao.Sanbao) -> None:
    make_place(listening)
    lifecycle.disable(listening, "listening")

    assert worker.run_once(listening).delivered == 0
    lifecycle.enable(listening, "listening")
    assert worker.run_once(listening).delivered == 1


def test_two_workers_share_the_messages(listening: sanbao.Sanbao) -> None:
    for number in range(30):
        make_place(listening, f"P{number}")
    rounds: list[worker.Round] = []
    threads = [threading.Thread(target=lambda: rounds.append(worker.deliver_due(listening))) for _ in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(done.delivered for done in rounds) == 30
    assert sorted(listening_plugin.heard) == sorted(f"P{number}" for number in range(30))


def test_a_job_runs_when_its_time_has_come(listening: sanbao.Sanbao, clock: Clock) -> None:
    assert sweeps(worker.run_once(listening)) == 1
    clock.now += timedelta(minutes=59)
    assert sweeps(worker.run_once(listening)) == 0
    clock.now += timedelta(minutes=1)
    assert sweeps(worker.run_once(listening)) == 1

    assert len(listening_plugin.ran) == 2
    assert {"SWEPT-0", "SWEPT-1"} <= places(listening)


def test_a_job_that_fails_leaves_nothing_and_is_tried_at_its_next_turn(listening: sanbao.Sanbao, clock: Clock) -> None:
    listening_plugin.faults["sweep"] = ValueError("no broom")

    done = worker.run_once(listening)
    again = worker.run_once(listening)

    assert "no broom" in done.faults[0]
    assert again.idle
    assert "SWEPT-0" not in places(listening)
    clock.now += timedelta(hours=1)
    listening_plugin.faults.clear()
    assert sweeps(worker.run_once(listening)) == 1


def _paper_due(erp: sanbao.Sanbao, due: datetime, kind: str = "answer") -> str:
    lines = [{"account": "1002", "debit": "1"}, {"account": "4001", "credit": "1"}]
    voucher = erp.do("voucher.write", {"date": "2024-06-03", "summary": "a", "lines": lines}, user="admin").number
    erp.do("document.set_deadline", {"kind": kind, "due_at": due.isoformat()}, subject=voucher, user="admin")
    assert voucher is not None
    return voucher


def test_a_deadline_that_passed_is_noted_once_on_the_paper(listening: sanbao.Sanbao, clock: Clock) -> None:
    due = clock.now + timedelta(hours=4)
    voucher = _paper_due(listening, due)
    clock.now = due + timedelta(seconds=1)

    assert worker.run_once(listening).missed == 1
    assert worker.run_once(listening).missed == 0
    timeline = listening.ask("document.timeline", {"document": voucher}, user="admin")
    assert (timeline[-1]["operation"], timeline[-1]["note"]) == ("deadline.missed", "answer")
    assert all(line["whole"] for line in timeline)
    with listening.database.reading() as connection:
        assert connection.scalar(select(DeadlineRecord.missed_at)) == due


def test_plugins_are_told_of_a_missed_deadline_once(listening: sanbao.Sanbao, clock: Clock) -> None:
    due = clock.now + timedelta(hours=4)
    _paper_due(listening, due)
    clock.now = due + timedelta(seconds=1)

    worker.run_once(listening)
    worker.run_once(listening)

    assert listening_plugin.missed == ["answer"]


def test_a_plugin_that_fails_at_one_missed_deadline_hides_no_other(listening: sanbao.Sanbao, clock: Clock) -> None:
    due = clock.now + timedelta(hours=4)
    _paper_due(listening, due)
    failing = _paper_due(listening, due, "delivery")
    _paper_due(listening, due, "reminder")
    clock.now = due + timedelta(seconds=1)
    listening_plugin.faults["delivery"] = RuntimeError("out of paper")

    done = worker.run_once(listening)

    assert (done.missed, len(done.faults)) == (3, 1)
    assert "listening" in done.faults[0]
    assert listening_plugin.missed[-2:] == ["answer", "reminder"]
    timeline = listening.ask("document.timeline", {"document": failing}, user="admin")
    assert timeline[-1]["note"].startswith("delivery: ")
    assert worker.run_once(listening).idle


def test_what_is_done_exactly_in_time_is_in_time(listening: sanbao.Sanbao, clock: Clock) -> None:
    due = clock.now + timedelta(hours=4)
    _paper_due(listening, due)
    clock.now = due

    assert worker.run_once(listening).missed == 0  # CAL-03: elapsed ≤ N


def test_a_deadline_that_was_met_is_not_missed(listening: sanbao.Sanbao, clock: Clock) -> None:
    due = clock.now + timedelta(hours=4)
    voucher = _paper_due(listening, due)
    listening.do("document.meet_deadline", {"kind": "answer"}, subject=voucher, user="admin")
    clock.now = due + timedelta(days=1)

    assert worker.run_once(listening).missed == 0


def test_the_worker_leaves_a_sign_of_life(listening: sanbao.Sanbao, clock: Clock) -> None:
    assert worker.pulse(listening) is None

    worker.run_once(listening)

    sign = worker.pulse(listening)
    assert sign is not None
    assert sign["at"] == clock.now.isoformat()

