"""Fixtures of the import wizard."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bringing import Bringer
from offices import Office

sys.path.insert(0, str(Path(__file__).parents[2] / "core" / "tables"))


@pytest.fixture
def bringer(office: Office) -> Bringer:
    """An administrator who imports into a company with the core alone."""
    return Bringer(office, office.sign_in())
