"""Whatever plugins are on, the office starts and every page that its menu names opens."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from offices import MakeOffice

#: A list that each plugin brings.
LISTS = {
    "warranty": "/papers/claim",
    "rma": "/papers/rma",
    "installation_outsourcing": "/papers/installer_contract",
    "training": "/papers/training_session",
    "billing": "/papers/invoice",
}
SERVICE = ("warranty", "rma", "installation_outsourcing", "training")
SUBSETS = [
    *(subset for size in range(len(SERVICE) + 1) for subset in combinations(SERVICE, size)),
    ("billing",),
    ("billing", "warranty"),
    tuple(LISTS),
]
_IN_MENU = re.compile(r'class="menu-item[^"]*" href="([^"]+)"')


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("plugins", SUBSETS, ids=lambda plugins: "+".join(plugins) or "core")
def test_every_page_of_the_menu_opens_with_these_plugins(make_office: MakeOffice, plugins: tuple[str, ...]) -> None:
    office = make_office(plugins=plugins)
    browser = office.sign_in("admin")

    pages = _IN_MENU.findall(browser.get("/").text)
    failed = [page for page in pages if browser.get(page, follow_redirects=True).status_code != 200]

    assert failed == []
    assert {plugin for plugin, address in LISTS.items() if address in pages} == set(plugins)
