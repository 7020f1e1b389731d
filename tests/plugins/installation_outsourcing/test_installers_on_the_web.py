"""What programs and the back office show an installer: his own, and of the other one not a letter (INS-14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from job_yard import furnish, issued, number_of, sent_out
from werkzeug.test import TestResponse

import sanbao
from sanbao.testing import fixed_clock
from sanbao_admin import create_app
from sanbao_admin.api import tokens

HIS, FOREIGN = "IO202406-0001", "IO202406-0002"


def at_work(erp: sanbao.Sanbao) -> None:
    """Let both installers have an order, terminals and an event."""
    furnish(erp)
    for code in ("YB", "YN"):
        sent_out(erp, code)
        issued(erp, code, [f"{code}-1"])
        said = {"contract": number_of(code), "trigger": "complaint", "description": f"投诉{code}"}
        erp.do("installer_event.report", said, user="ma.li")


@pytest.fixture
def get(make_company: Callable[..., sanbao.Sanbao]) -> Callable[..., TestResponse]:
    """Ask the interface for programs as the first installer."""
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    erp = make_company(plugins=["installation_outsourcing", "admin"], prepare=at_work, clock=clock)
    app = create_app(erp, TESTING=True)
    until = tokens.today(erp) + timedelta(days=9)
    _row, secret = tokens.create(erp, "man.YB", "test", ["*"], until)

    def call(path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": path}
        client = app.test_client(use_cookies=False)
        return client.open(f"/api/v1{path}", headers=headers, **more)

    return call


@pytest.mark.parametrize(
    ("plural", "prefix"),
    [
        ("installation-orders", "IO"),
        ("terminal-slips", "TS"),
        ("installer-events", "IE"),
        ("installer-contracts", "IC"),
    ],
)
def test_lists_hold_only_his_own_papers(get: Callable[..., TestResponse], plural: str, prefix: str) -> None:
    answer = get(f"/{plural}")

    assert answer.status_code == 200, answer.json
    assert [one["number"] for one in answer.json["items"]] == [f"{prefix}202406-0001"]
    assert "YN" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        "/installation-orders/{}",
        "/documents/{}",
        "/questions/job.list?order={}",
        "/questions/document.timeline?document={}",
    ],
)
def test_the_other_ones_paper_and_one_that_never_was_are_one_answer(
    get: Callable[..., TestResponse], path: str
) -> None:
    def plainly(number: str) -> tuple[int, str]:
        answer = get(path.format(number))
        return answer.status_code, answer.get_data(as_text=True).replace(number, "…")

    foreign, absent = plainly(FOREIGN), plainly("IO202406-9999")

    assert foreign[0] >= 400
    assert foreign[0] == absent[0]
    assert "YN" not in foreign[1]


def test_he_reads_his_own_order(get: Callable[..., TestResponse]) -> None:
    answer = get(f"/installation-orders/{HIS}")

    assert answer.status_code == 200
    assert answer.json["number"] == HIS


def test_nothing_of_the_house_is_open_to_him(get: Callable[..., TestResponse]) -> None:
    for path in ("/partys", "/parties", "/units", "/entries", "/hosts", "/vouchers"):
        assert get(path).status_code in (403, 404), path
