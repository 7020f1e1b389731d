"""What stands open and how old it is: open items, ageing (账龄), reminders (催款), and whether it all foots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, func, select, type_coerce

from sanbao.ledger.models import PostedLine
from sanbao.money import from_units
from sanbao.operation import question
from sanbao.registry.models import Party
from sanbao_billing.items import Wanted, open_items
from sanbao_billing.roles import DEBIT_ROLES, OPEN_ROLES, accounts_of
from sanbao_billing.rules import ageing as days_of_delay
from sanbao_billing.rules.items import ZERO, Item, oldest_first, total
from sanbao_billing.schemas.accounts import AgeingQuestion, DunningQuestion, FootingQuestion, ItemsQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

PAGE = 5_000
READERS = ("finance", "auditor", "general_manager", "sales", "sales_manager", "purchasing")


@question("item.list", schema=ItemsQuestion, roles=READERS)
def list_items(
    work: Work, *, role: str | None = None, party: Party | None = None, on: date | None = None
) -> list[dict[str, Any]]:
    """List what stands open (未清项): now, or as it stood on a day; positive is debit."""
    roles = (role,) if role is not None else tuple(OPEN_ROLES)
    found = open_items(work, Wanted(roles, party.id if party is not None else None, on=on))
    codes = party_codes(work, found)
    return [{"party": codes.get(item.party_id), **shown(item)} for item in found]


def shown(item: Item) -> dict[str, Any]:
    """Return an item as plain data."""
    return {
        "item": item.code,
        "role": item.role,
        "document": item.document,
        "names": ", ".join(item.names),
        "on": item.on,
        "due_on": item.due_on,
        "summary": item.summary,
        "amount": item.amount,
        "open": item.open,
    }


def party_codes(work: Work, items: Iterable[Item]) -> dict[int | None, str]:
    """Return the codes of the parties of some items."""
    return {key: party.code for key, party in parties_of(work, items).items()}


def parties_of(work: Work, items: Iterable[Item]) -> dict[int | None, Party]:
    """Return the parties of some items, a page of them per query."""
    keys = sorted({item.party_id for item in items if item.party_id is not None})
    found: dict[int | None, Party] = {}
    for start in range(0, len(keys), PAGE):
        query = select(Party).where(Party.id.in_(keys[start : start + PAGE]))
        found.update({party.id: party for party in work.session.scalars(query)})
    return found


@question("ageing.report", schema=AgeingQuestion, roles=READERS)
def ageing(
    work: Work,
    *,
    role: str,
    by: str,
    party: Party | None = None,
    on: date | None = None,
    buckets: str | None = None,
) -> list[dict[str, Any]]:
    """Say how old what is open is, per party and bucket of days (账龄): today, or as it stood on a day.

    Amounts stand on the account's usual side; what was paid too much is negative.
    """
    day = on or work.today
    known = days_of_delay.buckets(buckets or work.setting("billing_buckets"))
    found = open_items(work, Wanted((role,), party.id if party is not None else None, on=day))
    parties = parties_of(work, found)
    rows = []
    for key, items in by_party(found).items():
        days = [(item.due_on or item.on) if by == "due" else item.on for item in items]
        sums = days_of_delay.aged(zip(days, (usual(item) for item in items), strict=True), day, known)
        sums = {name: work.erp.currency.round(amount) for name, amount in sums.items()}
        one = parties.get(key)
        named = {"party": one.code if one is not None else None, "name": one.name if one is not None else ""}
        rows.append({**named, "total": sum(sums.values(), ZERO), **sums})
    return sorted(rows, key=lambda row: row["party"] or "")


def usual(item: Item) -> Decimal:
    """Return what is open with the sign that is usual on its account: a payable of ours is positive too."""
    return item.open if item.role in DEBIT_ROLES else -item.open


def by_party(items: Iterable[Item]) -> dict[int | None, list[Item]]:
    """Return items party by party."""
    groups: defaultdict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.party_id].append(item)
    return dict(groups)


@question("dunning.list", schema=DunningQuestion, roles=READERS)
def dunning(work: Work, *, party: Party | None = None, on: date | None = None) -> list[dict[str, Any]]:
    """List receivables that are overdue, with the reminder that each delay calls for (催款); the oldest first."""
    day = on or work.today
    known = days_of_delay.buckets(work.setting("billing_reminders"))
    found = open_items(work, Wanted(("AR",), party.id if party is not None else None, on=day))
    parties = parties_of(work, found)
    rows = []
    for item in oldest_first(item for item in found if item.is_debit):
        days = (day - (item.due_on or item.on)).days
        one = parties.get(item.party_id)
        if days > 0:
            rows.append(
                {
                    "party": one.code if one is not None else None,
                    "name": one.name if one is not None else "",
                    "phone": one.phone if one is not None else None,
                    "document": item.document,
                    "names": ", ".join(item.names),
                    "due_on": item.due_on,
                    "days": days,
                    "open": item.open,
                    "reminder": days_of_delay.level(days, known),
                }
            )
    return rows


@question("item.footing", schema=FootingQuestion, roles=READERS)
def footing(work: Work, *, on: date | None = None) -> list[dict[str, Any]]:
    """Say for each account of open items whether they add up to what it carries: now, or on a day."""
    found = open_items(work, Wanted(on=on, is_bare=True))
    carried = balances(work, on)
    rows = []
    for account_id, role in accounts_of(work.ledger.chart).items():
        items = [item for item in found if item.role == role]
        balance = carried.get(account_id, ZERO)
        rows.append(
            {
                "role": role,
                "account": work.ledger.chart.account(role).code,
                "items": len(items),
                "open": total(items),
                "balance": balance,
                "foots": total(items) == balance,
            }
        )
    return rows


def balances(work: Work, on: date | None = None) -> dict[int, Decimal]:
    """Return what each account of open items carries, summed from its lines."""
    net = func.sum(type_coerce(PostedLine.debit, BigInteger) - type_coerce(PostedLine.credit, BigInteger))
    query = select(PostedLine.account_id, net).where(
        PostedLine.account_id.in_(accounts_of(work.ledger.chart))
    )
    if on is not None:
        query = query.where(PostedLine.date <= on)
    rows = work.session.execute(query.group_by(PostedLine.account_id))
    return {key: from_units(int(units), work.erp.currency.digits) for key, units in rows}
