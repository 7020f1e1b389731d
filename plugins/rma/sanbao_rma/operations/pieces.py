"""The pieces of a parcel: picked by serial number or position, taken one step further (RMA-01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import lazyload, selectinload

from sanbao.database.pages import pages
from sanbao.documents import decisions
from sanbao.documents.models import DecisionRecord, Document
from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.records import name_of
from sanbao_rma import errors
from sanbao_rma.kinds import LINE_FLOW
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.rules.flow import STEPS

if TYPE_CHECKING:
    from sqlalchemy.sql.base import ExecutableOption

    from sanbao.registry.models import Party
    from sanbao.work import Work


#: What many pieces have in common is read once, and not with every piece.
_SHARED = [selectinload(of) for of in (RmaLine.unit, RmaLine.product, RmaLine.owner, RmaLine.place)]
_BARE = [lazyload(of) for of in (RmaLine.unit, RmaLine.product, RmaLine.owner, RmaLine.place)]
_KEYS = (
    select(RmaLine.id, RmaLine.document_id)
    .where(RmaLine.document_id.in_(bindparam("parcels", expanding=True)))
    .order_by(RmaLine.document_id, RmaLine.position)
)


def lines_of(work: Work, rma: Rma) -> list[RmaLine]:
    """Return all pieces of a parcel in their order, those that were added just now among them."""
    return lines_of_all(work, [rma])[rma.document_id]


def lines_of_all(work: Work, rmas: Iterable[Rma], *, bare: bool = False) -> dict[int, list[RmaLine]]:
    """Return all pieces of many parcels by parcel, each in their order; a few queries however many.

    Of pieces that are at hand already only the keys are read again: an operation looks at them several times.
    ``bare`` pieces come without what they are and where they stand, for steps that only look at the pieces.
    """
    work.session.flush()
    found: dict[int, list[RmaLine]] = {rma.document_id: [] for rma in rmas}
    rows = [row for keys in pages(list(found)) for row in work.session.execute(_KEYS, {"parcels": keys})]
    known = _known(work, [row.id for row in rows], _BARE if bare else _SHARED)
    for row in rows:
        found[row.document_id].append(known[row.id])
    return found


def _known(work: Work, ids: Sequence[int], loading: Sequence[ExecutableOption]) -> dict[int, RmaLine]:
    """Return pieces by their keys: those at hand, and the others read with all that hangs on them."""
    by_key, key_of = work.session.identity_map, inspect(RmaLine).identity_key_from_primary_key
    known = {key: by_key.get(key_of((key,))) for key in ids}
    missing = [key for key, line in known.items() if line is None or inspect(line).expired]
    for keys in pages(missing):
        # The parcels are at hand: their papers need not come along with every piece once more.
        query = select(RmaLine).where(RmaLine.id.in_(keys)).options(lazyload(RmaLine.document), *loading)
        known |= {line.id: line for line in work.session.scalars(query)}
    return {key: line for key, line in known.items() if line is not None}


def lines_of_outbound(work: Work, outbound_id: int) -> list[RmaLine]:
    """Return the pieces that left on an outbound form."""
    query = select(RmaLine).where(RmaLine.outbound_id == outbound_id).order_by(RmaLine.id)
    return list(work.session.scalars(query))


def find_line(work: Work, key: str) -> RmaLine:
    """Return a piece by its parcel's number and its position: ``RM202406-0001/2``."""
    number, _slash, position = key.rpartition("/")
    query = (
        select(RmaLine)
        .join(Document, Document.id == RmaLine.document_id)
        .where(Document.company_id == work.company.id, Document.number == number)
        .where(RmaLine.position == (int(position) if position.isascii() and position.isdigit() else 0))
    )
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound(what=_(N_("piece of an RMA")), key=key)
    return found


def called(line: RmaLine) -> str:
    """Return how people call a piece: its serial number, or its position in the parcel."""
    return line.serial or f"#{line.position}"


def named(lines: Iterable[RmaLine]) -> str:
    """Return how people call some pieces."""
    return ", ".join(called(line) for line in lines)


def pick(work: Work, rma: Rma, keys: Sequence[str]) -> list[RmaLine]:
    """Return the pieces of these serial numbers or positions, each once, in the order of the parcel."""
    lines = lines_of(work, rma)
    found = {line.id: line for line in (one_of(rma, lines, key) for key in keys)}
    return sorted(found.values(), key=lambda line: line.position)


def pick_one(work: Work, rma: Rma, key: str) -> RmaLine:
    """Return the piece of a serial number or position."""
    return one_of(rma, lines_of(work, rma), key)


def said_of(
    work: Work, rma: Rma, said: Sequence[dict[str, Any]]
) -> list[tuple[RmaLine | None, dict[str, Any]]]:
    """Return what was said of pieces with the piece that each names, if it names one."""
    lines = lines_of(work, rma)
    return [(one_of(rma, lines, one["line"]) if "line" in one else None, one) for one in said]


def named_of(work: Work, rma: Rma, said: Sequence[dict[str, Any]]) -> list[tuple[RmaLine, dict[str, Any]]]:
    """Return what was said of pieces with the piece that each of them must name."""
    return [(line, one) for line, one in said_of(work, rma, said) if line is not None]


def one_of(rma: Rma, lines: Sequence[RmaLine], key: str) -> RmaLine:
    """Return the one of these pieces that a serial number or position names."""
    text = key.strip().casefold()
    live = [line for line in lines if line.state != "void"]
    fitting = [line for line in live if line.serial is not None and line.serial.casefold() == text]
    if not fitting and text.removeprefix("#").isdecimal():
        fitting = [line for line in live if line.position == int(text.removeprefix("#"))]
    if len(fitting) != 1:
        raise errors.NoSuchPiece(rma=name_of(rma), key=key, pieces=named(live))
    return fitting[0]


def ready(work: Work, rma: Rma, keys: Sequence[str], step: str) -> list[RmaLine]:
    """Return the named pieces, or all that can take a step; refused where none can, or a named one cannot (RMA-01)."""
    if keys:
        chosen = pick(work, rma, keys)
        refuse_wrong_order(chosen, step)
        return chosen
    found = [line for line in lines_of(work, rma) if line.state in STEPS[step]]
    if not found:
        raise nothing_to_do(rma, step)
    return found


def nothing_to_do(rma: Rma, step: str) -> errors.NothingToDo:
    """Return the refusal of a step that no piece of a parcel can take."""
    return errors.NothingToDo(rma=name_of(rma), needed=_labels(step))


def refuse_wrong_order(lines: Sequence[RmaLine], step: str) -> None:
    """Refuse a step that a piece cannot take from where it stands; every such piece is named."""
    wrong = [line for line in lines if line.state not in STEPS[step]]
    if wrong:
        pieces = _(N_(", ")).join(
            f"{called(line)} ({_(LINE_FLOW.state(line.state).label)})" for line in wrong
        )
        raise errors.WrongOrder(pieces=pieces, needed=_labels(step))


def _labels(step: str) -> str:
    return _(N_(", ")).join(_(LINE_FLOW.state(code).label) for code in STEPS[step])


def take(work: Work, lines: Sequence[RmaLine], step: str) -> None:
    """Let pieces take a step; refused as a whole where one of them cannot (RMA-01)."""
    refuse_wrong_order(lines, step)
    going: dict[str, list[RmaLine]] = {}
    for line in lines:
        target = STEPS[step][line.state]
        if target != line.state:
            going.setdefault(target, []).append(line)
    for target, group in going.items():
        work.set_states(group, target)


def decided(work: Work, line: RmaLine, question: str, body: Any) -> DecisionRecord:
    """Return what was decided about one piece of a parcel, known by its position, as it is stored (CAL-12)."""
    return decisions.decided(
        work, line.document_id, question, body, unit_id=line.unit_id, line=line.position, part=line.part
    )


def owner_id(rma: Rma, line: RmaLine) -> int:
    """Return to whom a piece belongs: its end customer, else the sender."""
    return line.owner_id if line.owner_id is not None else rma.party_id


def rma_of(work: Work, line: RmaLine) -> Rma:
    """Return the parcel of a piece."""
    return work.session.get_one(Rma, line.document_id)


def refuse_unknown(lines: Sequence[RmaLine]) -> None:
    """Refuse to work on a piece whose serial number nobody could read and nobody has found out yet."""
    unknown = [line for line in lines if line.is_unreadable and line.unit_id is None]
    if unknown:
        raise errors.NotIdentified(pieces=named(unknown))


def refuse_other_customer(rma: Rma, lines: Sequence[RmaLine], party: Party) -> None:
    """Refuse to send a piece to somebody else than its owner."""
    wrong = [line for line in lines if owner_id(rma, line) != party.id]
    if wrong:
        raise errors.WrongCustomer(pieces=named(wrong), customer=party.name)
