"""What a statement says: gross by lots, deductions once and only once, what is frozen, kept back, offset, and the net.

Everything is reckoned over the whole contract and compared with what earlier statements took, so that a later
decision corrects an earlier statement by itself, and settling twice changes nothing (INS-20, S15, S16).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao.money import Currency
from sanbao_installation_outsourcing.rules.agreements import Terms
from sanbao_installation_outsourcing.rules.penalties.facts import REDUCE
from sanbao_installation_outsourcing.rules.penalties.results import Item
from sanbao_installation_outsourcing.rules.penalties.terms import Consequence, Direction
from sanbao_installation_outsourcing.rules.penalties.titles import title

ZERO = Decimal(0)
_HUNDRED = Decimal(100)
UNITS, DEDUCTION, CLAIM, FROZEN, RETENTION, OFFSET = (
    "units",
    "deduction",
    "claim",
    "frozen",
    "retention",
    "offset",
)
#: What we paid for his damage before he did; it stands on the contract itself, not on a statement.
ADVANCE = "advance"
#: A penalty that we owe by the contract's own clauses; it stands on the contract itself too (LED-11).
OWED = "owed"
#: What a clause's consequence becomes on a statement; other consequences are no line of it.
KINDS = {Consequence.DEDUCT: DEDUCTION, Consequence.INVOICE: CLAIM, Consequence.SHIFT_COST: CLAIM}


def kind_of(item: Item) -> str | None:
    """Return which line of a statement an item becomes; a unit that is paid in spite of its fault costs what was left (INS-08)."""
    if item.clause.consequence is Consequence.NOT_PAYABLE and item.ruling == REDUCE:
        return DEDUCTION
    return KINDS.get(item.clause.consequence)


#: An event under a clause: the paper's key and the clause's code.
Matter = tuple[str, str]
#: What clauses are called, by their codes.
Names = Mapping[str, Mapping[str, str] | Text]


@dataclass(frozen=True, slots=True)
class LotCount:
    """How many units of a lot earlier statements paid, how many come now, and how many are taken back."""

    code: str
    before: int
    plus: int
    minus: int = 0

    @property
    def after(self) -> int:
        """How many are paid once this statement stands."""
        return self.before + self.plus - self.minus


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier statements took: per event and clause, and by retention; and what stands open as a claim.

    ``paid_first`` is what we paid others for an event and is offset as such: no statement claims it as well.
    """

    taken: Mapping[tuple[str, Matter], Decimal] = field(default_factory=dict)
    gross: Decimal = ZERO
    retention: Decimal = ZERO
    claim_open: Decimal = ZERO
    claim_steps: tuple[Step, ...] = ()
    paid_first: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement; ``amount`` is what it adds to the net."""

    kind: str
    text: Text
    amount: Decimal
    lot: str | None = None
    event: str | None = None
    clause: str | None = None
    quantity: int | None = None
    assessed: Decimal | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its sums; ``above_fee`` is what deductions took beyond the whole fee, now and before."""

    lines: tuple[Line, ...]
    net: Decimal
    owed_back: Decimal
    tax: Decimal
    above_fee: Decimal

    def sum_of(self, kind: str) -> Decimal:
        """Return what the lines of a kind add to the net."""
        return sum((line.amount for line in self.lines if line.kind == kind), ZERO)

    @property
    def quantity(self) -> int:
        """How many units it pays."""
        return sum(line.quantity or 0 for line in self.lines)


def settle(
    terms: Terms, lots: Sequence[LotCount], items: Iterable[Item], before: Before, currency: Currency
) -> Statement:
    """Return the statement over these units and these items (INS-20)."""
    lines = [line for lot in lots for line in _units(terms, lot, currency)]
    theirs = (item for item in items if item.clause.direction is Direction.THEY_OWE)
    items = list(_less_paid_first(theirs, before.paid_first))
    named = _names(terms, items)
    for kind in (DEDUCTION, CLAIM):
        lines += _taken(kind, items, before, named)
    gross = sum((line.amount for line in lines if line.kind == UNITS), ZERO)
    if terms.payment.frozen == "withheld":
        lines += _frozen(items, before, sum((line.amount for line in lines), ZERO), named)
    room = max(ZERO, sum((line.amount for line in lines), ZERO))
    lines += _kept_back(terms, gross, before, room, currency)
    rest = sum((line.amount for line in lines), ZERO)
    if rest > 0 and before.claim_open > 0 and terms.payment.below_zero == "carry":
        said = Text(N_("Offset against what was owed back"))
        lines.append(Line(OFFSET, said, -min(rest, before.claim_open), steps=before.claim_steps))
    net = sum((line.amount for line in lines), ZERO)
    deducted = sum((line.amount for line in lines if line.kind == DEDUCTION), ZERO)
    tax = currency.round((gross + deducted) * terms.tax_percent / _HUNDRED)
    return Statement(
        tuple(lines), max(ZERO, net), max(ZERO, -net), tax, _above_fee(terms, deducted, before, currency)
    )


def _units(terms: Terms, lot: LotCount, currency: Currency) -> Iterable[Line]:
    """What the units of a lot cost now: the fee of all so far less the fee of those paid before."""
    own = terms.lot(lot.code)
    if own is None or not (lot.plus or lot.minus):
        return
    now, earlier = own.fee(lot.after, currency), own.fee(lot.before, currency)
    arithmetic = f"{lot.after}: {now}; {lot.before}: {earlier}; {now} - {earlier} = {now - earlier}"
    step = Step(
        "INS-01", Text(N_("Fee of all units paid so far, less that of those paid before")), {}, arithmetic
    )
    said = _moved(lot, own.name or own.code)
    yield Line(UNITS, said, now - earlier, lot.code, quantity=lot.plus - lot.minus, steps=(step,))


def _moved(lot: LotCount, name: str) -> Text:
    """Say how many units come, and how many go back because their acceptance was revoked.

    >>> str(_moved(LotCount("A", before=3, plus=0, minus=1), "north"))
    '1 unit of north taken back'
    """
    told = {"count": lot.plus, "back": lot.minus, "lot": name}
    if not lot.minus:
        return Text(N_("{count} units of {lot}"), told)
    if not lot.plus:
        return Text(N_("{back} units of {lot} taken back"), told)
    return Text(N_("{count} units of {lot}, {back} taken back"), told)


def _less_paid_first(items: Iterable[Item], paid_first: Mapping[str, Decimal]) -> Iterable[Item]:
    """Leave out of a claim what we paid for the same event first: that is owed already, and offset (INS-13, INS-20)."""
    left = dict(paid_first)
    for item in items:
        paid = left.get(item.happening, ZERO)
        if kind_of(item) != CLAIM or not paid:
            yield item
            continue
        applied, frozen = min(item.applied, paid), min(item.frozen, max(ZERO, paid - item.applied))
        left[item.happening] = paid - applied - frozen
        said = Text(N_("Paid by us before, and offset as such"))
        step = Step("INS-13", said, {}, f"{item.applied + item.frozen} - {applied + frozen}")
        yield replace(
            item, applied=item.applied - applied, frozen=item.frozen - frozen, steps=(*item.steps, step)
        )


def _names(terms: Terms, items: Sequence[Item]) -> Names:
    """Return what each clause is called: by the version that counts, or by the one that an event was judged by (CAL-09)."""
    known = (*terms.clauses, *(item.clause for item in items))
    return {clause.code: title(clause) for clause in known}


def _taken(kind: str, items: Sequence[Item], before: Before, named: Names) -> Iterable[Line]:
    """Take what is applied and was not taken yet; give back what was taken and no longer applies."""
    now = {(item.happening, item.clause.code): item for item in items if kind_of(item) == kind}
    known = {matter for taken_kind, matter in before.taken if taken_kind == kind}
    for matter in [*now, *sorted(known - set(now))]:
        item = now.get(matter)
        taken = before.taken.get((kind, matter), ZERO)
        applied = item.applied if item is not None else ZERO
        if applied == taken:
            continue
        said = (
            N_("{clause}: {event}")
            if not taken
            else N_("{clause}: {event}, correction of earlier statements")
        )
        arithmetic = f"{applied} - {taken} = {applied - taken}"
        step = Step("INS-20", Text(N_("What applies, less what earlier statements took")), {}, arithmetic)
        yield Line(
            kind,
            Text(said, {"clause": named.get(matter[1], matter[1]), "event": matter[0]}),
            taken - applied,
            event=matter[0],
            clause=matter[1],
            assessed=item.assessed if item is not None else ZERO,
            steps=(*(item.steps if item is not None else ()), step),
        )


def _frozen(items: Sequence[Item], before: Before, payable: Decimal, named: Names) -> Iterable[Line]:
    """Withhold what waits for a decision, as far as there is anything to pay; release what waits no longer."""
    now = {(item.happening, item.clause.code): item for item in items if kind_of(item) is not None}
    known = {matter for kind, matter in before.taken if kind == FROZEN}
    changes = []
    for matter in [*now, *sorted(known - set(now))]:
        held = before.taken.get((FROZEN, matter), ZERO)
        wanted = now[matter].frozen if matter in now else ZERO
        changes.append((matter, wanted, held))
    # What is released makes room for what is withheld anew, unless he owes more than that.
    released = sum((held - wanted for _matter, wanted, held in changes if wanted < held), ZERO)
    room = max(ZERO, payable + released)
    for matter, wanted, held in changes:
        change = min(wanted - held, room) if wanted > held else wanted - held
        if not change:
            continue
        room -= max(ZERO, change)
        said = (
            N_("{clause}: {event}, frozen until it is decided")
            if change > 0
            else N_("{clause}: {event}, released")
        )
        item = now.get(matter)
        yield Line(
            FROZEN,
            Text(said, {"clause": named.get(matter[1], matter[1]), "event": matter[0]}),
            -change,
            event=matter[0],
            clause=matter[1],
            assessed=item.assessed if item is not None else ZERO,
            steps=item.steps if item is not None else (),
        )


def _kept_back(
    terms: Terms, gross: Decimal, before: Before, room: Decimal, currency: Currency
) -> Iterable[Line]:
    """Keep back the agreed part of the fee, over all statements together, never more than there is."""
    percent = terms.payment.retention_percent
    if not percent and not before.retention:
        return
    target = currency.round((before.gross + gross) * percent / _HUNDRED)
    change = min(target - before.retention, room)
    if change:
        arithmetic = f"{percent.normalize():f} % × {before.gross + gross} - {before.retention} → {change}"
        step = Step("INS-20", Text(N_("Retention over all statements together")), {}, arithmetic)
        yield Line(
            RETENTION, Text(N_("Retention of {percent} %"), {"percent": percent}), -change, steps=(step,)
        )


def _above_fee(terms: Terms, deducted: Decimal, before: Before, currency: Currency) -> Decimal:
    """Return by how much this statement's deductions go beyond the whole fee of the contract (LED-15)."""
    earlier = sum((amount for (kind, _m), amount in before.taken.items() if kind == DEDUCTION), ZERO)
    fee = terms.total_fee(currency)
    return max(ZERO, earlier - deducted - fee) - max(ZERO, earlier - fee)


def taken_from(claims: Mapping[int, Decimal], amount: Decimal) -> dict[int, Decimal]:
    """Return how an amount that he pays back falls on what stands open, in its order.

    >>> taken_from({7: Decimal(100), 9: Decimal(50)}, Decimal(120))
    {7: Decimal('100'), 9: Decimal('20')}
    """
    taken: dict[int, Decimal] = {}
    for key, owed in claims.items():
        part = min(max(ZERO, owed), amount)
        if part:
            taken[key], amount = part, amount - part
    return taken


def less_paid(owed: Mapping[int, Decimal], total: Decimal) -> dict[int, Decimal]:
    """Return what is left of claims of which only so much in all is still open: what was paid falls on the oldest.

    >>> less_paid({7: Decimal(100), 9: Decimal(50)}, Decimal(30))
    {7: Decimal('0'), 9: Decimal('30')}
    """
    open_in_all = sum(owed.values(), ZERO)
    paid = taken_from(dict(sorted(owed.items())), max(ZERO, open_in_all - max(ZERO, total)))
    return {key: amount - paid.get(key, ZERO) for key, amount in owed.items()}
