"""A shop of two pumps, and what its people do with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sanbao
from sanbao.decision import Decision
from sanbao.testing import fixed_clock

LAW = {
    "code": "LAW-1Y",
    "version": 1,
    "names": {"zh": "法定一年", "en": "One year by law"},
    "rank": "statutory",
    "start_events": ["invoice"],
    "guarantees": [{"kind": "repair", "term": "1y", "remedies": ["repair"]}],
    "rights": {
        "within": "repair",
        "triggers": [
            {
                "right": "two_repairs",
                "counts": "repairs",
                "at_least": "2",
                "remedies": ["exchange"],
                "rule": "N-04",
            }
        ],
        "answer_within": "10wd",
        "complete_within": "20wd",
        "loaner": {"after_days": "5", "measured_in": "started_days"},
    },
}


def two_pumps(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company at the end of 2026 with two pumps: one with a final test promised, one under a law of one year."""
    clock = fixed_clock("2026-12-30T09:00:00+08:00")
    return make_company(plugins=["warranty"], clock=clock, prepare=furnish_two)


def furnish_two(erp: sanbao.Sanbao) -> None:
    """Let the company have its people, a law, and the two pumps."""
    people = {
        "li.na": "service_manager",
        "chen.jie": "service_clerk",
        "sun.wei": "service_engineer",
        "zhou.qi": "service_head",
        "zhao.min": "finance",
    }
    for login, role in people.items():
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do("profile.publish", {"kind": "warranty", "content": LAW}, user="admin")
    parts = [{"code": "FAN"}, {"code": "MOTOR", "is_key": "yes"}]
    erp.do("product.create", {"code": "PUMP-3", "name": "增压泵", "parts": parts}, user="admin")
    tested = {"serial": "HA-1", "product": "PUMP-3", "accepted_on": "2023-05-10", "agreed_term": "3y"}
    erp.do("unit.register", {**tested, "warranty": "WP-000-FREE"}, user="admin")
    bought = {"serial": "HA-2", "product": "PUMP-3", "invoiced_on": "2024-01-10", "price_paid": "4999.00"}
    erp.do("unit.register", {**bought, "warranty": "LAW-1Y"}, user="admin")


def open_claim(erp: sanbao.Sanbao, unit: str, received_at: str, **said: Any) -> str:
    given = {"unit": unit, "fault": "E07 无压力", "received_at": received_at, **said}
    return str(erp.do("claim.open", given, user="chen.jie").number)


def finish_repair(erp: sanbao.Sanbao, claim: str, since: str, until: str, **said: Any) -> None:
    given = {"started_at": since, "ended_at": until, **said}
    erp.do("claim.finish_repair", given, subject=claim, user="sun.wei")


def covered_until(erp: sanbao.Sanbao, unit: str, at: str, part: str | None = None) -> date | None:
    asked = {"unit": unit, "at": at, **({"part": part} if part else {})}
    decision: Decision = erp.ask("coverage", asked, user="li.na")
    assert decision.chosen is not None
    return decision.chosen.until


def plan_tests(erp: sanbao.Sanbao, first: str = "2026-04-01", last: str = "2026-04-30") -> int:
    planned = erp.do("final_test.plan", {"opens_from": first, "opens_until": last}, user="chen.jie")
    return int(planned.data["planned"])


def due_tests(erp: sanbao.Sanbao) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = erp.ask("final_test.due", user="chen.jie")
    return found
