"""The reports on spare parts and loan units; data only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sanbao.i18n import N_
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import Check, rows_of

_PRODUCT = (Column("product"), Column("name", title=N_("Name")))


def _books(answer: Any) -> Sequence[Check]:
    """Hold the whole list against the account; a part of it has no counterpart in the books."""
    return [Check("value", N_("By the books"), answer["balance"])] if answer["balance"] is not None else []


REPORTS = [
    Report(
        "spare_stock",
        N_("Spare parts in stock"),
        "spare.stock",
        [
            Block(
                N_("Spare parts in stock"),
                [
                    *_PRODUCT,
                    Column("place"),
                    Column("quantity", "quantity", total=True),
                    Column("average", "text", N_("Average price")),
                    Column("value", "amount", N_("Value"), total=True),
                ],
                rows_of("rows"),
                checks=_books,
            )
        ],
        "SPR-04, LED-02",
    ),
    Report(
        "spare_movements",
        N_("Movements of a part"),
        "spare.movements",
        [
            Block(
                N_("Movements of a part"),
                [
                    Column("day", "day"),
                    Column("document"),
                    Column("summary", title=N_("Summary")),
                    Column("place"),
                    Column("came", "quantity", N_("In"), total=True),
                    Column("went", "quantity", N_("Out"), total=True),
                    Column("left", "quantity", N_("Left")),
                    Column("amount", "amount", total=True),
                ],
            )
        ],
        "SPR-07",
    ),
    Report(
        "spare_shortages",
        N_("Spare parts that are short"),
        "spare.shortages",
        [
            Block(
                N_("Spare parts that are short"),
                [
                    Column("place"),
                    *_PRODUCT,
                    Column("there", "quantity", N_("There")),
                    Column("coming", "quantity", N_("On its way")),
                    Column("minimum", "quantity", N_("Minimum")),
                    Column("missing", "quantity", N_("Missing")),
                    Column("proposed", "quantity", N_("To buy")),
                    Column("supplier", title=N_("Supplier")),
                ],
            )
        ],
        "SPR-04",
    ),
    Report(
        "loans_out",
        N_("Loan units out"),
        "rma_loan.out",
        [
            Block(
                N_("Loan units out"),
                [
                    Column("document", title=N_("Loan slip")),
                    Column("unit"),
                    *_PRODUCT[:1],
                    Column("party"),
                    Column("name", title=N_("Name")),
                    Column("phone"),
                    Column("case", title=N_("Case that it is for")),
                    Column("lent_on", "day", N_("Lent on")),
                    Column("due_on", "day", N_("Due on")),
                    Column("days", "whole"),
                    Column("late", "whole", N_("Days late")),
                    Column("cost", "amount", N_("Stands at"), total=True),
                ],
            )
        ],
        "LON-03, LED-22",
    ),
    Report(
        "old_parts_awaited",
        N_("Old parts awaited or held"),
        "old_part.awaited",
        [
            Block(
                N_("Old parts awaited or held"),
                [
                    Column("document", title=N_("Zero-price order")),
                    Column("case", title=N_("Case that it is for")),
                    Column("reference", title=N_("Reference")),
                    Column("party"),
                    Column("supplier", title=N_("Supplier")),
                    *_PRODUCT,
                    Column("quantity", "quantity"),
                    Column("awaited", "quantity", N_("Awaited")),
                    Column("held", "quantity", N_("Held")),
                    Column("place"),
                    Column("to_sales", "quantity", N_("Told to sales")),
                    Column("ordered_on", "day", N_("Ordered on")),
                    Column("days", "whole"),
                ],
            )
        ],
        "SPR-02, PUR-13, LED-10",
    ),
]
