"""Every page of the office in a real browser: complete in its language, open to everybody, as wide as the screen."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from browser_office import Office, english_in, hurdles_of, picture, runs_sideways
from playwright.sync_api import Browser, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

#: How many pages of one kind are looked at; lists, reports and forms differ more among themselves than papers do.
PLENTY, FEW = 60, 3
_MANY = ("list", "report", "acting")
#: What is a file or a question of a script, not a page.
_NO_PAGE = re.compile(r"\.(json|xlsx|pdf|png|svg|css|js)$|/api/|/attachment/|/print|/template")


def walk(office: Office, page: Page) -> list[str]:
    """Return the addresses of all pages that can be reached by links, a few of each kind."""
    adapter = office.app.current().url_map.bind("localhost")
    waiting, seen, counts = ["/"], {"/"}, Counter[str]()
    found: list[str] = []
    while waiting:
        address = waiting.pop(0)
        page.goto(office.address + address)
        found.append(address)
        for href in page.eval_on_selector_all(
            "a[href], tr[data-href]",
            "all => all.map(one => one.href || new URL(one.dataset.href, location).href)",
        ):
            parts = urlsplit(href)
            target = parts.path + (f"?{parts.query}" if parts.query and parts.path.startswith("/do/") else "")
            if not href.startswith(office.address) or target in seen or _NO_PAGE.search(parts.path):
                continue
            seen.add(target)
            try:
                endpoint, _values = adapter.match(parts.path, method="GET")
            except (HTTPException, RequestRedirect):
                continue
            counts[endpoint] += 1
            if counts[endpoint] <= (PLENTY if any(word in endpoint for word in _MANY) else FEW):
                waiting.append(target)
    return found


def named(address: str) -> str:
    """Return a file name for the picture of a page."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", address.strip("/")) or "home"


@pytest.fixture(scope="session")
def addresses(office: Office, chromium: Browser) -> list[str]:
    """The pages of the office."""
    return walk(office, office.page(chromium, "admin"))


def test_there_are_as_many_pages_as_we_think(addresses: list[str]) -> None:
    assert len(addresses) > 60
    assert {"/call", "/money/trial-balance", "/set-up", "/import"} <= {
        address.rstrip("/") for address in addresses
    }


def test_every_page_speaks_chinese_and_keeps_nobody_out(
    office: Office, chromium: Browser, addresses: list[str]
) -> None:
    page = office.page(chromium, "admin", language="zh")
    failed: list[str] = []
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    for address in addresses:
        answer = page.goto(office.address + address)
        picture(page, f"zh-{named(address)}")
        failed += [f"{address}: {problem}" for problem in hurdles_of(page)]
        failed += [f"{address}: English: {text}" for text in english_in(page)]
        failed += [f"{address}: {answer.status}"] if answer is None or answer.status >= 400 else []
        failed += [f"{address}: script: {text}" for text in said]
        said.clear()

    assert failed == []


def test_no_page_runs_sideways_on_a_phone_in_the_dark(
    office: Office, chromium: Browser, addresses: list[str]
) -> None:
    page = office.page(chromium, "admin", language="en", theme="dark", width=390)
    failed: list[str] = []

    for address in addresses:
        page.goto(office.address + address)
        picture(page, f"phone-{named(address)}")
        failed += [f"{address}: {runs_sideways(page)} px"] if runs_sideways(page) else []
        failed += [
            f"{address}: {problem}" for problem in hurdles_of(page) if problem.startswith("color-contrast")
        ]

    assert failed == []
