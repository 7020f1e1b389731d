"""What the first page tells of installation: an installer his day, a centre what waits for its next step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sanbao.i18n import N_, _
from sanbao_admin.home.cards import Card, shown_count
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.admin.accounts import ADDRESS as ACCOUNTS
from sanbao_installation_outsourcing.admin.desk import ADDRESS, to_answer
from sanbao_installation_outsourcing.admin.problems import open_problems

if TYPE_CHECKING:
    from sanbao.work import Work

#: What a centre reads in the morning: these states have a card of their own.
_OURS = ("planned", "installed", "unconfirmed")


def cards(work: Work) -> Iterator[Card]:
    """Give what a person can do about installation, as numbers that lead there."""
    if scope.of(work).party_id is not None and work.access.may("installer.desk"):
        yield from _of_installer(work)
    elif scope.of(work).centres is not None and work.access.may("centre.desk"):
        yield from _of_centre(work)
    if work.access.may("installer_bank.confirm") and work.access.may("installer_bank.list"):
        yield from _of_accounts(work)


def _of_installer(work: Work) -> Iterator[Card]:
    desk = work.ask("installer.desk", {})
    counts = {row["state"]: row["count"] for row in desk["jobs"]}
    today = [
        one for one in desk["orders"] if one["planned_on"] is not None and one["planned_on"] <= work.today
    ]
    yield Card(_(N_("Orders until today")), shown_count(len(today)), ADDRESS)
    yield Card(_(N_("To be installed")), shown_count(counts.get("assigned", 0)), ADDRESS)
    if counts.get("rework"):
        yield Card(_(N_("To be put right")), shown_count(counts["rework"]), ADDRESS, look="bad")
    yield from _problems(work, f"{ADDRESS}/#problems")
    answers = to_answer(work, desk["events"])
    if answers:
        yield Card(_(N_("To be answered")), shown_count(len(answers)), ADDRESS, look="warn")


def _problems(work: Work, address: str) -> Iterator[Card]:
    """Give how many problems of users are open, once there is one; late ones stand out (INS-11)."""
    rows = open_problems(work)
    if rows:
        late = any(row["next"] and row["next"]["late_seconds"] for row in rows)
        yield Card(
            _(N_("Problems raised by users")), shown_count(len(rows)), address, look="bad" if late else "warn"
        )


def _of_centre(work: Work) -> Iterator[Card]:
    yield from _problems(work, "/installation/desk/#problems")
    for row in work.ask("centre.desk", {})["waiting"]:
        if row["state"] in _OURS or row["late"]:
            look = "bad" if row["late"] else ""
            yield Card(row["title"], shown_count(row["count"]), "/installation/desk", look=look)  # type: ignore[arg-type]


def _of_accounts(work: Work) -> Iterator[Card]:
    """Give how many accounts this person has to confirm; what she wrote down herself waits for another."""
    rows = work.ask("installer_bank.list", {"only_waiting": True})
    count = sum(not row["is_mine"] for row in rows)
    if count:
        yield Card(_(N_("Installers' accounts to confirm")), shown_count(count), ACCOUNTS, look="warn")
