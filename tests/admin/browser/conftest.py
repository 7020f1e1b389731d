"""A real browser before a real server: the demonstration company, as its people see it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_office import ARGUMENTS, CHROMIUM, Office, served
from playwright.sync_api import Browser, sync_playwright

from sanbao import demo


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a company with a year of work behind it."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    demo.run(folder)
    return folder


@pytest.fixture(scope="session")
def office(demonstration: Path) -> Iterator[Office]:
    """The back office of the demonstration company, to be looked at."""
    with served(demonstration / "sanbao.sqlite") as office:
        yield office


@pytest.fixture
def own_office(demonstration: Path, tmp_path: Path) -> Iterator[Office]:
    """The back office of a copy of that company, to work in."""
    shutil.copytree(demonstration, tmp_path / "demo")
    with served(tmp_path / "demo" / "sanbao.sqlite") as office:
        yield office


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this test run."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
