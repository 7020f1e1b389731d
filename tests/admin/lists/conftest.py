"""Offices with lists worth looking at."""

from __future__ import annotations

import pytest
from list_stock import stock, with_claims
from offices import MakeOffice, Office


@pytest.fixture
def listed(make_office: MakeOffice) -> Office:
    """An office over five hundred units; the clerk and the personnel officer can sign in."""
    office = make_office(prepare=stock)
    for login in ("clerk", "hr"):
        office.set_password(login)
    return office


@pytest.fixture
def called(make_office: MakeOffice) -> Office:
    """The same with the warranty plugin and six claims."""
    office = make_office(plugins=["warranty"], prepare=with_claims)
    office.set_password("clerk")
    return office
