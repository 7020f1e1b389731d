"""What stands open with a party, as its page shows it: by kind of item, what is overdue, the oldest papers first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sanbao.decision import Text
from sanbao.i18n import N_, _
from sanbao_billing.items import Wanted, open_items
from sanbao_billing.operations.accounts import usual
from sanbao_billing.roles import OPEN_ROLES
from sanbao_billing.rules.items import ZERO, Item, oldest_first

if TYPE_CHECKING:
    from sanbao.registry.models import Party
    from sanbao.work import Work

_SHOWN = 10


def describe_party(work: Work, parties: Sequence[Party]) -> list[dict[str, Any]]:
    """Return balance and overdue of each party, to whom may read open items; nothing where nothing is open."""
    if not work.access.may("item.list"):
        return [{} for _party in parties]
    wanted = Wanted(party_id=parties[0].id) if len(parties) == 1 else Wanted()
    by_party: defaultdict[int | None, list[Item]] = defaultdict(list)
    for item in open_items(work, wanted):
        by_party[item.party_id].append(item)
    return [_section(work, by_party[party.id]) if party.id in by_party else {} for party in parties]


def _section(work: Work, items: Sequence[Item]) -> dict[str, Any]:
    roles = dict.fromkeys(item.role for item in items)
    return {
        "title": _(N_("Open items")),
        "balances": [_balance(work, role, [item for item in items if item.role == role]) for role in roles],
        "oldest": [
            {
                "document": item.document,
                "what": Text(OPEN_ROLES[item.role]),
                "dated_on": item.on,
                "due_on": item.due_on,
                "open": usual(item),
            }
            for item in oldest_first(items)[:_SHOWN]
        ],
    }


def _balance(work: Work, role: str, items: Sequence[Item]) -> dict[str, Any]:
    late = [item for item in items if (item.due_on or item.on) < work.today]
    return {
        "what": Text(OPEN_ROLES[role]),
        "open": sum((usual(item) for item in items), ZERO),
        "overdue": sum((usual(item) for item in late), ZERO),
    }
