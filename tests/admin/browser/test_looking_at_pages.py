"""The look itself: what keeps people out is found in a page's content and around it, also where the rest is known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_office import CONTRAST, hurdles_of
from playwright.sync_api import Browser, Page

_PAGE = """<!DOCTYPE html><html lang="{lang}"><head><title>{title}</title></head><body>
<nav aria-label="Menu"><a href="/" {here}>{menu}</a></nav><main><h1>Parcels</h1>{content}</main></body></html>"""
_GREY = '<p style="color: #ddd; background: #fff">3 parcels</p>'


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page of its own."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def look(page: Page, but: str = "", **parts: str) -> list[str]:
    """Return the rules that a page of these parts breaks."""
    good = {"lang": "en", "title": "Parcels", "here": "", "menu": "Home", "content": "<p>3 parcels</p>"}
    page.set_content(_PAGE.format(**{**good, **parts}))
    return [one.partition(":")[0] for one in hurdles_of(page, but=but)]


def test_what_is_wrong_in_the_content_is_found_within_a_shell_that_was_good(page: Page) -> None:
    assert look(page) == look(page, here='aria-current="page" class="active"') == []

    assert look(page, content=_GREY) == [CONTRAST]
    assert look(page, content='<input name="number">') == ["label"]


def test_what_is_wrong_around_the_content_is_found_though_the_content_was_good(page: Page) -> None:
    assert look(page) == []

    assert look(page, menu='<span style="color: #ddd">Home</span>') == [CONTRAST]
    assert look(page, menu="") == ["link-name"]


def test_what_is_wrong_with_the_whole_page_is_found_within_a_shell_that_was_good(page: Page) -> None:
    assert look(page) == []

    assert look(page, title="") == ["document-title"]
    assert look(page, lang="") == ["html-has-lang"]


def test_a_shell_is_good_for_what_was_asked_of_it_alone(page: Page) -> None:
    pale = '<span style="color: #ccc">Home</span>'
    assert look(page, but=CONTRAST, menu=pale) == []

    assert look(page, menu=pale) == [CONTRAST]
