"""A company with a clock of its own, and a real mail server that it writes by."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import sanbao
from clocks import Clock
from post_office import PostOffice, post_office, write_by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao], clock: Clock) -> sanbao.Sanbao:
    return make_company(clock=clock)


@pytest.fixture
def office(erp: sanbao.Sanbao) -> Iterator[PostOffice]:
    """A mail server that the company writes by."""
    with post_office() as opened:
        write_by(erp, opened.port)
        yield opened
