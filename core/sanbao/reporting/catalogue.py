"""The reports that the core brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sanbao.i18n import N_
from sanbao.reporting.report import Block, Check, Column, Drawing, Report, rows_of


def in_books(answer: Any) -> Sequence[Check]:
    """Hold the total of the cost against the books."""
    return [Check("cost", N_("In the books"), answer["ledger"])]


#: How cost by a group is laid out; plugins use it for groups of their own.
COST_COLUMNS = (
    Column("cases", "whole", N_("Cases"), total=True),
    Column("cost", "amount", N_("Cost"), total=True),
    Column("borne", "amount", total=True),
    Column("carried", "amount", total=True, formula="{cost} - {borne}"),
)


def cost_block(
    group: str, columns: Sequence[Column] = COST_COLUMNS, *, named: bool = True, kind: Any = "bar"
) -> Block:
    """Return the table of cost by a group, with its chart."""
    names = [Column("name", title=N_("Name"))] if named else []
    return Block(
        title=N_("Cost"),
        columns=[Column("group", title=group), *names, *columns],
        rows=rows_of("rows"),
        chart=Drawing(kind, N_("Cost"), "group", ["cost"]),
        checks=in_books,
    )


#: A case may run over several months, so cases are not added up.
_MONTH_COLUMNS = (Column("cases", "whole", N_("Cases")), *COST_COLUMNS[1:])
#: What fell on the warranty expense: a case may stand in several rows, so cases are not added up.
_EXPENSE_COLUMNS = (Column("cases", "whole", N_("Cases")), Column("cost", "amount", N_("Cost"), total=True))


def _cost_report(
    by: str,
    title: str,
    group: str,
    columns: Sequence[Column] = COST_COLUMNS,
    *,
    named: bool = True,
    kind: Any = "bar",
) -> Report:
    block = cost_block(group, columns, named=named, kind=kind)
    return Report(f"cost_by_{by}", title, "cost.report", [block], "LED-26, KPI-10", (("by", by),))


def _foots(answer: Any) -> Sequence[Check]:
    return [Check("amount", N_("Borne and still carried"), answer["borne"] + answer["carried"])]


REPORTS = [
    Report(
        "cost_sheet",
        N_("Cost sheet of a case"),
        "cost.sheet",
        [
            Block(
                N_("Costs"),
                [
                    Column("on", "day", N_("Incurred on")),
                    Column("title", title=N_("Kind of cost")),
                    Column("description"),
                    Column("quantity", "quantity"),
                    Column("rate", "amount"),
                    Column("amount", "amount", total=True),
                ],
                rows_of("lines"),
                checks=_foots,
            ),
            Block(
                N_("Who bears it"),
                [
                    Column("title", title=N_("Bearer")),
                    Column("party"),
                    Column("cost_centre"),
                    Column("reason"),
                    Column("rule"),
                    Column("amount", "amount", total=True),
                ],
                rows_of("shares"),
                chart=Drawing("pie", N_("Who bears it"), "title", ["amount"]),
                checks=lambda answer: [Check("amount", N_("Borne"), answer["borne"])],
            ),
        ],
        "LED-26, LED-27",
    ),
    _cost_report("case", N_("Cost by case"), N_("Case")),
    _cost_report("unit", N_("Cost by serial number"), N_("Serial number")),
    _cost_report("product", N_("Cost by product"), N_("Product")),
    _cost_report("customer", N_("Cost by customer"), N_("Customer")),
    _cost_report("month", N_("Cost by month"), N_("Month"), _MONTH_COLUMNS, named=False, kind="column"),
    _cost_report("cost_centre", N_("Warranty expense by cost centre"), N_("Cost centre"), _EXPENSE_COLUMNS),
    _cost_report("supplier", N_("Warranty expense by supplier"), N_("Supplier"), _EXPENSE_COLUMNS),
    Report(
        "margin",
        N_("Charges against cost of service"),
        "charge.margin",
        [
            Block(
                N_("Margin"),
                [
                    Column("case", title=N_("Case")),
                    Column("charges", title=N_("Charges")),
                    Column("charged", "amount", N_("Charged, without tax"), total=True),
                    Column("cost", "amount", N_("Cost"), total=True),
                    Column("margin", "amount", N_("Margin"), total=True, formula="{charged} - {cost}"),
                ],
                chart=Drawing("column", N_("Charges against cost of service"), "case", ["charged", "cost"]),
            )
        ],
        "LED-04, LED-26, RMA-12",
    ),
    Report(
        "competence_overrides",
        N_("Assigned without qualifying"),
        "competence.overrides",
        [
            Block(
                N_("Assigned without qualifying"),
                [
                    Column("on", "day", N_("Day of work")),
                    Column("document", title=N_("Paper")),
                    Column("work", title=N_("Kind of work")),
                    Column("party"),
                    Column("name", title=N_("Name")),
                    Column("person", title=N_("Person")),
                    Column("against", title=N_("Against it")),
                    Column("reason"),
                    Column("by", title=N_("Decided by")),
                ],
            )
        ],
        "PTY-12",
    ),
    Report(
        "trial_balance",
        N_("Trial balance"),
        "ledger.trial_balance",
        [
            Block(
                N_("Trial balance"),
                [
                    Column("code"),
                    Column("name", title=N_("Account")),
                    Column("opening", "amount", total=True),
                    Column("debit", "amount", total=True),
                    Column("credit", "amount", total=True),
                    Column("closing", "amount", total=True, formula="{opening} + {debit} - {credit}"),
                ],
            )
        ],
        "LED-01",
    ),
]
