"""A real browser before a real server: the demonstration company, as its people see it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_office import ARGUMENTS, CHROMIUM, Office, served
from playwright.sync_api import Browser, sync_playwright

from demonstration import Demonstration


@pytest.fixture(scope="session")
def office(demonstrated: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The back office of the demonstration company, to be looked at."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    shutil.copytree(demonstrated.folder, folder)
    with served(folder / "sanbao.sqlite") as office:
        yield office


@pytest.fixture
def own_office(demonstrated: Demonstration, tmp_path: Path) -> Iterator[Office]:
    """The back office of a copy of that company, to work in."""
    shutil.copytree(demonstrated.folder, tmp_path / "demo")
    with served(tmp_path / "demo" / "sanbao.sqlite") as office:
        yield office


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this test run."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
