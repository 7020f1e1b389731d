"""Companies with an interface for programs."""

from __future__ import annotations

import pytest
from api_program import Program, program, stock
from offices import MakeOffice, Office


@pytest.fixture
def shop(make_office: MakeOffice) -> Office:
    """A company with warranty and billing, people, a customer and units, on either database."""
    return make_office(plugins=["warranty", "billing"], prepare=stock)


@pytest.fixture
def admin(shop: Office) -> Program:
    """A program with all rights of an administrator."""
    return program(shop)
