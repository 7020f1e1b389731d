"""The report of what suppliers pay back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sanbao.i18n import N_
from sanbao.reporting.report import Block, Column, Drawing, Report


def _rated(answer: Any) -> Sequence[Mapping[str, Any]]:
    """Show the share that suppliers accept as a ratio, so that a spreadsheet can format it."""
    return [
        {**row, "rate": row["accepted_percent"] / 100 if row["accepted_percent"] is not None else None}
        for row in answer
    ]


REPORTS = [
    Report(
        "recovery_rate",
        N_("What suppliers pay back"),
        "recovery.rate",
        [
            Block(
                N_("Suppliers"),
                [
                    Column("supplier", title=N_("Supplier")),
                    Column("name", title=N_("Name")),
                    Column("claims", "whole", N_("Claims"), total=True),
                    Column("claimed", "amount", total=True),
                    Column("accepted", "amount", total=True),
                    Column("rejected", "amount", total=True),
                    Column("received", "amount", N_("Received"), total=True),
                    Column("written_off", "amount", N_("Written off"), total=True),
                    Column("open", "amount", N_("Open"), total=True),
                    Column("rate", "percent", N_("Accepted share")),
                    Column("answer_days", "quantity", N_("Days until the answer")),
                ],
                _rated,
                chart=Drawing(
                    "column", N_("What suppliers pay back"), "supplier", ["claimed", "accepted", "received"]
                ),
            )
        ],
        "LED-14, KPI-10",
    ),
]
