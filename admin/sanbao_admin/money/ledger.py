"""The general ledger: the lines of one account with the balance after each, down to the voucher and its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy import select

from sanbao.i18n import N_, current_locale
from sanbao.ledger.models import Account
from sanbao_admin import asking, leading, people
from sanbao_admin.acting import going
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.work import Work

QUESTION = "ledger.page"


class GeneralLedger(View):
    """The lines of one account."""

    code = "general_ledger"
    title = N_("General ledger")
    help = N_(
        "The lines of one account with the balance after each; a line opens its voucher, its paper, its customer."
    )
    need = QUESTION
    group = "money"
    icon = "book"

    def __init__(self) -> None:
        super().__init__(url="/money/ledger")

    @expose("/")
    def index(self) -> Any:
        """Show a page of an account."""
        work = people.work()
        asked = asking.ask(work, QUESTION, hidden=("after", "limit", "cost_object"))
        page = self.render(
            "sanbao/money/ledger.html",
            asked=asked,
            accounts=_accounts(work),
            answer=asked.answer,
            leads=leading.address_of,
            entry=going.entry,
            further=_further(asked.answer),
            first=_without("after"),
            is_first=not request.args.get("after"),
        )
        return page, asked.status


def _without(name: str) -> str:
    """Return this page's address without one of its words."""
    kept = {key: value for key, value in request.args.items() if key != name and value}
    return f"{request.path}?{urlencode(kept)}"


def _further(answer: Any) -> str:
    """Return the address of the next page, nothing where this is the last."""
    if answer is None or not answer["next"]:
        return ""
    return f"{_without('after')}&{urlencode({'after': answer['next']})}"


def _accounts(work: Work) -> list[tuple[str, str]]:
    """Return the accounts to choose from; those that count goods alone have no money to show."""
    query = (
        select(Account.code, Account.name, Account.name_en)
        .where(Account.company_id == work.company.id, Account.kind != "memo")
        .order_by(Account.code)
    )
    is_english = current_locale() == "en"
    return [
        (code, english if is_english and english else name)
        for code, name, english in work.session.execute(query)
    ]
