"""An office that is put together again, as when a plugin is switched, answers and links as the first one did."""

from __future__ import annotations

import pytest
from flask import Flask
from offices import Office

from sanbao_admin import create_app


@pytest.fixture
def backend() -> str:
    """One database is enough: no address comes from there."""
    return "sqlite"


def addresses_of(app: Flask) -> set[tuple[str, str, tuple[str, ...], str]]:
    """Return each rule with its endpoint, its parts and what of a path it takes."""
    rules = app.url_map.iter_rules()
    return {(rule.rule, rule.endpoint, tuple(sorted(rule.arguments)), str(rule._parts)) for rule in rules}


def test_it_has_the_same_addresses(office: Office) -> None:
    again = create_app(office.erp, TESTING=True)

    assert addresses_of(again) == addresses_of(office.app)
    assert len(addresses_of(again)) > 500


def test_its_links_are_written_and_read_alike(office: Office) -> None:
    for app in (office.app, create_app(office.erp, TESTING=True)):
        adapter = app.url_map.bind("localhost")

        assert adapter.build("paper.show", {"number": "A 1"}) == "/paper/A%201"
        assert adapter.match("/paper/A 1") == ("paper.show", {"number": "A 1"})
