"""The reports that the warranty plugin brings; data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sanbao.i18n import N_, _
from sanbao.reporting import Block, Check, Column, Report
from sanbao.reporting.catalogue import cost_block
from sanbao.reporting.report import Drawing, rows_of


def _in_books(answer: Any) -> Sequence[Check]:
    return [Check("closing", N_("In the books"), answer["ledger"])]


def _sides(answer: Any) -> Sequence[Mapping[str, Any]]:
    """Show a trial's figures one below the other."""
    names = {
        "units": N_("Units looked at"),
        "gained": N_("Units that gain"),
        "lost": N_("Units that lose"),
        "days_gained": N_("Days gained"),
        "days_lost": N_("Days lost"),
    }
    return [{"what": _(title), "count": Decimal(answer[name])} for name, title in names.items()]


def _money(answer: Any) -> Sequence[Mapping[str, Any]]:
    names = {
        "cost_more": N_("Cases that we would have borne too"),
        "cost_less": N_("Cases that we would not have borne"),
        "cost_of_a_month": N_("A unit under warranty cost in a month"),
        "expected": N_("Expected for the changed months"),
    }
    return [{"what": _(title), "amount": answer[name]} for name, title in names.items()]


_MOVES = (
    Column("opening", "amount", total=True),
    Column("accrued", "amount", N_("Accrued"), total=True),
    Column("trued_up", "amount", N_("Trued up"), total=True),
    Column("used", "amount", N_("Used"), total=True),
    Column("released", "amount", N_("Released"), total=True),
    Column("other", "amount", N_("Other"), total=True),
    Column(
        "closing",
        "amount",
        total=True,
        formula="{opening} + {accrued} + {trued_up} - {used} - {released} + {other}",
    ),
)

REPORTS = [
    Report(
        "cost_by_fault",
        N_("Cost by fault"),
        "warranty.cost_by_fault",
        [cost_block(N_("Fault code"))],
        "LED-26, KPI-10",
    ),
    Report(
        "exposure",
        N_("What is still promised"),
        "warranty.exposure",
        [
            Block(
                N_("By promise"),
                [
                    Column("promise"),
                    Column("version", "whole"),
                    Column("kind"),
                    Column("units", "whole", total=True),
                ],
                rows_of("promises"),
                chart=Drawing("bar", N_("Units under each promise"), "promise", ["units"]),
            ),
            Block(
                N_("By quarter of ending"),
                [
                    Column("quarter", title=N_("Quarter")),
                    Column("promise"),
                    Column("units", "whole", total=True),
                ],
                rows_of("ends"),
                chart=Drawing("column", N_("Terms that end"), "quarter", ["units"]),
            ),
        ],
        "W-18",
    ),
    Report(
        "provision_roll_forward",
        N_("Roll-forward of the provision"),
        "provision.roll_forward",
        [
            Block(
                N_("Provision"),
                [Column("batch", title=N_("Batch")), Column("about", title=N_("Set aside for")), *_MOVES],
                rows_of("batches"),
                chart=Drawing("column", N_("Provision by batch"), "batch", ["opening", "closing"]),
                checks=_in_books,
            )
        ],
        "LED-08, LED-26",
    ),
    Report(
        "try_profile",
        N_("A promise tried"),
        "warranty.try_profile",
        [
            Block(
                N_("Units"), [Column("what", title=N_("What")), Column("count", "whole", N_("Count"))], _sides
            ),
            Block(N_("Money"), [Column("what", title=N_("What")), Column("amount", "amount")], _money),
            Block(
                N_("Who gains and who loses"),
                [Column("group", title=N_("Days")), Column("units", "whole", total=True)],
                rows_of("groups"),
                chart=Drawing("column", N_("Who gains and who loses"), "group", ["units"]),
            ),
            Block(
                N_("Unit by unit"),
                [
                    Column("unit", title=N_("Serial number")),
                    Column("before", "day", N_("Ends now")),
                    Column("after", "day", N_("Would end")),
                    Column("days", "whole", N_("Days")),
                ],
                rows_of("rows"),
            ),
            Block(
                N_("Cases decided otherwise"),
                [
                    Column("case", title=N_("Case")),
                    Column("unit", title=N_("Serial number")),
                    Column("before", title=N_("Covered now")),
                    Column("after", title=N_("Would be covered")),
                    Column("cost", "amount", N_("Cost"), total=True),
                ],
                rows_of("claims"),
            ),
        ],
        "PRD-02, CAL-09",
    ),
]
