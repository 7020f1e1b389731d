"""The month end: what is still in the way, where to mend it, and closing, reopening, locking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request
from sqlalchemy import select

from sanbao.closing.kinds import MONTH_END
from sanbao.closing.models import MonthEnd
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading
from sanbao.ledger import periods
from sanbao.ledger.schemas import PeriodInput
from sanbao.schema import load
from sanbao_admin import acting, leading, people, plugin_pages
from sanbao_admin.money import months
from sanbao_admin.money.trial import days_of
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.ledger.periods import Month
    from sanbao.work import Work

QUESTION = "month_end.checklist"
HERE = "/money/month-end"
#: So many rows of a check stand on the page.
MOST_SHOWN = 50
LOOKS = {"open": "info", "closed": "good", "locked": ""}


@dataclass(frozen=True)
class Mend:
    """What puts a check right: words and an address; one that names an operation needs its permission."""

    title: str
    address: str
    operation: str = ""


#: Check → where it is mended; ``{period}``, ``{first}`` and ``{last}`` are those of the month.
MENDING: Mapping[str, Mend] = {
    "closing.drafts": Mend(N_("Vouchers that wait to be posted"), "/papers/voucher?state=draft"),
    "closing.unreviewed": Mend(N_("Review the vouchers"), "/money/vouchers?period={period}&state=waiting"),
    "closing.result": Mend(
        N_("Carry the result"), "/do/period.carry_result?period={period}&then=" + HERE, "period.carry_result"
    ),
    "closing.calendar": Mend(N_("Calendars"), "/set-up/calendars"),
    "closing.cases_ended": Mend(N_("Cost by case"), "/reports/cost_by_case"),
    "closing.trial_balance": Mend(N_("Verify the books"), "/money/verify"),
    "closing.chain": Mend(N_("Verify the books"), "/money/verify"),
    "closing.balances": Mend(
        N_("Make the balances anew"), "/do/ledger.rebuild?then=" + HERE, "ledger.rebuild"
    ),
    "closing.numbers": Mend(N_("Verify the books"), "/money/verify"),
}


@dataclass(frozen=True)
class Step:
    """Something that can be done with a month now; the first is what comes next."""

    operation: str
    title: str
    is_main: bool = False


#: State of a month → what can be done with it.
STEPS: Mapping[str, Sequence[Step]] = {
    "open": (
        Step("period.close", N_("Close the month"), is_main=True),
        Step("period.carry_result", N_("Carry the result")),
        Step("period.take_back_result", N_("Take the carried result back")),
        Step("period.override", N_("Let pass what blocks")),
    ),
    "closed": (
        Step("period.lock", N_("Lock for good"), is_main=True),
        Step("period.reopen", N_("Open the month again")),
    ),
    "locked": (),
}


class MonthEndPage(View):
    """A month, and everything that must be in order before it is closed."""

    code = "month_end"
    title = N_("Month end")
    help = N_("What must be in order before a month is closed, and where each thing is put right.")
    need = QUESTION
    group = "money"
    icon = "lock"

    def __init__(self) -> None:
        super().__init__(url=HERE)

    @expose("/")
    def index(self) -> Any:
        """Show the list of months and the checklist of one."""
        work = people.work()
        known = months.listed(work)
        asked = request.args.get("period") or months.to_work_on(known, work.today)
        code = load(PeriodInput(), {"period": asked}, work)["period"]
        month = periods.find(work.connection, work.company.id, code)
        papers = _papers(work)
        paper = papers.get(code)
        checks = _checks(work, month, paper[1] if paper else {})
        return self.render(
            "sanbao/money/month_end.html",
            months=known,
            month=month,
            looks=LOOKS,
            state_title=_title_of_state,
            papers=papers,
            paper=paper[0] if paper else "",
            checks=checks,
            ok_count=sum(one["state"] != "blocks" and one["state"] != "look" for one in checks),
            blocking=[one for one in checks if one["state"] == "blocks"],
            steps=[
                (one, _address(one, code)) for one in STEPS[month.state] if work.access.may(one.operation)
            ],
            year_end=_year_end(work, month),
            leads=leading.address_of,
            heading_of=_heading,
            days=days_of(code),
            most=MOST_SHOWN,
        )


def _heading(name: str) -> str:
    """Return what a column of a check is called: there ``on`` is a day."""
    return heading("date" if name == "on" else name)


def _address(step: Step, period: str) -> str:
    return acting.address(step.operation, period=period, then=f"{HERE}?period={period}")


def _title_of_state(state: str) -> str:
    return _(MONTH_END.flow.state(state).label)


def _papers(work: Work) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the paper of each month's end by its month, with what was let pass on it."""
    query = (
        select(MonthEnd.period, Document.number, MonthEnd.overrides)
        .join(Document, Document.id == MonthEnd.document_id)
        .where(Document.company_id == work.company.id)
    )
    return {
        period: (number or "", dict(overrides)) for period, number, overrides in work.session.execute(query)
    }


def _checks(work: Work, month: Month, passed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the checklist, what is in the way first; each check with where it is mended."""
    mending = _mending(work)
    checks = [
        {
            **check,
            "state": _state(check, passed),
            "passed": passed.get(check["code"]),
            "mend": _mend(work, mending.get(check["code"]), month) if not check["ok"] else None,
        }
        for check in work.ask(QUESTION, {"period": month.code})
    ]
    order = ("blocks", "look", "passed", "ok")
    return sorted(checks, key=lambda check: order.index(check["state"]))


def _state(check: Mapping[str, Any], passed: Mapping[str, Any]) -> str:
    if check["ok"]:
        return "ok"
    if check["code"] in passed:
        return "passed"
    return "blocks" if check["is_blocking"] else "look"


def _mending(work: Work) -> dict[str, Mend]:
    """Return where checks are mended, those of the plugins too (``MENDING`` in their ``admin.py``)."""
    brought = plugin_pages.offered(work.erp, "MENDING")
    return {check: mend for mending in (MENDING, *brought) for check, mend in mending.items()}


def _mend(work: Work, mend: Mend | None, month: Month) -> tuple[str, str] | None:
    if mend is None or (mend.operation and not work.access.may(mend.operation)):
        return None
    if mend.operation and month.state != "open":
        return None
    address = mend.address.format(period=month.code, first=month.first_day, last=month.last_day)
    return _(mend.title), address


def _year_end(work: Work, month: Month) -> str:
    """Return the address of carrying the year's profit, in an open December."""
    is_december = month.code.endswith("-12") and month.state == "open"
    if not is_december or not work.access.may("year.carry_profit"):
        return ""
    return acting.address("year.carry_profit", year=month.code[:4], then=f"{HERE}?period={month.code}")
