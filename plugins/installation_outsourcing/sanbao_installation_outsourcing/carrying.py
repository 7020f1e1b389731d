"""How far a decision on what still grows should carry: as far as the clause can ever take, so that it is made once (CAL-10)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao_installation_outsourcing.agreed import terms_in_force
from sanbao_installation_outsourcing.happened import happening_of
from sanbao_installation_outsourcing.models import Contract, InstallerEvent
from sanbao_installation_outsourcing.rules.penalties.caps import Room
from sanbao_installation_outsourcing.rules.penalties.facts import Happening
from sanbao_installation_outsourcing.rules.penalties.terms import Clause

if TYPE_CHECKING:
    from sanbao.work import Work


def proposed(work: Work, event: InstallerEvent) -> Decimal | None:
    """Return up to what a decision of two should carry; nothing where one person may decide, or nothing grows."""
    if event.assessed <= work.setting("outsourcing_decision_limit"):
        return None
    contract = work.session.get_one(Contract, event.contract_id)
    terms = terms_in_force(work, contract, event.occurred_on)
    one = happening_of(event)
    room = Room(terms.amounts(work.erp.currency), terms.joint_cap)
    growing = [clause for clause in terms.clauses if clause.is_right and _grows(clause, one)]
    most = [room.most_of(clause, one) for clause in growing]
    known = [amount for amount in most if amount is not None]
    if not known or len(known) < len(most):
        return None
    return max(sum(known, Decimal(0)), event.assessed)


def _grows(clause: Clause, one: Happening) -> bool:
    """Tell whether a clause counts time that has not ended."""
    counts_time = "day" in clause.per or "hour" in clause.per
    has_ended = (one.done_on is not None or one.done_at is not None) and not one.never_accepted
    return clause.trigger == one.trigger and counts_time and not has_ended
