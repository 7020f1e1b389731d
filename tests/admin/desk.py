"""A service desk for tests of the pages: a pump with promises, customers, people with roles."""

from __future__ import annotations

from typing import Any

from offices import MakeOffice, Office

import sanbao
from sanbao.testing import fixed_clock

NOW = "2026-03-03T09:30:00+08:00"
PEOPLE = {
    "li.na": ["service_manager"],
    "clerk": ["service_clerk"],
    "zhao.min": ["finance"],
    "hr1": ["hr"],
    "eng": ["service_engineer"],
}


def furnish(erp: sanbao.Sanbao) -> None:
    """Let the company have a pump with a key part at a hospital, and one unit of which nothing is promised."""
    product = {
        "code": "PUMP-3",
        "name": "增压泵",
        "key_parts": "PLC",
        "parts": [{"code": "FAN", "name": "风扇"}],
    }
    erp.do("product.create", product, user="admin")
    erp.do("party.create", {"code": "C1", "name": "滨江人民医院", "phone": "0571-88886601"}, user="admin")
    erp.do("site.create", {"code": "ST1", "name": "住院楼泵房", "party": "C1"}, user="admin")
    erp.do("host.create", {"code": "V1", "plate": "浙B·12345"}, user="admin")
    unit = {
        "serial": "HA-00012345",
        "product": "PUMP-3",
        "customer": "C1",
        "site": "ST1",
        "order_no": "SO-77",
        "delivered_on": "2023-05-01",
    }
    more: dict[str, Any] = {"accepted_on": "2023-05-10"}
    if "warranty" in erp.registry.plugins:
        more["warranty"] = "WP-000-3Y5Y"
    erp.do("unit.register", {**unit, **more}, user="admin")
    erp.do("unit.register", {"serial": "HA-00067890", "product": "PUMP-3", "host": "V1"}, user="admin")


def desk(make_office: MakeOffice, *plugins: str, **facts: Any) -> Office:
    """Return the office of such a company with these plugins, and people who can sign in."""
    return make_office(plugins=list(plugins), prepare=furnish, people=PEOPLE, clock=fixed_clock(NOW), **facts)


def in_english(office: Office, login: str) -> Any:
    """Return a browser of a person who reads English."""
    return _in(office, login, "en")


def in_chinese(office: Office, login: str) -> Any:
    """Return a browser of a person who reads Chinese."""
    return _in(office, login, "zh")


def _in(office: Office, login: str, language: str) -> Any:
    browser = office.sign_in(login)
    from reading import page_of

    token = page_of(browser.get("/find")).token
    browser.post("/account/language", data={"csrf_token": token, "language": language, "next": "/find"})
    return browser
