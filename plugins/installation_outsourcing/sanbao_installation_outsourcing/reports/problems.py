"""The report on how fast installers answer; data only."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import rows_of

_COUNTS = {
    "count": N_("Times promised"),
    "met": N_("In time"),
    "excused": N_("Late, excused"),
    "breached": N_("Too late"),
    "best_effort": N_("Later than aimed at"),
    "open": N_("Still running"),
}


def _columns(whose: str) -> list[Column]:
    return [
        Column("code", title=whose),
        Column("name", title=N_("Name")),
        Column("title", title=N_("What was promised")),
        *(Column(name, "whole", title, total=True) for name, title in _COUNTS.items()),
        Column("met_rate", "percent", N_("Share in time")),
        Column("mean_seconds", "whole", N_("Seconds on average")),
        Column("tender_met", "whole", N_("Within what was asked for"), total=True),
    ]


REPORTS = [
    Report(
        "installation_response",
        N_("Answers to problems"),
        "installation_problem.response",
        [
            Block(
                N_("By installing firm"),
                _columns(N_("Installing firm")),
                rows_of("installers"),
            ),
            Block(N_("By centre"), _columns(N_("Centre")), rows_of("centres")),
        ],
        "INS-11, SLA-04, SLA-05, KPI-06",
    ),
]
