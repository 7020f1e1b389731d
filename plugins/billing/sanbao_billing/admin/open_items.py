"""Open items on a page: of one account, one party, as of a day; each leads to its paper and to what settles it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.i18n import N_
from sanbao.registry.models import Party
from sanbao_admin import acting, asking, leading, people
from sanbao_admin.views import View, expose
from sanbao_billing.roles import OPEN_ROLES

if TYPE_CHECKING:
    from sanbao.work import Work

QUESTION = "item.list"
#: So many items stand on the page; a party narrows it down.
MOST = 500


class OpenItems(View):
    """What stands open between us and others."""

    code = "open_items"
    title = N_("Open items")
    help = N_(
        "What stands open on each account, line by line; what is overdue is red. Positive amounts are debits."
    )
    need = QUESTION
    group = "money"
    icon = "clip"

    def __init__(self) -> None:
        super().__init__(url="/money/open-items")

    @expose("/")
    def index(self) -> Any:
        """List open items with their sums."""
        work = people.work()
        asked = asking.ask(work, QUESTION)
        items: Sequence[dict[str, Any]] = asked.answer or []
        page = self.render(
            "sanbao_billing/open_items.html",
            asked=asked,
            items=items[:MOST],
            left=max(len(items) - MOST, 0),
            sums=_sums(items),
            names=_names(work, items[:MOST]),
            roles=OPEN_ROLES,
            today=asked.given.get("on") or work.today.isoformat(),
            leads=leading.address_of,
            address=acting.address,
            party=asked.given.get("party", ""),
            role=asked.given.get("role", ""),
            statement=_statement(work, asked.given),
        )
        return page, asked.status


def _sums(items: Sequence[dict[str, Any]]) -> list[tuple[str, int, Decimal]]:
    """Return how many items each account has, and their sum."""
    found: dict[str, tuple[int, Decimal]] = {}
    for item in items:
        count, total = found.get(item["role"], (0, Decimal(0)))
        found[item["role"]] = (count + 1, total + item["open"])
    return [(role, *found[role]) for role in OPEN_ROLES if role in found]


def _names(work: Work, items: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return what the parties of the items are called: few people know them by their codes."""
    codes = {item["party"] for item in items if item["party"]}
    query = select(Party.code, Party.name).where(Party.company_id == work.company.id, Party.code.in_(codes))
    return {code: name for code, name in work.session.execute(query)} if codes else {}


def _statement(work: Work, given: dict[str, str]) -> str:
    """Return the address at which a statement of account is drawn up for the party on the page."""
    party = given.get("party")
    if not party or not work.access.may("statement.issue"):
        return ""
    start = work.today.replace(month=1, day=1)
    return acting.address(
        "statement.issue", party=party, role=given.get("role") or "AR", start=start, end=work.today
    )
