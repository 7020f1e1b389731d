"""What the browser tests share: the served office, signing in by hand, and what every page must fulfil."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from waitress import create_server

import sanbao
from sanbao.demo.company import TODAY
from sanbao_admin.serving import Renewing, prepare
from sanbao_admin.signing_in import accounts
from sizes import THOROUGH

CHROMIUM = os.environ.get("SANBAO_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Where pictures of the pages are left for whoever wants to look: SANBAO_PICTURES=artefacts; nowhere without it.
PICTURES = os.environ.get("SANBAO_PICTURES")
PASSWORD = "a quiet sentence for tests"
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
#: Three English words in a row are a sentence; names of records, codes and what is marked as English are none.
_SENTENCE = re.compile(r"\b[A-Za-z][a-z]{2,} [a-z]{2,} [a-z]{2,}\b")
_VISIBLE_TEXT = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("code, pre, script, style, kbd, textarea, [lang=en], [data-typed]")) continue;
    const text = walker.currentNode.textContent.trim();
    if (text) found.push(text);
  }
  return found;
}"""

#: What stands around the content of a page: the same on hundreds of pages, but for its tokens and the place in the menu.
_SHELL = """() => {
  const root = document.documentElement;
  const body = document.body.cloneNode(true);
  body.querySelectorAll("main, script").forEach(one => one.remove());
  body.querySelectorAll("input[type=hidden]").forEach(one => one.removeAttribute("value"));
  body.querySelectorAll("[aria-current]").forEach(one => {
    one.removeAttribute("aria-current");
    one.classList.remove("active");
  });
  const sheets = [...document.styleSheets].map(one => one.href);
  return JSON.stringify([root.lang, {...root.dataset}, innerWidth, sheets, body.outerHTML]);
}"""
#: Rules of a page as a whole, which its content alone would not be asked.
_OF_A_PAGE = ("document-title", "html-has-lang", "html-lang-valid", "meta-viewport", "meta-refresh", "bypass")
#: The rule that takes three quarters of a look.
CONTRAST = "color-contrast"
_AXE = Axe()
#: What was looked at around the content of pages in this run, by what it was asked, and kept nobody out.
_GOOD_SHELLS: set[tuple[tuple[str, ...], str, str]] = set()


@dataclass
class Clock:
    """The present, as the test says."""

    now: datetime = TODAY

    def __call__(self) -> datetime:
        """Return the present."""
        return self.now


@dataclass
class Office:
    """The served back office."""

    erp: sanbao.Sanbao
    app: Renewing
    address: str
    clock: Clock
    known: set[str] = field(default_factory=set)

    def page(
        self, chromium: Browser, login: str, *, language: str = "zh", theme: str = "light", width: int = 1440
    ) -> Page:
        """Return a browser page on which this person has just signed in, by hand like everybody."""
        if login not in self.known:
            accounts.set_password(self.erp, login, PASSWORD, must_change=False)
            self.known.add(login)
        context = chromium.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844}, locale=LANGUAGES[language]
        )
        context.add_cookies([{"name": "theme", "value": theme, "url": self.address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(self.address + "/sign-in")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.click("button.primary")
        page.wait_for_load_state()
        self.speak(page, language)
        return page

    def speak(self, page: Page, language: str) -> None:
        """Let the person's office speak this language."""
        wanted = "zh-Hans" if language == "zh" else "en"
        if page.get_attribute("html", "lang") != wanted:
            page.click("details.dropdown summary")
            page.click(f'.dropdown-panel button[name="language"][value="{language}"]')
            page.wait_for_load_state()


@contextmanager
def served(database: Path) -> Iterator[Office]:
    """Serve the back office of a company on a port of its own."""
    clock = Clock()
    erp = sanbao.open(f"sqlite:///{database}", clock=clock)
    prepare(erp)
    app = Renewing(erp, SANBAO_SECURE=False)
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Office(erp, app, f"http://127.0.0.1:{server.effective_port}", clock)
    finally:
        _end(server, thread)
        erp.close()


def _end(server: Any, thread: threading.Thread) -> None:
    """Let a server end: its loop does once it has nothing to listen to; then what was open is closed."""
    listened: list[Any] = []

    def forget() -> None:
        listened.extend(server._map.values())
        server._map.clear()

    server.trigger.pull_trigger(forget)
    thread.join(timeout=10)
    server.task_dispatcher.shutdown()
    for one in listened:
        if one not in (server, server.trigger):
            one.close()
    server.close()


def act(page: Page, operation: str, subject: str = "", **fields: str) -> None:
    """Do an operation as people do: press its button, fill the form in, press the button of the form."""
    link = page.locator(f'main a[href^="/do/{operation}?"], main a[href="/do/{operation}"]').first
    if not link.is_visible():
        link.locator("xpath=ancestor::details[1]/summary").click()
    link.click()
    for name, value in fields.items():
        field_name = name.replace("__", ".")
        if re.search(r"\.[1-9]\d*\.", field_name) and not page.locator(f'[name="{field_name}"]').count():
            page.click("[data-add-row]")
        one = page.locator(f'[name="{field_name}"]').last
        kind = one.evaluate("one => one.tagName + (one.type || '')")
        if kind.startswith("SELECT"):
            one.select_option(value)
        elif kind.endswith("checkbox"):
            one.set_checked(value == "yes")
        elif kind.endswith("file"):
            one.set_input_files(value)
        else:
            one.fill(value)
    page.keyboard.press("Escape")  # a list of proposals must not cover the button
    with page.expect_navigation():
        page.click('button[name="act"][value="do"]')
    assert "/do/" not in page.url, page.inner_text("main")


def english_in(page: Page) -> list[str]:
    """Return the English sentences that are visible on a page."""
    texts: list[str] = page.evaluate(_VISIBLE_TEXT)
    return [text for text in texts if _SENTENCE.search(text)]


def hurdles_of(page: Page, *only: str, but: str = "") -> list[str]:
    """Return what keeps people out of a page, as axe finds it: serious and critical ones, of all rules or some.

    What stands around the content is looked at until it was found good; a gate looks at it on every page.
    """
    # What passes would be described element by element, which takes as long as looking.
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    options |= {"rules": {but: {"enabled": False}}} if but else {}
    asked = {**options, "runOnly": list(only)} if only else options
    shell = (only, but, page.evaluate(_SHELL))
    _bring_axe(page)
    if shell in _GOOD_SHELLS and not THOROUGH:
        found = _violations(page, "main", asked)
        return found if only else found + _violations(page, "document", {**options, "runOnly": _OF_A_PAGE})
    if found := _violations(page, "document", asked):
        return found
    _GOOD_SHELLS.add(shell)
    return []


def _bring_axe(page: Page) -> None:
    """Let a page know axe, and those that follow it in its context know it from the start: sending it takes longer."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.axe_script)
        page.context.add_init_script(_AXE.axe_script)


def _violations(page: Page, where: str, options: dict[str, Any]) -> list[str]:
    ask = "([where, options]) => axe.run(where === 'document' ? document : where, options)"
    found: Any = page.evaluate(ask, [where, options])
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def runs_sideways(page: Page) -> int:
    """Return by how many pixels a page is wider than the screen."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(0, width)


def picture(page: Page, name: str) -> None:
    """Leave a picture of the page for whoever has asked for pictures: taking one is half of a visit."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
