"""Whose old parts are: the setting keeps those of free repairs, and a word at the bench goes before it (SPR-02)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rma_shop import Clock, returned, shop

import sanbao


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    erp = shop(make_company, Clock())
    erp.do("setting.change", {"name": "rma_keeps_old_parts", "value": True}, user="admin")
    return erp


def repaired(erp: sanbao.Sanbao, **found: Any) -> str:
    """Return a parcel with one piece whose fan was replaced and that is ready to leave."""
    number = returned(erp, "K-0001")
    line = {"line": "1", "in_warranty": "yes", "part": "FAN"}
    erp.do("rma.diagnose", {"lines": [line]}, subject=number, user="bench")
    erp.do("rma.start", subject=number, user="bench")
    erp.do("rma.replace_part", {"line": "1", "part": "FAN", **found}, subject=number, user="bench")
    erp.do("rma.finish", subject=number, user="bench")
    erp.do("rma.check_quality", {"passed": "yes"}, subject=number, user="tester")
    erp.do("rma.issue", {"shipping_mode": "express"}, subject=number, user="clerk")
    return number


def lying(erp: sanbao.Sanbao) -> list[tuple[str, str | None]]:
    """Return the papers on which old parts are in custody, and where they lie."""
    rows = erp.ask("rma.custody", {}, user="admin")
    return [(row["document"][:2], row["place"]) for row in rows if row["product"] == "CAM-8-FAN"]


def test_old_parts_of_free_repairs_stay_with_us_where_the_setting_says_so(erp: sanbao.Sanbao) -> None:
    repaired(erp)

    assert lying(erp) == [("ZP", "DEPOT")]


def test_an_old_part_goes_back_where_somebody_says_so_whatever_the_setting(erp: sanbao.Sanbao) -> None:
    repaired(erp, keep="no")

    assert lying(erp) == [("RM", None)]
