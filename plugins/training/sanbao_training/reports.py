"""The reports that the training plugin brings; data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sanbao.i18n import N_, _
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import Drawing, rows_of

_ENDED = N_("ended")


def _matrix_columns(answer: Any) -> Sequence[Column]:
    skills = [Column(skill["code"], title=skill["name"]) for skill in answer["skills"]]
    return [Column("person", title=N_("Code")), Column("name", title=N_("Name")), *skills]


def _matrix_rows(answer: Any) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "person": row["person"],
            "name": row["name"],
            **{code: _cell(cell) for code, cell in row["skills"].items()},
        }
        for row in answer["rows"]
    ]


def _cell(cell: Mapping[str, Any]) -> str:
    """Return one cell as it is read on paper: until when, or why not."""
    if cell["state"] == "none":
        return "–"
    if cell["state"] == "ended":
        return _(_ENDED)
    return "✓" if cell["until"] is None else f"✓ {cell['until']}"


def _fulfilment_rows(answer: Any) -> Sequence[Mapping[str, Any]]:
    """Return the rows with their rates as the shares that a report writes in per cent."""
    return [
        {
            **row,
            **{name: row[name] / 100 for name in ("held_rate", "attendance", "pass_rate") if row[name] is not None},
        }
        for row in answer
    ]


def _per_party(answer: Any) -> Sequence[Mapping[str, Any]]:
    """Return papers before and after, added up by party and kind."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in answer:
        key = (row["party"], row["title"])
        told = {"group": f"{row['name']} {row['title']}", "before": 0, "after": 0}
        found = rows.setdefault(key, told)
        found["before"] += row["before"]
        found["after"] += row["after"]
    return list(rows.values())


REPORTS = [
    Report(
        "training_fulfilment",
        N_("Training held"),
        "training.fulfilment",
        [
            Block(
                N_("Training held"),
                [
                    Column("code", title=N_("Training outline")),
                    Column("name", title=N_("Name")),
                    Column("planned", "whole", N_("Planned"), total=True),
                    Column("held", "whole", N_("Was held"), total=True),
                    Column("cancelled", "whole", N_("Cancelled"), total=True),
                    Column("held_rate", "percent", N_("Held of planned")),
                    Column("enrolled", "whole", N_("Enrolled"), total=True),
                    Column("present", "whole", N_("Present"), total=True),
                    Column("attendance", "percent", N_("Attendance")),
                    Column("passed", "whole", N_("Passed"), total=True),
                    Column("pass_rate", "percent", N_("Pass rate")),
                    Column("feedback", "quantity", N_("Feedback")),
                ],
                _fulfilment_rows,
                chart=Drawing("column", N_("Training held"), "name", ["planned", "held"]),
            )
        ],
        "TRN-16, KPI-15",
    ),
    Report(
        "training_duties",
        N_("Training that is owed"),
        "training.duties",
        [
            Block(
                N_("Training that is owed"),
                [
                    Column("number"),
                    Column("party"),
                    Column("name", title=N_("Name")),
                    Column("contract_no"),
                    Column("site"),
                    Column("batch", title=N_("Batch")),
                    Column("title", title=N_("What is owed")),
                    Column("units", "whole", N_("Units")),
                    Column("base_on", "day", N_("Counted from")),
                    Column("earliest_on", "day", N_("Not before")),
                    Column("due_on", "day", N_("Due on")),
                    Column("fulfilled_on", "day", N_("Fulfilled on")),
                    Column("shown", title=N_("State")),
                ],
            )
        ],
        "TRN-04…08, KPI-15",
    ),
    Report(
        "training_matrix",
        N_("Skills matrix"),
        "training.matrix",
        [Block(N_("Skills matrix"), _matrix_columns, _matrix_rows)],
        "PTY-12, TRN-12",
    ),
    Report(
        "training_expiring",
        N_("Certificates that end"),
        "training.expiring",
        [
            Block(
                N_("Certificates that end"),
                [
                    Column("number"),
                    Column("person", title=N_("Code")),
                    Column("name", title=N_("Name")),
                    Column("party"),
                    Column("skill_name", title=N_("Skill")),
                    Column("valid_until", "day", N_("Valid until")),
                    Column("days", "whole", N_("Days left")),
                ],
            )
        ],
        "PTY-12",
    ),
    Report(
        "training_needs",
        N_("Needs for training"),
        "training.needs",
        [
            Block(
                N_("Needs for training"),
                [
                    Column("subject", title=N_("Training outline")),
                    Column("party"),
                    Column("site"),
                    Column("batch", title=N_("Batch")),
                    Column("title", title=N_("Cause")),
                    Column("reason"),
                    Column("heads", "whole", N_("Heads")),
                    Column("units", "whole", N_("Units")),
                    Column("by_day", "day", N_("Wanted by day")),
                ],
            )
        ],
        "TRN-16, CAP-10",
    ),
    Report(
        "training_plan",
        N_("Training plan"),
        "training_plan.show",
        [
            Block(
                N_("Training plan"),
                [
                    Column("position", "whole", N_("Position")),
                    Column("outline", title=N_("Training outline")),
                    Column("party"),
                    Column("name", title=N_("Name")),
                    Column("site"),
                    Column("batch", title=N_("Batch")),
                    Column("heads", "whole", N_("Heads"), total=True),
                    Column("by_day", "day", N_("Wanted by day")),
                    Column("budget", "amount", N_("Budget"), total=True),
                    Column("session", title=N_("Training session")),
                    Column("dropped", title=N_("Left out because")),
                ],
                rows_of("lines"),
            )
        ],
        "TRN-11, TRN-16",
    ),
    Report(
        "training_effect",
        N_("Effect of training"),
        "training.effect",
        [
            Block(
                N_("Before and after"),
                [
                    Column("group", title=N_("Party and paper")),
                    Column("before", "whole", N_("Before"), total=True),
                    Column("after", "whole", N_("After"), total=True),
                ],
                _per_party,
                chart=Drawing("column", N_("Effect of training"), "group", ["before", "after"]),
            ),
            Block(
                N_("By session"),
                [
                    Column("session", title=N_("Training session")),
                    Column("outline", title=N_("Training outline")),
                    Column("held_on", "day", N_("Held on")),
                    Column("party"),
                    Column("name", title=N_("Name")),
                    Column("title", title=N_("Paper")),
                    Column("before", "whole", N_("Before")),
                    Column("after", "whole", N_("After")),
                    Column("change", "whole", N_("More or fewer")),
                    Column("first_time_before", "whole", N_("Put right the first time, before")),
                    Column("first_time_after", "whole", N_("Put right the first time, after")),
                    Column("repeated_before", "whole", N_("Repeated before")),
                    Column("repeated_after", "whole", N_("Repeated after")),
                    Column("known_until", "day", N_("Known until")),
                ],
            ),
        ],
        "TRN-13, KPI-13",
    ),
]
