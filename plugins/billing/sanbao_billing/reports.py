"""The reports that the billing plugin brings; data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sanbao.i18n import N_, _
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import Drawing
from sanbao_billing.rules.ageing import NOT_DUE

_NAMED = ("party", "name", "total")
_TITLES = {NOT_DUE: N_("Not due yet")}


def _buckets(answer: Any) -> list[str]:
    """Return the buckets of the answer: they are the company's own."""
    return list(dict.fromkeys(name for row in answer for name in row if name not in _NAMED))


def _ageing_columns(answer: Any) -> Sequence[Column]:
    buckets = _buckets(answer)
    return [
        Column("party"),
        Column("name", title=N_("Name")),
        *(Column(name, "amount", _TITLES.get(name, name), total=True) for name in buckets),
        Column(
            "total", "amount", N_("Total"), total=True, formula=" + ".join(f"{{{name}}}" for name in buckets)
        ),
    ]


def _by_bucket(answer: Any) -> Sequence[Mapping[str, Any]]:
    return [
        {"bucket": _(_TITLES.get(name, name)), "amount": sum((row[name] for row in answer), Decimal(0))}
        for name in _buckets(answer)
    ]


REPORTS = [
    Report(
        "ageing",
        N_("Ageing"),
        "ageing.report",
        [
            Block(N_("By party"), _ageing_columns),
            Block(
                N_("By age"),
                [Column("bucket", title=N_("Days late")), Column("amount", "amount", total=True)],
                _by_bucket,
                chart=Drawing("column", N_("Ageing"), "bucket", ["amount"]),
            ),
        ],
        "LED-26",
    ),
    Report(
        "dunning",
        N_("What is overdue"),
        "dunning.list",
        [
            Block(
                N_("What is overdue"),
                [
                    Column("party"),
                    Column("name", title=N_("Name")),
                    Column("phone"),
                    Column("document"),
                    Column("due_on", "day", N_("Due on")),
                    Column("days", "whole", N_("Days late")),
                    Column("reminder", "whole", N_("Reminders due")),
                    Column("open", "amount", N_("Open"), total=True),
                ],
            )
        ],
        "LED-26",
    ),
    Report(
        "open_items_footing",
        N_("Open items against the books"),
        "item.footing",
        [
            Block(
                N_("Open items against the books"),
                [
                    Column("account"),
                    Column("role"),
                    Column("items", "whole", N_("Items")),
                    Column("open", "amount", N_("Open"), total=True),
                    Column("balance", "amount", total=True),
                    Column(
                        "difference", "amount", N_("Difference"), total=True, formula="{open} - {balance}"
                    ),
                ],
                lambda answer: [{**row, "difference": row["open"] - row["balance"]} for row in answer],
            )
        ],
        "LED-26, LED-27",
    ),
]
