"""A small company with a clerk, two accountants and a general manager, and its back office."""

from __future__ import annotations

import pytest
from offices import MakeOffice, Office
from trading import PEOPLE, trade


@pytest.fixture
def trading(make_office: MakeOffice) -> Office:
    """An office of a company that has traded for two months, on either database."""
    return make_office(
        plugins=["warranty", "billing"], people=PEOPLE, prepare=trade, founded="2024-06-03T09:00:00+08:00"
    )
