"""Decisions count: apply, reduce, waive; each carries only so far, and the clauses of one event share it (CAL-10)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.penalties.facts import APPLY, REDUCE, WAIVE, Happening, Ruling
from sanbao_installation_outsourcing.rules.penalties.results import ASSESSED, Item
from sanbao_installation_outsourcing.rules.penalties.terms import Clause

ZERO = Decimal(0)
_SAID = {APPLY: N_("Decided: applied"), REDUCE: N_("Decided: reduced"), WAIVE: N_("Decided: waived")}


@dataclass
class Shared:
    """What is left of an event's own amounts for the next clause that rests on it: one decision is not taken twice."""

    left: dict[tuple[str, str], Decimal] = field(default_factory=dict)

    def take(self, event: str, what: str, most: Decimal | None, wanted: Decimal) -> Decimal:
        """Take as much of what is wanted as the event has left of this; all of it where there is no bound."""
        if most is None:
            return wanted
        left = self.left.get((event, what), most)
        taken = min(left, wanted)
        self.left[event, what] = left - taken
        return taken


def ruled(item: Item, one: Happening, shared: Shared) -> Item:
    """Let the decision count; a right needs one, a duty applies by itself (CAL-10).

    What a right has grown beyond what its decision carries stands frozen like one that nobody has decided on.
    """
    if item.status != ASSESSED:
        return item
    ruling = one.ruling
    if ruling is None:
        return _unruled(item, one, shared)
    carried = _carried(item, ruling, shared)
    beyond = item.assessed - carried
    kept = _kept(item, ruling, shared, carried)
    steps = [Step("CAL-10", Text(_SAID[ruling.kind]), {}, str(kept))]
    if beyond:
        said = N_("The decision carries up to {most}; what has grown beyond it waits for a second person")
        arithmetic = f"{item.assessed} - {carried} = {beyond}"
        steps.append(Step("CAL-10", Text(said, {"most": ruling.most}), {}, arithmetic, holds=False))
    disputed = _disputed(one, shared, kept)
    steps += _said_disputed(kept, disputed)
    return replace(
        item,
        decided=kept + beyond,
        frozen=disputed + beyond,
        beyond=beyond,
        ruling=ruling.kind,
        steps=(*item.steps, *steps),
    )


def _unruled(item: Item, one: Happening, shared: Shared) -> Item:
    """Leave a right frozen until somebody decides; a duty applies, but for what is disputed."""
    step = Step("CAL-10", _waits_or_applies(item.clause), {}, str(item.assessed))
    if item.clause.is_right:
        return replace(item, decided=item.assessed, frozen=item.assessed, steps=(*item.steps, step))
    disputed = _disputed(one, shared, item.assessed)
    steps = (*item.steps, step, *_said_disputed(item.assessed, disputed))
    return replace(item, decided=item.assessed, frozen=disputed, steps=steps)


def _carried(item: Item, ruling: Ruling, shared: Shared) -> Decimal:
    """Return how much of what is assessed the decision speaks of; a duty needs none, so none bounds it."""
    if not item.clause.is_right:
        return item.assessed
    return shared.take(item.happening, "carried", ruling.most, item.assessed)


def _kept(item: Item, ruling: Ruling, shared: Shared, carried: Decimal) -> Decimal:
    """Return what the decision leaves of what it speaks of."""
    if ruling.kind == WAIVE:
        return ZERO
    if ruling.kind == REDUCE:
        return shared.take(item.happening, "reduced", ruling.amount, carried)
    return carried


def _disputed(one: Happening, shared: Shared, decided: Decimal) -> Decimal:
    return shared.take(one.key, "disputed", one.disputed, decided)


def _said_disputed(decided: Decimal, disputed: Decimal) -> tuple[Step, ...]:
    """Say what a dispute leaves to be taken now (INS-16)."""
    if not disputed:
        return ()
    said = N_("The disputed part stands frozen until it is decided")
    return (Step("INS-16", Text(said), {}, f"{decided} - {disputed} = {decided - disputed}"),)


def _waits_or_applies(clause: Clause) -> Text:
    if clause.is_right:
        return Text(N_("It is a right: somebody entitled has to decide"))
    return Text(N_("It applies by itself"))
