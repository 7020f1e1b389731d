"""Every page of the office in a real browser: complete in its language, open to everybody, as wide as the screen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from browser_office import CONTRAST, Office, english_in, hurdles_of, picture, runs_sideways
from playwright.sync_api import Browser, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from sizes import THOROUGH

#: How many pages of one kind are looked at; lists, reports and forms differ more among themselves than papers do.
PLENTY, FEW = 60, 2
_MANY = ("list", "report", "acting")
#: On a phone every third page is looked at in every run, each of them at a gate.
PHONE_STEP = 1 if THOROUGH else 3
#: What is a file or a question of a script, not a page.
_NO_PAGE = re.compile(r"\.(json|xlsx|pdf|png|svg|css|js)$|/api/|/attachment/|/print|/template")

_LINKS = """() => [...new Set([...document.querySelectorAll("a[href], tr[data-href]")].map(
  one => new URL(one.getAttribute("href") || one.dataset.href, location).href
))]"""


@dataclass(frozen=True)
class Walk:
    """Every page that links lead to, a few of each kind, and what is wrong with them."""

    addresses: list[str]
    failed: list[str]


def walk(office: Office, page: Page) -> Walk:
    """Follow the links from the first page on, and look at each page on the way."""
    adapter = office.app.current().url_map.bind("localhost")
    waiting, seen, counts = ["/"], {"/"}, Counter[str]()
    found = Walk([], [])
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    while waiting:
        address = waiting.pop(0)
        answer = page.goto(office.address + address)
        # Contrast, which takes longest, is looked at in one of the two lights; at a gate in both.
        is_dark_later = not THOROUGH and len(found.addresses) % PHONE_STEP == 0
        found.addresses.append(address)
        found.failed.extend(f"{address}: {one}" for one in problems_of(page, is_dark_later))
        found.failed.extend(f"{address}: script: {text}" for text in said)
        said.clear()
        if answer is None or answer.status >= 400:
            found.failed.append(f"{address}: {answer.status if answer else 'no answer'}")
        for target in links_of(page, office.address):
            if target in seen:
                continue
            seen.add(target)
            try:
                endpoint, _values = adapter.match(target.partition("?")[0], method="GET")
            except (HTTPException, RequestRedirect):
                continue
            counts[endpoint] += 1
            if counts[endpoint] <= (PLENTY if any(word in endpoint for word in _MANY) else FEW):
                waiting.append(target)
    return found


def problems_of(page: Page, is_dark_later: bool) -> list[str]:
    """Return what keeps people out of a page, and what is not in its language."""
    picture(page, f"zh-{named(page.url)}")
    return [
        *hurdles_of(page, but=CONTRAST if is_dark_later else ""),
        *(f"English: {text}" for text in english_in(page)),
    ]


def links_of(page: Page, office: str) -> Iterator[str]:
    """Yield the addresses of pages that a page links to; of what is asked only an operation's fields are kept."""
    for href in page.evaluate(_LINKS):
        parts = urlsplit(href)
        if href.startswith(office) and not _NO_PAGE.search(parts.path):
            yield parts.path + (f"?{parts.query}" if parts.query and parts.path.startswith("/do/") else "")


def named(address: str) -> str:
    """Return a file name for the picture of a page."""
    path = re.sub(r"^http://[^/]+", "", address)
    return re.sub(r"[^A-Za-z0-9.-]+", "_", path.strip("/")) or "home"


@pytest.fixture(scope="session")
def walked(office: Office, chromium: Browser) -> Walk:
    """The pages of the office, as a Chinese administrator finds them."""
    return walk(office, office.page(chromium, "admin"))


def test_there_are_as_many_pages_as_we_think(walked: Walk) -> None:
    assert len(walked.addresses) > 60
    known = {address.rstrip("/") for address in walked.addresses}
    assert {"/call", "/money/trial-balance", "/set-up", "/import"} <= known


def test_every_page_speaks_chinese_and_keeps_nobody_out(walked: Walk) -> None:
    assert not walked.failed, "\n".join(walked.failed)


def test_no_page_runs_sideways_on_a_phone_in_the_dark(
    office: Office, chromium: Browser, walked: Walk
) -> None:
    page = office.page(chromium, "admin", language="en", theme="dark", width=390)
    failed: list[str] = []

    for address in walked.addresses[::PHONE_STEP]:
        page.goto(office.address + address)
        picture(page, f"phone-{named(address)}")
        failed += [f"{address}: {runs_sideways(page)} px"] if runs_sideways(page) else []
        failed += [f"{address}: {one}" for one in hurdles_of(page, CONTRAST)]

    assert not failed, "\n".join(failed)
