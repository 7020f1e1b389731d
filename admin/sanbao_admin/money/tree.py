"""The trial balance as a tree: accounts under their parents, parents under their class, each with its sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sanbao.ledger.schemas import KINDS

ZERO = Decimal(0)
#: What stands in the columns: the balances on the side on which they lie.
COLUMNS = ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit")


@dataclass
class Node:
    """An account in the tree: its own figures and those of everything below it."""

    code: str
    name: str
    depth: int = 0
    sums: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(COLUMNS, ZERO))
    is_parent: bool = False
    has_own: bool = False

    def take(self, figures: Mapping[str, Decimal]) -> None:
        """Add figures."""
        for name in COLUMNS:
            self.sums[name] += figures[name]


@dataclass
class Group:
    """A class of accounts (资产, 负债 …) with its tree and its sum."""

    kind: str
    nodes: list[Node]
    total: Node


def figures_of(row: Mapping[str, Any]) -> dict[str, Decimal]:
    """Return the six figures of an account: a balance stands on the side on which it lies."""
    opening, closing = Decimal(row["opening"]), Decimal(row["closing"])
    return {
        "opening_debit": max(opening, ZERO),
        "opening_credit": max(-opening, ZERO),
        "debit": Decimal(row["debit"]),
        "credit": Decimal(row["credit"]),
        "closing_debit": max(closing, ZERO),
        "closing_credit": max(-closing, ZERO),
    }


def grouped(
    rows: Sequence[Mapping[str, Any]], parents: Mapping[str, tuple[str | None, str]], names: Mapping[str, str]
) -> list[Group]:
    """Return the rows of a trial balance class by class; ``parents`` maps each account to its parent and its class."""
    moved = [row for row in rows if any(figures_of(row).values())]
    groups = []
    for kind in KINDS:
        own = [row for row in moved if row["kind"] == kind]
        if own:
            groups.append(_group(kind, own, parents, names))
    return groups


def _group(
    kind: str,
    rows: Iterable[Mapping[str, Any]],
    parents: Mapping[str, tuple[str | None, str]],
    names: Mapping[str, str],
) -> Group:
    nodes: dict[str, Node] = {}
    total = Node("", kind)
    for row in rows:
        figures, code = figures_of(row), row["code"]
        line = _line(code, parents)
        for depth, one in enumerate(line):
            node = nodes.setdefault(one, Node(one, names.get(one, one), depth))
            node.take(figures)
            node.is_parent = node.is_parent or one != code
            node.has_own = node.has_own or one == code
        total.take(figures)
    return Group(kind, [nodes[code] for code in sorted(nodes)], total)


def _line(code: str, parents: Mapping[str, tuple[str | None, str]]) -> list[str]:
    """Return an account's ancestors, the highest first, and itself."""
    line: list[str] = []
    at: str | None = code
    while at is not None and at not in line:
        line.insert(0, at)
        at = parents.get(at, (None, ""))[0]
    return line


def total_of(groups: Iterable[Group]) -> Node:
    """Return the sum of all classes."""
    total = Node("", "")
    for group in groups:
        total.take(group.total.sums)
    return total


def foots(total: Node) -> bool:
    """Tell whether debit is credit in opening, turnover and closing."""
    return all(
        total.sums[f"{name}debit"] == total.sums[f"{name}credit"] for name in ("opening_", "", "closing_")
    )
