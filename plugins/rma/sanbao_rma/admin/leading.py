"""What is done next with a whole parcel: the first step of the piece that is the furthest behind, and of all like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sanbao_admin.papers.panels import Next
from sanbao_rma.kinds import LINE_FLOW
from sanbao_rma.rules.flow import ENDED

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao_rma.admin.steps import Step
    from sanbao_rma.models import RmaLine

#: What cannot be done with a parcel while a piece of it has no end.
NOT_YET = frozenset({"rma.close"})
#: So many pieces stand in one form; an address has an end.
MOST = 100


def waits(document: Document, lines: Sequence[RmaLine]) -> bool:
    """Tell whether a parcel cannot be closed yet; what never came out of a counted one holds nothing up."""
    is_counted = document.state in ("counted", "in_work")
    missed = [one for one in lines if is_counted and one.state == "announced" and one.new_unit_id is None]
    return any(one.state not in ENDED for one in lines if one not in missed)


def next_of(rows: Sequence[Mapping[str, Any]]) -> Next | None:
    """Return the next step of a parcel whose pieces stand in these rows, in one form for all pieces that wait for it."""
    there = [row for row in rows if row["steps"] and row["line"].state not in ENDED]
    if not there:
        return None
    there.sort(key=lambda row: LINE_FLOW.codes.index(row["line"].state))
    firsts: list[Step] = [row["steps"][0] for row in there]
    wanted = (firsts[0].operation, firsts[0].label)
    addresses = [one.address for one in firsts if (one.operation, one.label) == wanted]
    return Next(*wanted, joined(addresses[:MOST]))


def joined(addresses: Sequence[str]) -> str:
    """Return the address of one form for the pieces of several; the first where a form takes one piece or another paper.

    >>> joined(["/do/rma.start?subject=R&lines=A", "/do/rma.start?subject=R&lines=B"])
    '/do/rma.start?subject=R&lines=A&lines=B'
    >>> joined(["/do/rma.diagnose?lines.0.line=A", "/do/rma.diagnose?lines.0.line=B"])
    '/do/rma.diagnose?lines.0.line=A&lines.1.line=B'
    """
    path, _question, query = addresses[0].partition("?")
    given = parse_qsl(query)
    subject = dict(given).get("subject")
    for number, address in enumerate(addresses[1:], 1):
        for name, value in parse_qsl(urlsplit(address).query):
            if name == "subject" and value != subject:
                return addresses[0]
            if name == "lines":
                given.append((name, value))
            elif name.startswith("lines.0."):
                given.append((name.replace(".0.", f".{number}.", 1), value))
    return f"{path}?{urlencode(given)}"
