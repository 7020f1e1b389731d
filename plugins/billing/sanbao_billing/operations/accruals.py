"""What is accrued for a case and taken over for the same case settles itself: nobody has to clear it by hand (LED-09, LED-15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao_billing import matching
from sanbao_billing.items import hold, open_on
from sanbao_billing.rules.proposals import pair

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_billing.rules.items import Item

ROLE = "GRIR"


def clear_by_case(work: Work, documents: Sequence[Document]) -> None:
    """Let the accruals of a case be settled by what this Work takes off them for the same case and party."""
    taken_over = _taken_over(work)
    if taken_over:
        hold(work, sorted(taken_over))
    for party_id, cases in sorted(taken_over.items()):
        mine: dict[int, list[Item]] = {case_id: [] for case_id in sorted(cases)}
        for item in open_on(work, ROLE, party_id):
            if item.cost_object_id in mine:
                mine[item.cost_object_id].append(item)
        pairs = [one for items in mine.values() for one in pair(items)]
        matching.settle(work, documents[0], pairs, work.today)


def _taken_over(work: Work) -> dict[int, set[int]]:
    """Return by party for which cases an accrual is taken over; an accrual alone costs no look at the items."""
    found: dict[int, set[int]] = {}
    if not work.ledger.collected_count:
        return found
    account = work.ledger.chart.account(ROLE).id
    for entry in work.ledger.collected:
        for line in entry.lines:
            if line.party is None or line.cost_object is None or line.debit <= line.credit:
                continue
            if work.ledger.chart.account(line.account).id == account:
                found.setdefault(line.party, set()).add(line.cost_object)
    return found
