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

ROLE = "GRIR"


def clear_by_case(work: Work, documents: Sequence[Document]) -> None:
    """Let the accruals of a case be settled by what this Work takes off them for the same case and party."""
    for party_id, case_id in _taken_over(work):
        hold(work, [party_id])
        mine = [item for item in open_on(work, ROLE, party_id) if item.cost_object_id == case_id]
        matching.settle(work, documents[0], pair(mine), work.today)


def _taken_over(work: Work) -> list[tuple[int, int]]:
    """Return of whom and for which cases an accrual is taken over; an accrual alone costs no look at the items."""
    if not work.ledger.collected_count:
        return []
    account = work.ledger.chart.account(ROLE).id
    found = {
        (line.party, line.cost_object)
        for entry in work.ledger.collected
        for line in entry.lines
        if line.party is not None and line.cost_object is not None and line.debit > line.credit
        if work.ledger.chart.account(line.account).id == account
    }
    return sorted((party, case) for party, case in found if party is not None and case is not None)
