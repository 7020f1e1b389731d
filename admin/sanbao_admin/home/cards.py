"""What a plugin may put on the first page: number cards, and the first steps of a new company.

A plugin's ``admin.py`` offers ``cards(work)``, ``charts(work)`` and ``first_steps(work)``; each gives back only
what the person may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Select, func, literal, select, union_all

if TYPE_CHECKING:
    from sanbao.work import Work

#: Nobody waits for a count beyond this: more is said as “1,000+”.
MOST = 1_000


@dataclass(frozen=True)
class Card:
    """A number on the first page, and the list that it leads to; ``look`` colours what should not be there."""

    title: str
    value: str
    address: str
    note: str = ""
    look: Literal["", "good", "warn", "bad"] = ""


@dataclass(frozen=True)
class FirstStep:
    """What a new company does first, and where; it is done once ``done`` finds anything."""

    title: str
    help: str
    done: Select[Any]
    address: str


def counted(work: Work, queries: Mapping[str, Select[Any]], most: int = MOST) -> dict[str, int]:
    """Count the rows of several queries in one statement, each up to one beyond ``most``: no table is read whole."""
    if not queries:
        return {}
    parts = []
    for name, query in queries.items():
        capped = query.limit(most + 1).subquery()
        parts.append(select(literal(name), func.count()).select_from(capped))
    return {name: count for name, count in work.session.execute(union_all(*parts))}


def shown_count(count: int, most: int = MOST) -> str:
    """Return a count as a card shows it.

    >>> shown_count(37), shown_count(1001)
    ('37', '1,000+')
    """
    return f"{most:,}+" if count > most else f"{count:,}"


def countable(work: Work, kind: str) -> bool:
    """Tell whether papers of a kind may be counted for a person: she reads all of them, no row rule hides any."""
    return (
        kind in work.registry.kinds
        and work.access.may(f"{kind}.read")
        and not any(
            rule.kind == kind for plugin in work.registry.plugins.values() for rule in plugin.row_rules
        )
    )


def open_states(work: Work, kind: str) -> list[str]:
    """Return the states in which a paper of a kind still needs somebody."""
    return [state.code for state in work.registry.kinds[kind].flow.states if not state.is_final]
