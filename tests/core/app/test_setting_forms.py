"""A setting that nobody could read is refused while it is typed, and what it is kept as stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import sanbao
from sanbao.errors import Invalid
from sanbao.i18n import use_locale

pytestmark = pytest.mark.either_backend

PLUGINS = ["warranty", "billing", "rma", "installation_outsourcing", "training"]


@pytest.fixture
def whole(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return make_company(plugins=PLUGINS)


def _value(erp: sanbao.Sanbao, name: str) -> Any:
    return next(row["value"] for row in erp.ask("setting.list", user="admin") if row["name"] == name)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("rma_turnaround", "soon", "5wd"),
        ("rma_turnaround", "0x", "5wd"),
        ("rma_guarantee", "a while", "1y6m"),
        ("rma_turnaround_right", "exchange, money", "refund"),
        ("rma_return_months", "2.5", "whole number"),
        ("rma_return_months", "-1", "whole number"),
        ("rma_urgent_within", "tomorrow", "30min"),
        ("rma_parts_price", "free", "cost"),
        ("rma_label_sizes", {"loaner": "90x90"}, "60x40"),
        ("rma_adjustment_limit", "-1.00", "less than nothing"),
        ("billing_terms", "next week", "15d"),
        ("billing_buckets", "60,30", "30,60,90"),
        ("billing_reminders", "soon", "7,30,60"),
        ("training_reminders", "90 days", "90,30,7"),
        ("outsourcing_settle_day", "32", "31"),
        ("outsourcing_payable", "BANK", "GRIR"),
        ("outsourcing_withdrawal_term", "later", "15d"),
        ("provision_contra", "BANK", "SALES_COST"),
        ("claim_recognition", "on_fling", "on_filing"),
        ("result_carried_each", "week", "month"),
        ("closing_stops", {"closing.drafts": "maybe"}, "yes"),
        ("goodwill_limits", {"service_head": "five"}, "5000.00"),
        ("goodwill_limits", {"service_head": "-5"}, "less than nothing"),
        ("labour_rate", "-60", "less than nothing"),
        ("quote_validity_days", "0", "whole number"),
    ],
)
def test_a_value_that_nobody_could_read_is_refused_with_what_is_right(
    whole: sanbao.Sanbao, name: str, value: object, told: str
) -> None:
    before = _value(whole, name)

    with use_locale("en"), pytest.raises(Invalid) as refused:
        whole.do("setting.change", {"name": name, "value": value}, user="admin")

    assert list(refused.value.fields) == ["value"]
    with use_locale("en"):
        assert told in str(refused.value)
    assert _value(whole, name) == before


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("rma_turnaround", "5wd", "5wd"),
        ("rma_turnaround", None, ""),
        ("rma_turnaround_right", "exchange, refund", "exchange, refund"),
        ("billing_terms", "eom+15d", "eom+15d"),
        ("training_reminders", "60, 14", "60, 14"),
        ("outsourcing_settle_day", "31", 31),
        ("closing_stops", {"closing.drafts": "yes"}, {"closing.drafts": "yes"}),
        ("goodwill_limits", {}, {}),
    ],
)
def test_a_value_that_is_written_well_is_kept(
    whole: sanbao.Sanbao, name: str, value: object, kept: object
) -> None:
    whole.do("setting.change", {"name": name, "value": value}, user="admin")

    assert _value(whole, name) == kept


def test_every_default_has_the_form_that_it_asks_for(whole: sanbao.Sanbao) -> None:
    formed = [one for one in whole.registry.settings.values() if one.form is not None]

    for one in formed:
        if one.default not in ("", [], {}):
            assert one.form is not None
            one.form(one.default)

    assert len(formed) > 30
