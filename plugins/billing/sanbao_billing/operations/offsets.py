"""Settling without money: receivable against payable (对抵), a deposit used up, items that clear each other (核销)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.documents.operations import new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao_billing import matching, postings
from sanbao_billing.errors import NeedsAssignment, NothingToMatch, NothingToOffset
from sanbao_billing.items import Wanted, hold, hold_all, open_items, open_on
from sanbao_billing.models import Clearing, Match, Offset
from sanbao_billing.operations.days import not_before, not_in_future
from sanbao_billing.operations.payments import CASHIERS
from sanbao_billing.rules.items import Item, named, oldest_first, total
from sanbao_billing.rules.proposals import pair
from sanbao_billing.schemas.common import Undo
from sanbao_billing.schemas.payments import ClearingInput, DepositInput, OffsetInput

if TYPE_CHECKING:
    from sanbao.work import Work

#: Which account a deposit is debited to and credited from when it is used up.
DEPOSITS = {"received": ("DEPOSIT_RECEIVED", "AR"), "paid": ("AP", "PREPAID")}


@operation("offset.make", title=N_("Offset"), schema=OffsetInput, roles=CASHIERS)
def make(
    work: Work,
    *,
    party: Party,
    debit: str,
    credit: str,
    items: Sequence[str],
    other_party: Party | None = None,
    amount: Decimal | None = None,
    assignment: str | None = None,
    on: date | None = None,
) -> Offset:
    """Set off what a party owes us against what we owe it (对抵, LED-14, LED-15); of two parties by assignment only."""
    other = other_party or party
    if other.id != party.id and not assignment:
        raise NeedsAssignment(party=party.name, other=other.name)
    return _set_off(work, (debit, party), (credit, other), amount, items, assignment, on)


@operation("deposit.apply", title=N_("Use a deposit"), schema=DepositInput, roles=CASHIERS)
def apply_deposit(
    work: Work,
    *,
    party: Party,
    side: str,
    items: Sequence[str],
    amount: Decimal | None = None,
    on: date | None = None,
) -> Offset:
    """Use a deposit up for what is due (预收冲应收, 预付冲应付)."""
    debit, credit = DEPOSITS[side]
    return _set_off(work, (debit, party), (credit, party), amount, items, None, on)


def _set_off(
    work: Work,
    owed: tuple[str, Party],
    owing: tuple[str, Party],
    amount: Decimal | None,
    items: Sequence[str],
    assignment: str | None,
    on: date | None,
) -> Offset:
    day = not_in_future(work, "on", on)
    (debit_role, creditor), (credit_role, debtor) = owed, owing
    hold(work, [creditor.id, debtor.id])
    ours = _side(work, debit_role, creditor, items, is_debit=False)
    theirs = _side(work, credit_role, debtor, items, is_debit=True)
    most = min(-total(ours), total(theirs))
    wanted = amount if amount is not None else most
    if not 0 < wanted <= most:
        raise NothingToOffset(open=most, amount=wanted)
    parties = ", ".join(dict.fromkeys((creditor.name, debtor.name)))
    title = in_language(work.company.locale, N_("Set off with {party}"), party=parties)
    head = new_document(work, "offset", title=title, party_id=creditor.id, dated_on=day)
    head.closed_at = work.now
    paper = Offset(
        document=head,
        company_id=work.company.id,
        debit_role=debit_role,
        debit_party_id=creditor.id,
        credit_role=credit_role,
        credit_party_id=debtor.id,
        amount=wanted,
        offset_on=day,
        assignment=assignment,
    )
    work.session.add(paper)
    work.session.flush()
    debit, credit = postings.offset(work, paper, parties)
    pairs = [(debit, item, part) for item, part in _taken(ours, wanted)]
    pairs += [(item, credit, part) for item, part in _taken(theirs, wanted)]
    matching.settle(work, head, pairs, day)
    return paper


def _side(work: Work, role: str, party: Party, items: Sequence[str], *, is_debit: bool) -> list[Item]:
    """Return what can be set off on one side: all of it, or what was named on that side."""
    found = [item for item in open_on(work, role, party.id) if item.is_debit is is_debit]
    wanted = [item for item in found if any(item in named(found, reference) for reference in items)]
    return oldest_first(wanted or found)


def _taken(items: Iterable[Item], amount: Decimal) -> list[tuple[Item, Decimal]]:
    found = []
    for item in items:
        part = min(amount, abs(item.open))
        if part:
            found.append((item, part))
            amount -= part
    return found


@operation(
    "offset.cancel",
    title=N_("Cancel the offset"),
    on=Offset,
    moves={"made": "cancelled"},
    schema=Undo,
    roles=CASHIERS,
)
def cancel(work: Work, paper: Offset, *, reason: str, on: date | None = None) -> Offset:
    """Take an offset back: its matches are undone, its entry is reversed in red (LED-01)."""
    day = not_before(work, paper.document, on, paper.offset_on)
    hold(work, [paper.debit_party_id, paper.credit_party_id])
    matching.undo(work, matching.touching(paper.document_id), reason, day)
    postings.take_back(work, paper.document, postings.OFFSET, day, reason)
    work.note(paper.document, note=reason)
    return paper


@operation("clearing.make", title=N_("Clear items"), schema=ClearingInput, roles=CASHIERS)
def clear(
    work: Work, *, role: str, items: Sequence[str], party: Party | None = None, on: date | None = None
) -> Clearing:
    """Let debit and credit items of one account settle each other, equal amounts first: of one party or of all."""
    day = not_in_future(work, "on", on)
    found = _to_clear(work, role, party)
    if items:
        found = _named(found, items)
    pairs = [one for group in _by_party(found) for one in pair(group)]
    if not pairs:
        raise NothingToMatch()
    title = in_language(work.company.locale, N_("Open items cleared"))
    head = new_document(
        work, "clearing", title=title, party_id=party.id if party is not None else None, dated_on=day
    )
    head.closed_at = work.now
    amount = sum((one[2] for one in pairs), Decimal(0))
    paper = Clearing(
        document=head,
        company_id=work.company.id,
        party_id=head.party_id,
        role=role,
        amount=amount,
        cleared_on=day,
    )
    work.session.add(paper)
    work.session.flush()
    matching.settle(work, head, pairs, day)
    return paper


def _to_clear(work: Work, role: str, party: Party | None) -> list[Item]:
    if party is None:
        hold_all(work)
        return open_items(work, Wanted((role,)))
    hold(work, [party.id])
    return open_on(work, role, party.id)


def _named(found: Sequence[Item], references: Sequence[str]) -> list[Item]:
    """Return the items that are named, or say which name fits nothing."""
    wanted = {reference: named(found, reference) for reference in references}
    message = N_("There is no open item “{item}” here.")
    problems = [
        Problem(f"items.{position}", message, {"item": reference})
        for position, reference in enumerate(references)
        if not wanted[reference]
    ]
    if problems:
        raise Invalid(problems)
    return list(dict.fromkeys(item for fitting in wanted.values() for item in fitting))


def _by_party(items: Iterable[Item]) -> list[list[Item]]:
    groups: defaultdict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.party_id].append(item)
    return list(groups.values())


@operation(
    "clearing.undo",
    title=N_("Undo the clearing"),
    on=Clearing,
    moves={"made": "undone"},
    schema=Undo,
    roles=CASHIERS,
)
def undo_clearing(work: Work, paper: Clearing, *, reason: str, on: date | None = None) -> Clearing:
    """Take a clearing apart; its items stand open again."""
    day = not_before(work, paper.document, on, paper.cleared_on)
    if paper.party_id is None:
        hold_all(work)
    else:
        hold(work, [paper.party_id])
    matching.undo(work, Match.document_id == paper.document_id, reason, day)
    work.note(paper.document, note=reason)
    return paper
