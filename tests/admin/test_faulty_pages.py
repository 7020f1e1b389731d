"""A plugin whose pages are faulty costs its pages, not the office (G3)."""

from __future__ import annotations

import pytest
from offices import MakeOffice

from sanbao_admin import plugin_pages


def _fails(*_given: object) -> None:
    raise RuntimeError("a fault of its own")


@pytest.mark.parametrize("name", ["cards", "pages", "panels"])
def test_what_fails_in_one_plugin_is_left_out_and_named(
    make_office: MakeOffice, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(f"sanbao_warranty.admin.{name}", _fails, raising=False)

    office = make_office(plugins=["warranty"])
    page = office.sign_in("admin").get("/")
    plugin_pages.offered(office.erp, name, None, None)

    assert page.status_code == 200
    assert "a fault of its own" in office.erp.faults["warranty"]


def test_an_admin_module_that_cannot_be_imported_costs_its_pages_alone(
    make_office: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> object:
        raise ImportError(f"{name} wants what is not there")

    monkeypatch.setattr("sanbao_admin.plugin_pages.import_module", refuse)

    office = make_office(plugins=["warranty"])
    page = office.sign_in("admin").get("/call/")

    assert page.status_code == 200
    assert "wants what is not there" in office.erp.faults["warranty"]
