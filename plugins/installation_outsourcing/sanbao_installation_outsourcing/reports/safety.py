"""The report on safety checks: who checked and who did not, and which points were not in order; data only."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import Drawing, rows_of

REPORTS = [
    Report(
        "safety_checks",
        N_("Safety checks"),
        "safety_check.report",
        [
            Block(
                N_("By installing firm"),
                [
                    Column("party", title=N_("Installing firm")),
                    Column("name", title=N_("Name")),
                    Column("wanted", "whole", N_("Checks wanted"), total=True),
                    Column("missing", "whole", N_("Checks missing"), total=True),
                    Column("checks", "whole", N_("Checks filled in"), total=True),
                    Column("failed", "whole", N_("Points not in order"), total=True),
                ],
                rows_of("installers"),
                chart=Drawing("bar", N_("Checks missing"), "party", ("missing", "failed")),
            ),
            Block(
                N_("Points, the worst first"),
                [
                    Column("point", title=N_("Point looked at")),
                    Column("count", "whole", N_("Times looked at"), total=True),
                    Column("failed", "whole", N_("Not in order"), total=True),
                    Column("not_needed", "whole", N_("Did not occur"), total=True),
                ],
                rows_of("points"),
            ),
            Block(
                N_("Checks that are missing"),
                [
                    Column("day", "day", N_("Day")),
                    Column("order", title=N_("Installation order")),
                    Column("name", title=N_("Installing firm")),
                    Column("place", title=N_("Where to come")),
                    Column("vehicle", title=N_("Vehicle")),
                ],
                rows_of("missing"),
            ),
        ],
        "INS-18",
    ),
]
