"""The reports on the persons of a contract: whom it wants and whom it has; data only."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import rows_of

REPORTS = [
    Report(
        "team_required",
        N_("Team of a contract"),
        "named_person.required",
        [
            Block(
                N_("Persons wanted and named"),
                [
                    Column("title", title=N_("Function")),
                    Column("wanted", "whole", N_("Persons wanted"), total=True),
                    Column("named", "whole", N_("Named"), total=True),
                    Column("missing", "whole", N_("Missing persons"), total=True),
                    Column("says", title=N_("Why")),
                ],
                rows_of("rows"),
            ),
            Block(
                N_("Named elsewhere too"),
                [
                    Column("name", title=N_("Person named")),
                    Column("post", title=N_("Post held")),
                    Column("says", title=N_("Why")),
                ],
                rows_of("shared"),
            ),
        ],
        "PTY-08",
    ),
]
