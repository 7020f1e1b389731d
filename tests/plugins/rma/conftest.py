"""The shop that returned pieces come to, with a clock that a test may move."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rma_shop import Clock, shop

import sanbao


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao], clock: Clock) -> sanbao.Sanbao:
    return shop(make_company, clock)
