"""Where a paper stands on its way: the states that it went through, the one it is in, those that may come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanbao.documents.kinds import UNDONE
from sanbao.documents.words import state_label
from sanbao.i18n import _

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work


@dataclass(frozen=True)
class Step:
    """One arrow of the status bar: ``done``, ``now`` or still to come."""

    label: str
    look: str


def bar(work: Work, document: Document, visited: Sequence[str]) -> list[Step]:
    """Return the arrows of the status bar; ends that were not taken are left out, and so is what was passed over."""
    kind = work.registry.kinds.get(document.kind)
    if kind is None:
        return [Step(_(state_label(work.registry, document, document.state)), "now")]
    states = [one.code for one in kind.flow.states]
    ended = document.state not in states or kind.flow.state(document.state).is_final
    here = states.index(document.state) if document.state in states else len(states)
    shown = []
    first_end = next((one.code for one in kind.flow.states if one.is_final), None)
    for at, code in enumerate(states):
        is_end = kind.flow.state(code).is_final
        if (
            code in visited
            or code == document.state
            or (at > here and not (is_end or ended))
            or (not ended and code == first_end)
        ):
            shown.append(code)
    place = shown.index(document.state) if document.state in shown else len(shown)
    return [Step(_(kind.flow.state(code).label), _look(at, place)) for at, code in enumerate(shown)]


def _look(at: int, place: int) -> str:
    return "now" if at == place else "done" if at < place else ""


def is_undone(document: Document) -> bool:
    """Tell whether a paper was taken back."""
    return document.state in UNDONE


def tone(work: Work, document: Document) -> str:
    """Return the colour of a paper's state: ended well, taken back, or still on its way."""
    if is_undone(document):
        return "bad"
    kind = work.registry.kinds.get(document.kind)
    ended = kind is not None and kind.flow.state(document.state).is_final
    return "good" if ended else "info"
