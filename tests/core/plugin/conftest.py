"""Companies with the toys and the broken plugins within reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import plugin_toys
import pytest
import sanbao_echo

import sanbao


@pytest.fixture
def company(make_company: Callable[..., sanbao.Sanbao]) -> Callable[..., sanbao.Sanbao]:
    """Make a company that could enable any toy."""

    def make(*plugins: str, **facts: Any) -> sanbao.Sanbao:
        return make_company(sources=plugin_toys.SOURCES, plugins=plugins, **facts)

    return make


@pytest.fixture
def echo() -> Iterator[Any]:
    """The toy that answers every hook, with an empty memory."""
    sanbao_echo.heard.clear()
    sanbao_echo.answers.clear()
    yield sanbao_echo
    sanbao_echo.heard.clear()
    sanbao_echo.answers.clear()
