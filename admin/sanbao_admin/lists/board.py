"""The board (看板): papers as cards in a column for each state, moved by the operation that makes the move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import TimelineEntry
from sanbao.i18n import _
from sanbao_admin import acting
from sanbao_admin.acting import words
from sanbao_admin.lists import paging, showing
from sanbao_admin.lists.links import Links

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_admin.lists.asking import Asked

#: So many cards stand in a column; the others are behind a link.
MOST = 50


@dataclass(frozen=True)
class Step:
    """A move that somebody may make with a card: what it is called, where it leads, its form."""

    title: str
    targets: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class Card:
    """A paper on the board."""

    number: str
    title: str
    party: str
    unit: str
    address: str
    days: int | None
    deadline: datetime | None
    is_late: bool
    steps: list[Step]


@dataclass(frozen=True)
class Lane:
    """A state with its cards."""

    state: str
    title: str
    cards: list[Card]
    more: str | None


def lanes(work: Work, asked: Asked, links: Links) -> list[Lane]:
    """Return the columns of the board in the order of the flow; what was taken back is not shown unless asked for."""
    wanted = [text for one in asked.given if one.name == "state" for text in one.texts]
    codes = [code for code in asked.spec.states if code in wanted or (not wanted and code not in UNDONE)]
    found = {code: _papers(work, asked, code) for code in codes}
    every = [row for rows in found.values() for row in rows[:MOST]]
    since = _in_state_since(work, [row["id"] for row in every])
    columns = _columns(asked)
    showing.reckon(work, columns, every)
    labels = showing.labels_of(work, columns, every)
    return [
        Lane(
            code,
            _(asked.spec.states[code]),
            [_card(work, asked, row, since, labels, moves) for row in rows[:MOST]],
            links.to(view="list", state=code) if len(rows) > MOST else None,
        )
        for code, rows in found.items()
        for moves in [_moves(work, asked.spec.on, code)]
    ]


def _columns(asked: Asked) -> list[Any]:
    wanted = ("number", "title", "party", "unit", "state", "deadline")
    return [column for column in asked.spec.columns if column.field in wanted]


def _papers(work: Work, asked: Asked, state: str) -> list[paging.Values]:
    condition = asked.spec.root.state == state
    of_state = replace(asked, conditions=[*asked.conditions, condition], columns=_columns(asked))
    return list(paging.hers(work, of_state, MOST + 1))


def _in_state_since(work: Work, ids: Sequence[int]) -> dict[int, datetime]:
    if not ids:
        return {}
    last = func.max(TimelineEntry.at)
    query = select(TimelineEntry.document_id, last).where(
        TimelineEntry.document_id.in_(ids),
        TimelineEntry.to_state.is_not(None) | (TimelineEntry.position == 1),
    )
    return {key: at for key, at in work.connection.execute(query.group_by(TimelineEntry.document_id))}


def _card(
    work: Work,
    asked: Asked,
    row: paging.Values,
    since: Mapping[int, datetime],
    labels: showing.Labels,
    moves: Sequence[tuple[str, str, tuple[str, ...]]],
) -> Card:
    number, due, begun = str(row["number"]), row.get("deadline"), since.get(row["id"])
    party, unit = labels["party"].get(row["party"]), labels["unit"].get(row["unit"])
    then = asked.spec.path + "?view=board"
    return Card(
        number,
        row["title"],
        party.text if party else "",
        unit.text if unit else "",
        showing.address_of(asked.spec, row),
        max(0, (work.now - begun).days) if begun is not None else None,
        due,
        due is not None and due < work.now,
        [Step(title, targets, acting.address(name, number, then)) for name, title, targets in moves],
    )


def _moves(work: Work, on: Sequence[Any], state: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the operations that move such papers on from a state, as far as this person may do them."""
    found = []
    for name, operation in work.registry.operations.items():
        target = operation.moves.get(state)
        targets = (target,) if isinstance(target, str) else tuple(target or ())
        targets = tuple(one for one in targets if one != state)
        if targets and operation.on in on and work.access.may(name):
            found.append((name, words.title(operation), targets))
    return found
