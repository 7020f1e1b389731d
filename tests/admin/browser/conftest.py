"""A real browser before a real server: the demonstration company, as its people see it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_office import ARGUMENTS, CHROMIUM, Office
from playwright.sync_api import Browser, sync_playwright
from waitress import create_server

import sanbao
from sanbao import demo
from sanbao.demo.company import TODAY
from sanbao_admin.serving import Renewing, prepare


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a company with a year of work behind it."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    demo.run(folder)
    return folder


@pytest.fixture(scope="session")
def office(demonstration: Path) -> Iterator[Office]:
    """The back office of the demonstration company, on a port of its own."""
    erp = sanbao.open(f"sqlite:///{demonstration / 'sanbao.sqlite'}", clock=lambda: TODAY)
    prepare(erp)
    office = Renewing(erp, WTF_CSRF_TIME_LIMIT=None)
    server = create_server(office, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Office(erp, office, f"http://127.0.0.1:{server.effective_port}")
    server.close()
    erp.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this test run."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
