"""The trial balance of a month: every account, class by class, down to its lines."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import request
from sqlalchemy import select

from sanbao.i18n import N_, current_locale
from sanbao.ledger.models import Account
from sanbao.ledger.schemas import KINDS, PeriodInput
from sanbao.schema import load
from sanbao_admin import leading, people
from sanbao_admin.money import months, tree
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.work import Work

QUESTION = "ledger.trial_balance"


class TrialBalance(View):
    """What every account carried when a month began, what was turned over, and what it carries now."""

    code = "trial_balance"
    title = N_("Trial balance")
    help = N_(
        "Every account of a month: what it carried, what was turned over, what it carries now. Each figure opens."
    )
    need = QUESTION
    group = "money"
    icon = "scale"

    def __init__(self) -> None:
        super().__init__(url="/money/trial-balance")

    @expose("/")
    def index(self) -> Any:
        """Show a month."""
        work = people.work()
        known = months.listed(work)
        asked = request.args.get("period") or months.usual(known, work.today)
        month = load(PeriodInput(), {"period": asked}, work)["period"]
        first, last = days_of(month)
        is_bare = request.args.get("without_closing") == "yes"
        given = {"start": first, "on": last, "without_closing": "yes" if is_bare else "no"}
        groups = tree.grouped(work.ask(QUESTION, given), *_chart(work))
        total = tree.total_of(groups)
        return self.render(
            "sanbao/money/trial_balance.html",
            months=[one.code for one in known],
            month=month,
            first=first,
            last=last,
            is_bare=is_bare,
            classes=groups,
            kinds=KINDS,
            columns=tree.COLUMNS,
            total=total,
            foots=tree.foots(total),
            zero=Decimal(0),
            to_account=leading.to_account,
        )


def days_of(month: str) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _chart(work: Work) -> tuple[dict[str, tuple[str | None, str]], dict[str, str]]:
    """Return each account's parent and class, and what it is called in the reader's language."""
    query = select(Account).where(Account.company_id == work.company.id)
    accounts = list(work.session.scalars(query))
    is_english = current_locale() == "en"
    names = {one.code: (one.name_en if is_english and one.name_en else one.name) for one in accounts}
    return {one.code: (one.parent, one.kind) for one in accounts}, names
