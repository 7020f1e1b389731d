"""The reports on returned pieces; data only."""

from __future__ import annotations

from sanbao.i18n import N_, _
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import Drawing, rows_of
from sanbao_rma.rules.custody import CUSTODY

_COUNTS = (
    Column("received", "whole", N_("Goods received"), total=True),
    Column("repaired", "whole", N_("Repaired"), total=True),
    Column("shipped", "whole", N_("Left us"), total=True),
    # What is here at the end of one month is here in the next, too: it is not added up.
    Column("outstanding", "whole", N_("Still here")),
)
_MONEY = (
    Column("pieces", "whole", N_("Pieces"), total=True),
    Column("cost", "amount", N_("Cost"), total=True),
    Column("charged", "amount", N_("Charged without tax"), total=True),
    Column("margin", "amount", N_("Margin"), total=True, formula="{charged} - {cost}"),
)
_PIECES = Column("pieces", "whole", N_("Pieces"), total=True)


def _monthly(by: str, title: str, group: str) -> Report:
    named = [Column("name", title=N_("Name"))] if by in ("customer", "product") else []
    return Report(
        f"rma_monthly_{by}",
        title,
        "rma.monthly",
        [
            Block(
                N_("Pieces by month"),
                [Column("month"), *_COUNTS],
                rows_of("months"),
                chart=Drawing("column", N_("Pieces by month"), "month", ["received", "repaired", "outstanding"]),
            ),
            Block(title, [Column("month"), Column("key", title=group), *named, *_COUNTS], rows_of("rows")),
        ],
        "RMA-09, KPI-03",
        (("by", by),),
    )  # fmt: skip


def _costs(by: str, title: str, group: str) -> Report:
    named = [Column("name", title=N_("Name"))] if by in ("customer", "product") else []
    block = Block(
        title,
        [Column("key", title=group), *named, *_MONEY],
        chart=Drawing("bar", title, "key", ["cost", "charged"]) if by in ("fault", "product") else None,
    )
    return Report(f"rma_cost_{by}", title, "rma.costs", [block], "RMA-12, LED-26", (("by", by),))


REPORTS = [
    _monthly("customer", N_("RMA monthly report by customer"), N_("Customer")),
    _monthly("product", N_("RMA monthly report by product"), N_("Product")),
    _monthly("fault", N_("RMA monthly report by fault"), N_("Fault")),
    _monthly("outcome", N_("RMA monthly report by outcome"), N_("Outcome")),
    Report(
        "rma_turnaround",
        N_("Turn-around of returned pieces"),
        "rma.turnaround",
        [
            Block(
                N_("Days from receipt to leaving"),
                [Column("days", title=N_("Days")), _PIECES, Column("share", "percent", N_("Share"))],
                rows_of("classes"),
                chart=Drawing("column", N_("Pieces by days with us"), "days", ["pieces"]),
            ),
            Block(
                N_("By product"),
                [
                    Column("product"),
                    Column("name", title=N_("Name")),
                    _PIECES,
                    Column("mean", "quantity", N_("Mean days")),
                    Column("median", "quantity", N_("Median days")),
                    Column("longest", "whole", N_("Longest")),
                ],
                rows_of("products"),
            ),
        ],
        "RMA-01, RMA-09",
    ),
    Report(
        "rma_repeats",
        N_("Repeat repairs"),
        "rma.repeats",
        [
            Block(
                N_("By product"),
                [
                    Column("product"),
                    Column("name", title=N_("Name")),
                    _PIECES,
                    Column("repeats", "whole", N_("Came again"), total=True),
                    Column("share", "percent", N_("Share")),
                ],
                rows_of("products"),
                chart=Drawing("bar", N_("Repeat repairs"), "product", ["pieces", "repeats"]),
            ),
            Block(
                N_("Repeat repairs"),
                [
                    Column("rma", title=N_("RMA")),
                    Column("customer"),
                    Column("product"),
                    Column("serial"),
                    Column("fault", title=N_("Fault")),
                    Column("received_on", "day", N_("Received on")),
                    Column("first", title=N_("First RMA")),
                    Column("delivered_on", "day"),
                    Column("days", "whole", N_("Days since")),
                    Column("remedy", title=N_("What was done first")),
                ],
                rows_of("rows"),
            ),
        ],
        "RMA-13",
    ),
    _costs("rma", N_("Cost by RMA"), N_("RMA")),
    _costs("serial", N_("Cost of returns by serial number"), N_("Serial number")),
    _costs("fault", N_("Cost of returns by fault"), N_("Fault")),
    _costs("product", N_("Cost of returns by product"), N_("Product")),
    _costs("customer", N_("Cost of returns by customer"), N_("Customer")),
    Report(
        "rma_waiting",
        N_("What waits for whom"),
        "rma.waiting",
        [
            Block(
                N_("For whom"),
                [
                    Column("who", title=N_("For whom, and how it stands")),
                    _PIECES,
                    Column("mean", "quantity", N_("Mean days")),
                    Column("longest", "whole", N_("Longest")),
                ],
                lambda answer: [
                    {**row, "who": f"{row['waits_for']} · {row['state']}"} for row in answer["sums"]
                ],
                chart=Drawing("bar", N_("Pieces that wait"), "who", ["pieces"]),
            ),
            Block(
                N_("Pieces that wait"),
                [
                    Column("rma", title=N_("RMA")),
                    Column("position", "whole"),
                    Column("serial"),
                    Column("product"),
                    Column("customer"),
                    Column("name", title=N_("Name")),
                    Column("state"),
                    Column("waits_for", title=N_("Waits for")),
                    Column("since", "day", N_("Standing there since")),
                    Column("days", "whole", N_("Days")),
                ],
                rows_of("rows"),
            ),
        ],
        "RMA-01",
    ),
    Report(
        "rma_promises",
        N_("Promises on returned pieces"),
        "rma.running",
        [
            Block(
                N_("By kind"),
                [
                    Column("kind_label", title=N_("What is promised")),
                    Column("urgent", "whole", N_("Missed or due"), total=True),
                    Column("running", "whole", N_("Running"), total=True),
                ],
                rows_of("sums"),
                chart=Drawing("bar", N_("Promises on returned pieces"), "kind_label", ["urgent", "running"]),
            ),
            Block(
                N_("What is promised"),
                [
                    Column("rma", title=N_("RMA")),
                    Column("position", "whole"),
                    Column("serial"),
                    Column("customer"),
                    Column("name", title=N_("Name")),
                    Column("kind_label", title=N_("What is promised")),
                    Column("promise", title=N_("By which promise")),
                    Column("until", "day", N_("Until")),
                    Column("days_left", "whole", N_("Days left")),
                    Column("stands_label", title=N_("How it stands")),
                    Column("right", title=N_("Right that came of it")),
                    Column("because", title=N_("Why")),
                ],
                rows_of("rows"),
            ),
        ],
        "N-05, RMA-01, LON-01",
    ),
    Report(
        "rma_where",
        N_("Where is what of whose"),
        "rma.where",
        [
            Block(
                N_("Where is what of whose"),
                [
                    Column("rma", title=N_("RMA")),
                    Column("position", "whole"),
                    Column("serial"),
                    Column("product"),
                    Column("customer", title=N_("Whose it is")),
                    Column("state_label", title=N_("State")),
                    Column("account_label", title=N_("Custody")),
                    Column("place"),
                    Column("since_on", "day", N_("Standing there since")),
                    Column("days", "whole", N_("Days")),
                ],
                lambda answer: [
                    {**row, "since_on": row["since"].date() if row["since"] is not None else None,
                     "account_label": _(CUSTODY[row["account"]]) if row["account"] in CUSTODY else row["account"]}
                    for row in answer
                ],
            )
        ],
        "LED-13, RMA-01",
    ),
    Report(
        "rma_custody",
        N_("Pieces, replaced parts and loan units: whose, where, since when"),
        "rma.custody",
        [
            Block(
                N_("Pieces, replaced parts and loan units: whose, where, since when"),
                [
                    Column("what", title=N_("What")),
                    Column("document", title=N_("Paper")),
                    Column("serial"),
                    Column("product"),
                    Column("quantity", "quantity"),
                    Column("owner", title=N_("Whose it is")),
                    Column("custody", title=N_("Custody")),
                    Column("place"),
                    Column("since_on", "day", N_("Standing there since")),
                    Column("days", "whole", N_("Days")),
                ],
            )
        ],
        "LED-10, LED-13, LON-03",
    ),
]  # fmt: skip
