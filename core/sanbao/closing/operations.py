"""What people do at a month's end: look, let pass, carry the result, close, reopen, lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.closing import checklist, result, rules, schemas
from sanbao.closing.errors import (
    ClosingObstacle,
    NotBegun,
    NothingCarried,
    NothingToOverride,
    NotThisMonth,
    ResultNotCarried,
)
from sanbao.closing.models import MonthEnd
from sanbao.decision import Text
from sanbao.documents.kinds import VOID
from sanbao.documents.operations import new_document
from sanbao.i18n import N_, _, in_language, use_locale
from sanbao.ledger import periods
from sanbao.ledger.documents import READERS
from sanbao.ledger.schemas import PeriodInput
from sanbao.operation import operation, question
from sanbao.seal import plain

if TYPE_CHECKING:
    from sanbao.closing.facts import ClosingCheck
    from sanbao.ledger.periods import Month
    from sanbao.work import Work

CLOSERS = ("finance", "general_manager")
OVERRIDE = "period.override"
#: So many rows of a check are kept on the paper; what they add up to stands in its title.
MOST_KEPT = 200


@question("month_end.checklist", schema=PeriodInput, roles=READERS)
def show_checklist(work: Work, *, period: str) -> list[dict[str, Any]]:
    """Return everything that is looked at before a month is closed, with figures and numbers of papers."""
    month = periods.find(work.connection, work.company.id, period)
    return [_shown(check) for check in checklist.look(work, [month])]


def _shown(check: ClosingCheck) -> dict[str, Any]:
    shown = {field.name: getattr(check, field.name) for field in fields(check)}
    details = [{name: _worded(value) for name, value in row.items()} for row in check.details]
    return {**shown, "title": str(check.title), "details": details}


def _worded(value: Any) -> Any:
    return str(value) if isinstance(value, Text) else value


@operation(
    "period.close",
    title=N_("Close a month"),
    schema=schemas.CloseInput,
    roles=CLOSERS,
    moves={"open": "closed"},
)
def close_period(work: Work, *, period: str, despite: str | None = None) -> MonthEnd:
    """Close a month: it takes no entry until it is opened again (结账, LED-27).

    Refused while something blocks; ``despite`` lets pass what may pass, by whoever may also override.
    """
    month = _held(work, period)
    if month.first_day > work.today:
        raise NotBegun(period=period, today=work.today)
    # Shut first, then looked at: whoever was still posting has ended, and a refusal opens it again.
    periods.close(work.connection, work.company.id, period)
    paper = _paper(work, month)
    checks = checklist.look(work, [month])
    if despite is not None and _may_pass(paper, checks):
        work.access.require(OVERRIDE)
        _let_pass(work, paper, checks, despite)
    _refuse_obstacles(month, rules.obstacles(checks, paper.overrides))
    with use_locale(work.company.locale):
        paper.checked = [_kept(check) for check in checks]
    work.move(paper, "closed")
    return paper


def _kept(check: ClosingCheck) -> dict[str, Any]:
    """Return a check as the paper keeps it: the first rows, and how many there were."""
    kept: dict[str, Any] = plain(_shown(replace(check, details=check.details[:MOST_KEPT])))
    return {**kept, "count": len(check.details)}


def _refuse_obstacles(month: Month, left: Sequence[ClosingCheck]) -> None:
    if left:
        named = "; ".join(_(N_("{title}: no"), title=check.title) for check in left)
        raise ClosingObstacle(
            period=month.code, obstacles=named, fields={check.code: [_said(check)] for check in left}
        )


def _said(check: ClosingCheck) -> str:
    rows = (", ".join(str(value) for value in row.values() if value != "") for row in check.details)
    return "; ".join((str(check.title), *rows))


@operation(
    OVERRIDE, title=N_("Let an obstacle pass"), schema=schemas.OverrideInput, roles=("general_manager",)
)
def override(work: Work, *, period: str, despite: str) -> MonthEnd:
    """Let pass what blocks a month and may pass, with a reason; other figures need another word."""
    month = _held(work, period)
    paper = _paper(work, month)
    _let_pass(work, paper, checklist.look(work, [month]), despite)
    return paper


def _may_pass(paper: MonthEnd, checks: Sequence[ClosingCheck]) -> list[ClosingCheck]:
    return [check for check in rules.obstacles(checks, paper.overrides) if check.may_override]


def _let_pass(work: Work, paper: MonthEnd, checks: Sequence[ClosingCheck], despite: str) -> None:
    blocking = _may_pass(paper, checks)
    if not blocking:
        raise NothingToOverride(period=paper.period)
    said = {"reason": despite, "by": work.user.login, "at": plain(work.now)}
    passed = {check.code: {**said, "seen": rules.seen(check)} for check in blocking}
    paper.overrides = {**paper.overrides, **passed}
    work.note(paper.document, note=f"{', '.join(passed)}: {despite}")


@operation(
    "period.reopen",
    title=N_("Open a month again"),
    schema=schemas.ReopenInput,
    roles=("general_manager",),
    moves={"closed": "open"},
)
def reopen_period(work: Work, *, period: str, reason: str | None = None) -> MonthEnd:
    """Open a closed month again (反结账) and take its carried result back; a locked one stays locked."""
    month = _held(work, period)
    periods.reopen(work.connection, work.company.id, period)
    paper = _paper(work, month, "closed")
    result.take_back(work, paper, month)
    paper.overrides = {}
    work.move(paper, "open")
    if reason is not None:
        work.note(paper.document, note=reason)
    return paper


@operation(
    "period.lock",
    title=N_("Lock a month"),
    schema=PeriodInput,
    roles=CLOSERS,
    moves={"closed": "locked"},
)
def lock_period(work: Work, *, period: str) -> MonthEnd:
    """Lock a closed month for good."""
    month = _held(work, period)
    periods.lock(work.connection, work.company.id, period)
    paper = _paper(work, month, "closed")
    work.move(paper, "locked")
    return paper


@operation("period.carry_result", title=N_("Carry the result"), schema=PeriodInput, roles=("finance",))
def carry_result(work: Work, *, period: str) -> MonthEnd:
    """Empty income and expense into the profit of the year (结转损益); done again, it carries only what is new."""
    month = _held(work, period)
    if not result.is_due(work, month):
        raise NotThisMonth(period=period)
    paper = _paper(work, month)
    result.carry(work, paper, month)
    return paper


@operation(
    "period.take_back_result",
    title=N_("Take the carried result back"),
    schema=PeriodInput,
    roles=("finance",),
)
def take_back_result(work: Work, *, period: str) -> MonthEnd:
    """Reverse what was carried in an open month, so that it can be posted to and carried anew."""
    month = _held(work, period)
    paper = _paper(work, month)
    if not result.take_back(work, paper, month):
        raise NothingCarried(period=period)
    return paper


@operation(
    "year.carry_profit",
    title=N_("Carry the year's profit"),
    schema=schemas.YearInput,
    roles=("finance",),
)
def carry_profit(work: Work, *, year: int) -> MonthEnd:
    """Carry the profit of a year to what is retained (本年利润转利润分配), in December, once all is carried."""
    month = _held(work, f"{year}-{result.LAST_MONTH}")
    left = sum(one.balance for one in result.balances(work, month))
    if result.balances(work, month):
        raise ResultNotCarried(year=year, amount=left)
    paper = _paper(work, month)
    result.carry_year(work, paper, month)
    return paper


def _held(work: Work, period: str) -> Month:
    """Return a month that nobody else ends at the same moment."""
    month = periods.of_month(work.connection, work.company.id, period)
    work.hold("month_end", [month.id])
    return month


def _paper(work: Work, month: Month, state: str = "open") -> MonthEnd:
    """Return the one paper of a month's end; a month shut before there were such papers gets it now."""
    paper = work.session.scalars(select(MonthEnd).where(MonthEnd.period_id == month.id)).one_or_none()
    if paper is None:
        title = in_language(work.company.locale, N_("Month end {period}"), period=month.code)
        head = new_document(work, "month_end", title=title, dated_on=month.last_day)
        paper = MonthEnd(
            document=head, period_id=month.id, period=month.code, checked=[], overrides={}, carried_count=0
        )
        work.session.add(paper)
        work.session.flush()
    if paper.state == VOID or (paper.state == "open" and state != "open"):
        work.set_state(paper, state)
    return paper
