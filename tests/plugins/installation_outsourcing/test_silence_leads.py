"""An event's page leads to the installer's silence once his term for an answer is over, and not before (PEN-08)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from job_yard import furnish, number_of
from werkzeug.test import Client

import sanbao
from sanbao.testing import fixed_clock

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
SILENCE, ANSWER = "/do/installer_event.note_silence", "/do/installer_event.answer"


def told(erp: sanbao.Sanbao) -> None:
    """Let the installer be told of a complaint, to be answered within five days."""
    furnish(erp)
    report = {"contract": number_of("YB"), "lot": "A", "trigger": "complaint", "description": "仪表盘异响"}
    event = str(erp.do("installer_event.report", report, user="ma.li").number)
    erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing")
    erp.do("installer_event.notify", {"within": "5d"}, subject=event, user="ma.li")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=told, clock=clock)


def first_button(client: Client) -> str:
    """Return where the button that stands out leads."""
    page = client.get("/paper/IE202406-0001").text
    (address,) = re.findall(r'<a class="button primary" href="([^"?]+)', page)[:1]
    return str(address)


@pytest.mark.parametrize(
    ("day", "login", "leads_to"),
    [
        ("2024-06-08", "chen.jing", ANSWER),
        ("2024-06-09", "chen.jing", SILENCE),
        ("2024-06-09", "man.YB", ANSWER),
    ],
)
def test_a_page_leads_to_the_silence_only_after_the_term(
    erp: sanbao.Sanbao, sign_in: Callable[[str], Client], day: str, login: str, leads_to: str
) -> None:
    erp.clock = fixed_clock(f"{day}T09:00:00+08:00")

    assert first_button(sign_in(login)) == leads_to
