"""A list of returns is looked over before anything is done: every row that is wrong is named with its column (RMA-01)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.database.pages import pages
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao_rma import errors
from sanbao_rma.models import Rma
from sanbao_rma.operations import announcing
from sanbao_rma.rules.flow import ENDED

if TYPE_CHECKING:
    from sanbao.registry.models import Unit
    from sanbao.work import Work

Rows = Sequence[Mapping[str, Any]]
Units = Mapping[tuple[str, int | None], "Unit"]
#: What is said once of a whole parcel: rows that say it must agree.
_OF_PARCEL = ("announced_on", "carrier", "tracking", "reason")
_DAYS = ("announced_on", "received_on", "requested_on", "purchased_on")


def units_of(work: Work, rows: Sequence[dict[str, Any]]) -> dict[tuple[str, int | None], Unit]:
    """Return the units that rows name; refuse the whole list with all that is wrong in it."""
    units: dict[tuple[str, int | None], Unit] = {}
    problems: list[Problem] = []
    for look in (
        lambda: units.update(announcing.units_of(work, rows)),
        lambda: announcing.refuse_twice(rows),
    ):
        problems += _problems_of(look)
    work.hold("rma.reference", {row["party"].id for row in rows})
    for found in (
        _days(rows, work.today), _disagreeing(rows), _doubled(rows), _known(work, rows), _elsewhere(work, rows, units),
        _strangers(rows, units), _unnamed(rows, units),
    ):  # fmt: skip
        problems += found
    if problems:
        raise errors.BadPieces(problems)
    return units


def _problems_of(look: Callable[[], object]) -> list[Problem]:
    try:
        look()
    except Invalid as refused:
        return list(refused.problems)
    return []


def _days(rows: Rows, today: date) -> Iterator[Problem]:
    first = {
        (row["party"].id, row["parcel"]): row["announced_on"]
        for row in reversed(rows)
        if "announced_on" in row
    }
    for position, row in enumerate(rows):
        for name in _DAYS:
            if name in row and row[name] > today:
                message = N_("{day} has not come yet; today is {today}.")
                yield Problem(f"pieces.{position}.{name}", message, {"day": row[name], "today": today})
        earliest = row.get("announced_on", first.get((row["party"].id, row["parcel"])))
        received = row.get("received_on")
        if earliest is not None and received is not None and received < earliest:
            message = N_("{day} lies before {earliest}; this cannot come first.")
            yield Problem(f"pieces.{position}.received_on", message, {"day": received, "earliest": earliest})


def _disagreeing(rows: Rows) -> Iterator[Problem]:
    said: dict[tuple[int, str, str], Any] = {}
    for position, row in enumerate(rows):
        for name in _OF_PARCEL:
            key = row["party"].id, row["parcel"], name
            if name in row and said.setdefault(key, row[name]) != row[name]:
                message = N_("Another row of {parcel} says {value}; a parcel has one only.")
                known = {"parcel": row["parcel"], "value": said[key]}
                yield Problem(f"pieces.{position}.{name}", message, known)


def _doubled(rows: Rows) -> Iterator[Problem]:
    seen: set[tuple[int, str, int]] = set()
    for position, row in enumerate(rows):
        key = row["party"].id, row["parcel"], row.get("position", 0)
        if "position" in row and key in seen:
            known = {"parcel": row["parcel"], "position": row["position"]}
            yield Problem(
                f"pieces.{position}.position", N_("{parcel} has a position {position} already."), known
            )
        seen.add(key)


def _known(work: Work, rows: Rows) -> Iterator[Problem]:
    """Give the rows whose parcel was taken down before: a list that comes again in another shape."""
    known: dict[tuple[int, str], str | None] = {}
    for keys in pages(sorted({row["parcel"] for row in rows})):
        query = (
            select(Rma.party_id, Rma.reference, Document.number)
            .join(Document, Document.id == Rma.document_id)
            .where(Rma.company_id == work.company.id, Rma.reference.in_(keys), Document.state.not_in(UNDONE))
        )
        known |= {
            (party, reference or ""): number for party, reference, number in work.session.execute(query)
        }
    for position, row in enumerate(rows):
        number = known.get((row["party"].id, row["parcel"]))
        if number is not None:
            message = N_("{parcel} of this customer was taken down as {rma} already.")
            yield Problem(f"pieces.{position}.parcel", message, {"parcel": row["parcel"], "rma": number})


def _elsewhere(work: Work, rows: Rows, units: Units) -> Iterator[Problem]:
    """Give the rows whose unit is on its way, or with us, on another parcel (double receipt)."""
    where = announcing.elsewhere(work, units.values())
    for position, row in enumerate(rows):
        unit = units.get(announcing.key_of(row))
        line = where.get(unit.id) if unit is not None else None
        if line is not None:
            known = {"serial": line.serial, "rma": line.document.number}
            refused = errors.StillHere if line.state in ENDED else errors.AlreadyHere
            yield Problem(f"pieces.{position}.serial", refused.message, known)


def _strangers(rows: Rows, units: Units) -> Iterator[Problem]:
    for position, row in enumerate(rows):
        unit, said = units.get(announcing.key_of(row)), row.get("owner") or row["party"]
        if unit is not None and unit.customer is not None and unit.customer.id != said.id:
            known = {"pieces": unit.serial, "customer": said.name}
            yield Problem(f"pieces.{position}.serial", errors.WrongCustomer.message, known)


def _unnamed(rows: Rows, units: Units) -> Iterator[Problem]:
    for position, row in enumerate(rows):
        if "received_on" in row and "product" not in row and announcing.key_of(row) not in units:
            message = N_("{pieces}: please say which product this is.")
            yield Problem(f"pieces.{position}.product", message, {"pieces": row["serial"]})
