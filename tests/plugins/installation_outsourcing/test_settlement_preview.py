"""A statement before it is made says what it will say once it is made (INS-02, INS-20)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from job_yard import accepted, furnish, number_of

import sanbao
from sanbao.errors import SanbaoError


def worked(erp: sanbao.Sanbao) -> None:
    """Let four units be accepted and one complaint be verified."""
    furnish(erp)
    accepted(erp, "YB")
    said = {"contract": number_of("YB"), "trigger": "complaint", "description": "投诉", "matter": "m1"}
    event = erp.do("installer_event.report", said, user="ma.li").number
    erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return make_company(plugins=["installation_outsourcing"], prepare=worked)


def ahead(erp: sanbao.Sanbao, user: str = "chen.jing") -> dict[str, Any]:
    found: dict[str, Any] = erp.ask("installer_settlement.preview", {"contract": number_of("YB")}, user=user)
    return found


def made(erp: sanbao.Sanbao) -> tuple[str, list[dict[str, Any]]]:
    """Request the statement; return its number and its lines."""
    number = str(erp.do("installer_payment.request", {"contract": number_of("YB")}, user="chen.jing").number)
    return number, erp.ask("installer_settlement.lines", {"settlement": number}, user="chen.jing")


def test_units_without_confirmation_wait_and_say_so(erp: sanbao.Sanbao) -> None:
    found = ahead(erp)

    assert [one["kind"] for one in found["lines"]] == ["deduction"]
    assert [(one["reason"], one["count"]) for one in found["missing"]] == [("no_manager_confirmation", 4)]
    assert [one["plate"] for one in found["units"]] == [f"豫YB000{n}" for n in range(1, 5)]


def test_the_preview_is_the_statement_that_is_made(erp: sanbao.Sanbao) -> None:
    erp.do("job.confirm", {"contract": number_of("YB")}, user="chen.jing")

    found = ahead(erp)
    number, lines = made(erp)

    # 4 × 150.00 less 5 % of 600.00 for one complaint
    assert found["net"] == Decimal("570.00")
    assert sum(line["amount"] for line in lines) == Decimal("570.00")
    assert found["lines"] == lines
    assert ahead(erp)["open"] == number


def test_a_revoked_unit_is_taken_back_by_the_next_statement_as_foreseen(erp: sanbao.Sanbao) -> None:
    erp.do("job.confirm", {"contract": number_of("YB")}, user="chen.jing")
    first, _lines = made(erp)
    erp.do("installer_settlement.approve", {}, subject=first, user="zhao.min")
    revoked = {"contract": number_of("YB"), "vehicles": ["豫YB0001"], "reason": "信号不稳"}
    erp.do("job.revoke", revoked, user="chen.jing")

    found = ahead(erp)
    _number, lines = made(erp)

    assert (found["net"], found["owed_back"]) == (Decimal(0), Decimal("150.00"))
    assert sum(line["amount"] for line in lines) == Decimal("-150.00")
    assert found["lines"] == lines
    assert (found["earlier"]["count"], found["earlier"]["net"]) == (1, Decimal("570.00"))


def test_looking_ahead_writes_nothing(erp: sanbao.Sanbao) -> None:
    erp.do("job.confirm", {"contract": number_of("YB")}, user="chen.jing")

    assert ahead(erp) == ahead(erp)
    assert ahead(erp)["open"] is None


def test_an_installer_sees_his_own_preview_only(erp: sanbao.Sanbao) -> None:
    assert ahead(erp, "man.YB")["contract"] == number_of("YB")
    with pytest.raises(SanbaoError):
        ahead(erp, "man.YN")
