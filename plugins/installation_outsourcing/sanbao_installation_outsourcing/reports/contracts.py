"""The reports on settling: what a statement would say, and how the runs over all contracts ended; data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sanbao.i18n import N_
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import Check, rows_of


def _net(answer: Any) -> Sequence[Check]:
    """Hold the sums of a preview against what would be paid, or owed back."""
    return [Check("amount", N_("Net of the statement"), answer["net"] - answer["owed_back"])]


def _refused(answer: Any) -> Sequence[Mapping[str, Any]]:
    """Return which contracts the runs could not settle, with the day up to which it was tried."""
    return [{"until_on": run["until_on"], **one} for run in answer for one in run["refused"]]


REPORTS = [
    Report(
        "settlement_preview",
        N_("Settlement preview"),
        "installer_settlement.preview",
        [
            Block(
                N_("How the net is reached"),
                [Column("title", title=N_("Item")), Column("amount", "amount", N_("Amount"), total=True)],
                rows_of("sums"),
                checks=_net,
            ),
            Block(
                N_("Installer statement"),
                [
                    Column("text", title=N_("What is settled")),
                    Column("event", title=N_("Event")),
                    Column("clause_title", title=N_("Clause")),
                    Column("quantity", "whole", N_("Number of units"), total=True),
                    Column("assessed", "amount", N_("Assessed")),
                    Column("amount", "amount", N_("Amount"), total=True),
                ],
                rows_of("lines"),
                checks=_net,
            ),
            Block(
                N_("Units that are not paid yet"),
                [
                    Column("lot", title=N_("Lot")),
                    Column("title", title=N_("Reason")),
                    Column("count", "whole", N_("Number of units"), total=True),
                ],
                rows_of("missing"),
            ),
            Block(
                N_("Unit by unit"),
                [
                    Column("lot", title=N_("Lot")),
                    Column("plate", title=N_("Plate")),
                    Column("unit", title=N_("Terminal")),
                    Column("title", title=N_("Reason")),
                ],
                rows_of("units"),
            ),
        ],
        "INS-02, INS-20",
    ),
    Report(
        "settlement_runs",
        N_("Settling of all contracts"),
        "installer_settlement.runs",
        [
            Block(
                N_("Settling of all contracts"),
                [
                    Column("until_on", title=N_("Settled up to")),
                    Column("requested", "whole", N_("Statements made"), total=True),
                    Column("empty", "whole", N_("Nothing to settle"), total=True),
                    Column("held", "whole", N_("With an open statement"), total=True),
                    Column("left", "whole", N_("Still to do"), total=True),
                ],
            ),
            Block(
                N_("Contracts that could not be settled"),
                [
                    Column("until_on", title=N_("Settled up to")),
                    Column("contract", title=N_("Contract")),
                    Column("party", title=N_("Installing firm")),
                    Column("reason", title=N_("Reason")),
                ],
                _refused,
            ),
        ],
        "INS-20",
    ),
]
