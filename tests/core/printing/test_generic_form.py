"""The core's own form: a paper whose plugin is away, or brings no form, is printed from what was kept."""

from __future__ import annotations

from typing import Any

import pytest

import sanbao
from sanbao.plugin import lifecycle
from sanbao.printing.papers import NoForm, html_of


@pytest.fixture
def with_claim(make_company: Any) -> tuple[sanbao.Sanbao, str]:
    """A company with one claim, on both databases."""
    erp = make_company(plugins=["warranty"])
    erp.do("product.create", {"code": "P", "name": "增压泵", "key_parts": "PLC"}, user="admin")
    unit = {"serial": "HA-1", "product": "P", "accepted_on": "2024-02-29", "warranty": "WP-000-3Y5Y"}
    erp.do("unit.register", unit, user="admin")
    call = {"unit": "HA-1", "caller": "孙经理", "fault": "E07 <无压力>", "part": "PLC", "cause": "process"}
    claim = erp.do("claim.open", call, user="admin")
    assert claim.number is not None
    return erp, claim.number


def printed(erp: sanbao.Sanbao, number: str, **chosen: Any) -> str:
    with erp.reading("admin") as work:
        return html_of(work, number, **chosen)


def test_a_paper_stays_printable_when_its_plugin_is_off(with_claim: tuple[sanbao.Sanbao, str]) -> None:
    erp, number = with_claim
    lifecycle.disable(erp, "warranty")

    html = printed(erp, number, languages=("en",))

    assert all(word in html for word in (number, "Decided", "孙经理", "E07", "claim.open", "workmanship"))
    assert "printed from what was kept" in html
    assert "&lt;无压力&gt;" in html


def test_the_plugins_own_form_comes_first_and_the_cores_on_demand(with_claim: tuple[sanbao.Sanbao, str]) -> None:
    erp, number = with_claim

    own, general = printed(erp, number), printed(erp, number, form="document", languages=("en",))

    assert "逐项核对的质保承诺" in own
    assert "What it records" in general
    assert "printed from what was kept" not in general


def test_what_is_no_paper_has_no_form_of_the_core(with_claim: tuple[sanbao.Sanbao, str]) -> None:
    erp, _number = with_claim
    lifecycle.disable(erp, "warranty")

    with pytest.raises(NoForm, match="document"):
        printed(erp, "HA-1")
