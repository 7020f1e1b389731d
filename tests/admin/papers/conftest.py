"""A year of a company's papers, made once; every test looks at it, none changes it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from offices import CHEAP, Office

import sanbao
from demonstration import Demonstration
from sanbao.demo.company import TODAY
from sanbao_admin import create_app
from sanbao_admin.serving import prepare


@pytest.fixture(scope="session")
def year_office(demonstrated: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The back office of the demonstration company, with a clerk who has no business with the books."""
    folder = tmp_path_factory.mktemp("papers") / "demo"
    shutil.copytree(demonstrated.folder, folder)
    erp = sanbao.open(f"sqlite:///{folder / 'sanbao.sqlite'}", clock=lambda: TODAY)
    prepare(erp)
    office = Office(erp, create_app(erp, TESTING=True, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=CHEAP))
    office.set_password("admin")
    office.add("clerk", ["service_clerk"])
    office.add("manager", ["service_manager"])
    erp.do("user.create", {"login": "boss", "roles": "administrator", "locale": "en"}, user="admin")
    office.set_password("boss")
    yield office
    erp.close()
