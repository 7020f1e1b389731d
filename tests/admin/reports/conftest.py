"""A company that has worked for some months of the demo's year, for looking only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from offices import CHEAP, Office

import sanbao
from made_once import made_once
from sanbao.demo import register
from sanbao.demo.company import COMPANY, FILE, PLUGINS, START, TODAY
from sanbao.importing.running import run
from sanbao.story import perform
from sanbao.story.reading import read as read_story
from sanbao.tables import read
from sanbao_admin import create_app

#: Until May: calls, repairs, charges, invoices, payments, a provision, five closed months.
MONTHS = 6


@pytest.fixture(scope="session")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of that company; nobody may change anything in it."""
    folder = tmp_path_factory.mktemp("working") / "company"
    shutil.copytree(made_once(tmp_path_factory, "working", _work), folder)
    erp = sanbao.open(f"sqlite:///{folder / FILE}", clock=lambda: TODAY)
    office = Office(erp, create_app(erp, TESTING=True, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=CHEAP))
    for login in ("admin", "zhao.min", "li.na"):
        office.set_password(login)
    yield office
    erp.close()


def _work(folder: Path) -> None:
    """Make the company in a folder, import its register, play its first months."""
    folder.mkdir()
    plugins = (*PLUGINS, "admin")
    erp = sanbao.create(f"sqlite:///{folder / FILE}", company=COMPANY, plugins=plugins, clock=lambda: START)
    workbook = folder / "register.xlsx"
    workbook.write_bytes(register.workbook(erp.registry))
    assert run(erp, "register", read(workbook), user="admin").ok
    erp.clock = lambda: TODAY
    months = sorted(files("sanbao.demo").joinpath("year").iterdir(), key=lambda file: file.name)[:MONTHS]
    assert perform(read_story("".join(month.read_text(encoding="utf-8") for month in months)), erp).ok
    erp.close()
