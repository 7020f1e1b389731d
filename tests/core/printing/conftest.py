"""What the tests of the printing room share: one warm printer, and Chinese for the sample form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sanbao import i18n
from sanbao.printing import Printer


@pytest.fixture(scope="session")
def printer() -> Iterator[Printer]:
    with Printer(workers=2) as shared:
        yield shared


@pytest.fixture
def chinese() -> Iterator[None]:
    i18n.add_catalogue("sample_forms")
    yield
    i18n._packages.remove("sample_forms")
    i18n._catalogue.cache_clear()
