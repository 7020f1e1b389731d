"""What the office sees of the work outside: photos by vehicle, what is done next, the way of an event, the pieces of a slip."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from job_yard import PHOTO, furnish, issued, number_of, sent_out

import sanbao
from sanbao.testing import fixed_clock

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
ORDER, EVENT = "IO202406-0001", "IE202406-0001"


def at_work(erp: sanbao.Sanbao) -> None:
    """Let one vehicle of an order have its terminal, and one event be disputed."""
    furnish(erp)
    sent_out(erp, "YB")
    issued(erp, "YB", ["YB-1", "YB-2"])
    line = {"vehicle": "豫YB0001", "serial": "YB-1"}
    erp.do("installation_order.install", {"lines": [line]}, subject=ORDER, user="man.YB")
    said = {"contract": number_of("YB"), "trigger": "complaint", "description": "投诉"}
    event = erp.do("installer_event.report", said, user="ma.li").number
    erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing")
    erp.do("installer_event.notify", {}, subject=event, user="chen.jing")
    answer = {"accepts": "no", "text": "不是我方原因"}
    erp.do("installer_event.answer", answer, subject=event, user="man.YB")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=at_work, clock=clock)


def test_an_order_leads_to_what_its_vehicles_wait_for_and_never_first_to_its_end(sign_in: Any) -> None:
    page = sign_in("chen.jing").get(f"/paper/{ORDER}").text

    first = re.search(r'class="button primary" href="(/do/[^"?]*)', page)
    assert first is not None
    assert first.group(1) in ("/do/installation_order.inspect", "/do/installation_order.notify")
    assert 'class="button primary" href="/do/installation_order.cancel' not in page


def test_the_photos_of_a_vehicle_open_from_its_row(erp: sanbao.Sanbao, sign_in: Any) -> None:
    line = {"vehicle": "豫YB0002", "serial": "YB-2", "photos": [PHOTO, {**PHOTO, "name": "铭牌.jpg"}]}
    erp.do("installation_order.install", {"lines": [line]}, subject=ORDER, user="man.YB")
    browser = sign_in("chen.jing")

    row = re.search(r"<tr>\s*<td[^>]*>豫YB0002.*?</tr>", browser.get(f"/paper/{ORDER}").text, re.DOTALL)

    assert row is not None
    links = re.findall(rf'href="(/paper/{ORDER}/attachment/\d+)\?show=picture"', row.group(0))
    assert len(links) == 2
    assert [browser.get(link).status_code for link in links] == [200, 200]


def test_the_way_of_an_event_leaves_out_what_it_passed_over(sign_in: Any) -> None:
    page = sign_in("chen.jing").get(f"/paper/{EVENT}").text

    way = re.search(r'class="stepper.*?</[ou]l>', page, re.DOTALL)
    assert way is not None
    assert "有异议" in way.group(0) or "Disputed" in way.group(0)
    assert not re.search(
        "逾期未答复|Not answered in time|安装方已认可|Accepted by the installer", way.group(0)
    )


def test_a_slip_shows_its_pieces(sign_in: Any) -> None:
    page = sign_in("chen.jing").get("/paper/TS202406-0001").text

    assert all(serial in page for serial in ("YB-1", "YB-2"))
