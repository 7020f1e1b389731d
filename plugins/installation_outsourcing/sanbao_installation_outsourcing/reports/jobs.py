"""The reports on the work itself; data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sanbao.i18n import N_
from sanbao.reporting import Block, Column, Report
from sanbao.reporting.report import Drawing, rows_of

_STEPS = ("planned", "done", "accepted", "paid")
_TITLES = {
    "planned": N_("Planned"),
    "done": N_("Work done"),
    "accepted": N_("Accepted"),
    "paid": N_("On a statement"),
}
_AHEAD = {"at_pace": N_("Done, then at the pace so far"), "at_quota": N_("Done, then at the daily quota")}


_OUTCOMES = {
    "agreed": N_("Agreed days"),
    "on_time": N_("On the agreed day"),
    "late": N_("Later"),
    "open": N_("Not done yet"),
    "excused": N_("No vehicle came"),
}


def _kept() -> list[Column]:
    counts = [Column(name, "whole", title, total=True) for name, title in _OUTCOMES.items()]
    return [*counts, Column("on_time_rate", "percent", N_("On-time rate"))]


def _counts() -> list[Column]:
    return [Column(name, "whole", _TITLES[name], total=True) for name in _STEPS]


def _running(answer: Any) -> Sequence[Mapping[str, Any]]:
    """Return the days with what is done so far, for the curve against the plan."""
    sums = dict.fromkeys(_STEPS, 0)
    found = []
    for row in answer["days"]:
        sums = {name: sums[name] + row[name] for name in _STEPS}
        found.append({"day": row["day"], **sums})
    return found


def _of_lots(answer: Any) -> Sequence[Mapping[str, Any]]:
    return [row for row in answer if row["kind"] == "lot"]


def _of_people(answer: Any) -> Sequence[Mapping[str, Any]]:
    return [row for row in answer if row["kind"] in ("team", "shared", "survey")]


def _forecast(answer: Any) -> Sequence[Mapping[str, Any]]:
    return [answer["forecast"]]


REPORTS = [
    Report(
        "installation_progress",
        N_("Installation progress"),
        "installation.progress",
        [
            Block(
                N_("So far, day by day"),
                [Column("day", "day"), *(Column(name, "whole", _TITLES[name]) for name in _STEPS)],
                _running,
                chart=Drawing("line", N_("Plan and work"), "day", _STEPS),
            ),
            Block(
                N_("Each day"),
                [Column("day", "day"), *_counts()],
                rows_of("days"),
                chart=Drawing("column", N_("Units a day"), "day", ("planned", "done")),
            ),
            Block(
                N_("By centre"),
                [
                    Column("centre", title=N_("Centre")),
                    Column("name", title=N_("Name")),
                    *_counts(),
                    Column("left", "whole", N_("Still to be done"), total=True, formula="{planned} - {done}"),
                ],
                rows_of("centres"),
                chart=Drawing("bar", N_("By centre"), "centre", _STEPS),
            ),
            Block(
                N_("To the year's end"),
                [
                    Column("month_end", title=N_("Month")),
                    Column("planned", "whole", _TITLES["planned"]),
                    *(Column(name, "whole", title) for name, title in _AHEAD.items()),
                ],
                rows_of("months"),
                chart=Drawing("line", N_("Plan and forecast"), "month_end", ("planned", *_AHEAD)),
            ),
            Block(
                N_("Forecast"),
                [
                    Column("until", "day", N_("Until")),
                    Column("pace", "quantity", N_("Units a working day")),
                    Column("quota", "whole", N_("Daily quota")),
                    Column("working_days", "whole", N_("Working days left")),
                    Column("done", "whole", _TITLES["done"]),
                    Column("expected", "whole", N_("Expected by then")),
                    Column("planned", "whole", _TITLES["planned"]),
                    Column("behind", "whole", N_("Behind the plan")),
                    Column("ready_on", "day", N_("Ready on")),
                ],
                _forecast,
            ),
        ],
        "KPI-11, INS-06",
    ),
    Report(
        "terminal_stock",
        N_("Terminals with installers"),
        "terminal.stock",
        [
            Block(
                N_("Terminals with installers"),
                [
                    Column("party", title=N_("Installing firm")),
                    Column("name", title=N_("Name")),
                    Column("place", title=N_("Place of goods")),
                    Column("product"),
                    Column("issued", "whole", N_("Issued"), total=True),
                    Column("installed", "whole", N_("Installed"), total=True),
                    Column("returned", "whole", N_("Returned"), total=True),
                    Column("dead", "whole", N_("Dead on arrival"), total=True),
                    Column("missing", "whole", N_("Missing"), total=True),
                    Column(
                        "with_installer",
                        "whole",
                        N_("With the installer"),
                        total=True,
                        formula="{issued} - {installed} - {returned} - {dead} - {missing}",
                    ),
                ],
            )
        ],
        "SPR-07",
    ),
    Report(
        "installer_events",
        N_("Open installer events"),
        "installer_event.list",
        [
            Block(
                N_("Open installer events"),
                [
                    Column("event", title=N_("Event")),
                    Column("party", title=N_("Installing firm")),
                    Column("title", title=N_("What it is about")),
                    Column("occurred_on", "day", N_("Occurred on")),
                    Column("says", title=N_("State")),
                    Column("assessed", "amount", N_("Assessed"), total=True),
                    Column("disputed", "amount", N_("Disputed"), total=True),
                    Column("answer_due_on", "day", N_("To be answered until")),
                ],
            )
        ],
        "INS-10, INS-16, PEN-08",
    ),
    Report(
        "installation_quota",
        N_("Daily quota"),
        "quota.report",
        [
            Block(
                N_("Daily quota"),
                [
                    Column("lot", title=N_("Lot")),
                    Column("day", "day"),
                    Column("installed", "whole", N_("Installed"), total=True),
                    Column("quota", "whole", N_("Quota"), total=True),
                    Column("shortfall", "whole", N_("Missing"), total=True),
                    Column("why", title=N_("Why")),
                ],
                chart=Drawing("column", N_("Daily quota"), "day", ("installed", "quota")),
            )
        ],
        "INS-06",
    ),
    Report(
        "installation_on_time",
        N_("Installed on the agreed day"),
        "installation.punctuality",
        [
            Block(
                N_("By installing firm"),
                [Column("party", title=N_("Installing firm")), Column("name", title=N_("Name")), *_kept()],
                rows_of("installers"),
                chart=Drawing("bar", N_("By installing firm"), "party", ("on_time", "late", "open")),
            ),
            Block(
                N_("Month by month"),
                [Column("month", title=N_("Month")), *_kept()],
                rows_of("months"),
                chart=Drawing("column", N_("Month by month"), "month", ("on_time", "late", "open")),
            ),
        ],
        "DLV-13",
    ),
    Report(
        "installer_consents",
        N_("Written consents"),
        "installer_consent.list",
        [
            Block(
                N_("Written consents"),
                [
                    Column("consent", title=N_("Consent no.")),
                    Column("contract", title=N_("Contract")),
                    Column("party", title=N_("Installing firm")),
                    Column("title", title=N_("What may be passed on")),
                    Column("recipient", title=N_("To whom")),
                    Column("purpose", title=N_("What for")),
                    Column("signer"),
                    Column("given_on", "day", N_("Consented on")),
                    Column("ends_on", "day", N_("Consent ends on")),
                    Column("withdrawn_on", "day", N_("Withdrawn on")),
                    Column("says", title=N_("State")),
                ],
            )
        ],
        "INS-14",
    ),
    Report(
        "named_persons",
        N_("Named persons"),
        "named_person.list",
        [
            Block(
                N_("Named persons"),
                [
                    Column("person_id", title=N_("Named person no.")),
                    Column("contract", title=N_("Contract")),
                    Column("party", title=N_("Installing firm")),
                    Column("post", title=N_("Post held")),
                    Column("function", title=N_("Function")),
                    Column("name", title=N_("Person named")),
                    Column("key", title=N_("Key person")),
                    Column("from_on", "day", N_("Named from")),
                    Column("until_on", "day", N_("Named until")),
                    Column("reason", title=N_("Reason")),
                    Column("event", title=N_("Event")),
                ],
            )
        ],
        "PTY-08, PTY-11",
    ),
    Report(
        "installation_warnings",
        N_("Lots that are due soon"),
        "installation.warnings",
        [
            Block(
                N_("Lots that are due soon"),
                [
                    Column("contract", title=N_("Contract")),
                    Column("party", title=N_("Installing firm")),
                    Column("lot", title=N_("Lot")),
                    Column("due_on", "day", N_("Due on")),
                    Column("days_left", "whole", N_("Days left")),
                    Column("left", "whole", N_("Still to be done"), total=True),
                    Column("per_day", "whole", N_("Units a day needed")),
                ],
                _of_lots,
            ),
            Block(
                N_("Persons missing, named twice, or not surveyed"),
                [
                    Column("contract", title=N_("Contract")),
                    Column("party", title=N_("Installing firm")),
                    Column("says", title=N_("Why")),
                ],
                _of_people,
            ),
        ],
        "INS-06, INS-09, PTY-08, PTY-09",
    ),
]
