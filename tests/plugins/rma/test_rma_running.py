"""Which promises run on pieces, until when, kept or missed, and what right came of it (N-05, RET-03, RMA-13, LON-01)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rma_shop import Clock, returned

import sanbao
from sanbao import worker


def told(erp: sanbao.Sanbao, **asked: str) -> dict[str, Any]:
    """Return by kind how the promises stand that are told; the first of each kind."""
    rows = erp.ask("rma.running", asked, user="clerk")["rows"]
    return {row["kind"]: row for row in reversed(rows)}


def test_a_parcel_shows_every_promise_on_its_pieces(erp: sanbao.Sanbao) -> None:
    unit = {"serial": "K-0003", "product": "CAM-8", "customer": "C1", "ex_factory_on": "2024-05-01"}
    erp.do("unit.register", unit, user="admin")
    number = returned(erp, "K-0003")

    found = told(erp, rma=number)

    # Received on 3 June: 30 days for the way back, a loan unit after 5 days; returns until 3 months after 1 May.
    assert {kind: (str(row["until"]), row["stands"]) for kind, row in found.items()} == {
        "turnaround": ("2024-07-03", "runs"),
        "loaner": ("2024-06-08", "runs"),
        "return": ("2024-08-01", "runs"),
    }
    assert found["turnaround"]["right"] == ""


def test_the_list_names_what_presses_and_not_what_has_time(erp: sanbao.Sanbao, clock: Clock) -> None:
    returned(erp, "K-0001")

    early = told(erp, within="4")
    clock.now += timedelta(days=26)
    late = told(erp, within="4")

    assert early == {}
    assert {kind: row["stands"] for kind, row in late.items()} == {"turnaround": "runs", "loaner": "due"}


def test_a_missed_turnaround_is_told_with_the_right_that_came_of_it(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = returned(erp, "K-0001")
    clock.now += timedelta(days=31)
    worker.run_once(erp)

    row = told(erp)["turnaround"]

    assert (row["rma"], row["stands"], row["days_left"]) == (number, "missed", -1)
    assert row["right"] == "Exchange"
    assert "30d" in str(row["because"])


def test_what_went_back_in_time_was_kept_and_is_guaranteed(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = returned(erp, "K-0001")
    said = {"lines": [{"line": "1", "in_warranty": "yes"}]}
    erp.do("rma.diagnose", said, subject=number, user="bench")
    erp.do("rma.start", {}, subject=number, user="bench")
    erp.do("rma.finish", {}, subject=number, user="bench")
    erp.do("rma.check_quality", {"passed": "yes"}, subject=number, user="tester")
    erp.do("rma.issue", {"shipping_mode": "express"}, subject=number, user="clerk")
    clock.now += timedelta(days=1)
    erp.do("rma.deliver", {}, subject=number, user="clerk")

    found = told(erp, rma=number)

    assert {kind: (str(row["until"]), row["stands"]) for kind, row in found.items()} == {
        "turnaround": ("2024-07-03", "kept"),
        "guarantee": ("2024-07-04", "runs"),
    }
    assert told(erp, within="3650") == {}


def test_limits_by_cause_are_told_with_their_arithmetic(erp: sanbao.Sanbao, clock: Clock) -> None:
    bound = {"promise": "RP-N-ZHEJIANG", "valid_from": "2024-01-01"}
    erp.do("rma.bind_promise", bound, user="head")
    number = returned(erp, "K-0001")
    clock.now += timedelta(days=2)

    rows = erp.ask("rma.running", {"rma": number}, user="clerk")["rows"]

    limits = [row for row in rows if row["kind"] == "limit"]
    assert limits
    assert all(row["promise"] == "RP-N-ZHEJIANG" and row["arithmetic"] for row in limits)


def test_without_a_turnaround_none_is_promised(erp: sanbao.Sanbao) -> None:
    erp.do("setting.change", {"name": "rma_turnaround", "value": None}, user="admin")
    erp.do("setting.change", {"name": "rma_guarantee", "value": None}, user="admin")

    number = returned(erp, "K-0001")

    assert set(told(erp, rma=number)) == {"loaner"}
