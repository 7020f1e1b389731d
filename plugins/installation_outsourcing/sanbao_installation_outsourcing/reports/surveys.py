"""The scorecard of service agents as a report; data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sanbao.i18n import N_
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import Drawing, rows_of
from sanbao_installation_outsourcing.schemas.surveys import WAYS


def _columns(answer: Any) -> Sequence[Column]:
    """Return the columns of the scorecard: one for each aspect that the questionnaire asks about."""
    return [
        Column("agent", title=N_("Service agent")),
        *(Column(one["code"], "amount", one["title"]) for one in answer["aspects"]),
        Column("mean", "amount", N_("Mean mark")),
        Column("count", "whole", N_("Surveys"), total=True),
        *(Column(way, "whole", title, total=True) for way, title in WAYS.items()),
        Column("last_on", "day", N_("Last survey")),
    ]


def _agents(answer: Any) -> Sequence[Mapping[str, Any]]:
    return [{**one, **one["means"]} for one in answer["agents"]]


REPORTS = [
    Report(
        "agent_scorecard",
        N_("Scorecard of service agents"),
        "agent_survey.scorecard",
        [
            Block(
                N_("Service agents, the worst first"),
                _columns,
                _agents,
                chart=Drawing("bar", N_("Mean mark"), "agent", ("mean",)),
            ),
            Block(
                N_("Month by month"),
                [
                    Column("month", title=N_("Month")),
                    Column("count", "whole", N_("Marks given"), total=True),
                    Column("mean", "amount", N_("Mean mark")),
                ],
                rows_of("trend"),
                chart=Drawing("line", N_("Mean mark"), "month", ("mean",)),
            ),
            Block(
                N_("Not surveyed for long"),
                [
                    Column("agent", title=N_("Service agent")),
                    Column("contract", title=N_("Contract")),
                    Column("last_on", "day", N_("Last survey")),
                    Column("says", title=N_("Why")),
                ],
                rows_of("overdue"),
            ),
        ],
        "PTY-09",
    ),
]
