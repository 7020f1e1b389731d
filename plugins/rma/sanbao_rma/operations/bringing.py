"""Returns are brought as a list: many parcels announced, and received where they have come, all or none (RMA-01, RMA-02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.documents.operations import new_documents
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import announcing, custody, looking_over, receiving
from sanbao_rma.schemas.bringing import BringIn

if TYPE_CHECKING:
    from sanbao.registry.models import Party, Place, Unit
    from sanbao.work import Work


#: What nobody knows of a new parcel; said, so that nothing is read again to find it empty.
_NOT_YET = ("counted_quantity", "received_on", "confirmed_by", "confirmed_on", "count_note", "closed_on")


@dataclass
class _Parcel:
    """The rows of one parcel, and what becomes of them."""

    party: Party
    reference: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    lines: list[RmaLine] = field(default_factory=list)

    def said(self, name: str) -> Any:
        """Return what the first row that says it says of the whole parcel."""
        return next((row[name] for row in self.rows if name in row), None)

    def days(self) -> list[date]:
        """Return the days on which its pieces have come."""
        return [row["received_on"] for row in self.rows if "received_on" in row]


@operation("rma.bring_in", title=N_("Take returns over from a list"), schema=BringIn, roles=CLERKS)
def bring_in(work: Work, *, pieces: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Announce the parcels of a list and take in what has come of them; every row that is wrong is named (RMA-01, RMA-02)."""
    units = looking_over.units_of(work, pieces)
    parcels = _parcels(pieces)
    rmas = _announced(work, parcels, units)
    for parcel, rma in zip(parcels, rmas, strict=True):
        parcel.lines = _lines(parcel, rma, units)
    work.session.add_all(line for parcel in parcels for line in parcel.lines)
    work.session.flush()
    for parcel, rma in zip(parcels, rmas, strict=True):
        work.note(rma.document, note=parcel.reference)
    _take_in(work, parcels, rmas)
    received = sum(line.received_on is not None for parcel in parcels for line in parcel.lines)
    return {"returns": len(rmas), "pieces": len(pieces), "received": received}


def _parcels(given: Sequence[dict[str, Any]]) -> list[_Parcel]:
    """Return the parcels in the order in which the list names them."""
    found: dict[tuple[int, str], _Parcel] = {}
    for row in given:
        key = row["party"].id, row["parcel"]
        found.setdefault(key, _Parcel(row["party"], row["parcel"])).rows.append(row)
    return list(found.values())


def _head(parcel: _Parcel, units: Mapping[tuple[str, int | None], Unit]) -> dict[str, Any]:
    unit = units.get(announcing.key_of(parcel.rows[0])) if len(parcel.rows) == 1 else None
    return {
        "title": parcel.party.name,
        "party_id": parcel.party.id,
        "unit_id": unit.id if unit is not None else None,
    }


def _announced(
    work: Work, parcels: Sequence[_Parcel], units: Mapping[tuple[str, int | None], Unit]
) -> list[Rma]:
    heads = new_documents(work, "rma", [_head(parcel, units) for parcel in parcels])
    made = [
        Rma(
            document=head,
            company_id=work.company.id,
            party=parcel.party,
            reference=parcel.reference,
            announced_on=parcel.said("announced_on") or min(parcel.days(), default=work.today),
            announced_quantity=len(parcel.rows),
            carrier=parcel.said("carrier"),
            tracking=parcel.said("tracking"),
            reason=parcel.said("reason"),
            **dict.fromkeys(_NOT_YET),
        )
        for head, parcel in zip(heads, parcels, strict=True)
    ]
    work.session.add_all(made)
    work.session.flush()
    return made


def _lines(parcel: _Parcel, rma: Rma, units: Mapping[tuple[str, int | None], Unit]) -> list[RmaLine]:
    taken = {row["position"] for row in parcel.rows if "position" in row}
    free = (number for number in range(1, len(parcel.rows) + len(taken) + 1) if number not in taken)
    return [_line(rma, row.get("position") or next(free), row, units) for row in parcel.rows]


def _line(
    rma: Rma, position: int, row: dict[str, Any], units: Mapping[tuple[str, int | None], Unit]
) -> RmaLine:
    unit = units.get(announcing.key_of(row))
    asked_on = row.get("requested_on") or rma.announced_on
    line = announcing.new_line(rma, position, row, unit, requested_on=asked_on)
    line.fault_code = row.get("fault_code") or line.fault_code
    line.condition, line.received_on = row.get("condition"), row.get("received_on")
    return line


def _take_in(work: Work, parcels: Sequence[_Parcel], rmas: Sequence[Rma]) -> None:
    """Take what has come into our custody, and end the count of each parcel that is all there (LED-13)."""
    by_party = [(rma, _come(parcel)) for parcel, rma in zip(parcels, rmas, strict=True)]
    receiving.take_in(work, by_party)
    stands: dict[tuple[int, date], tuple[Place, list[tuple[Rma, list[RmaLine]]]]] = {}
    usual = custody.receiving_place(work, None) if any(lines for _rma, lines in by_party) else None
    for parcel, rma in zip(parcels, rmas, strict=True):
        for (place, on), lines in _by_stand(parcel, usual).items():
            stands.setdefault((place.id, on), (place, []))[1].append((rma, lines))
    for (_place, on), (place, arrived) in stands.items():
        custody.shift_all(work, arrived, "CUSTOMER_GOODS", place, on)
    for rma, lines in by_party:
        rma.received_on = min((line.received_on for line in lines if line.received_on), default=None)
    receiving.end_count(work, [rma for rma, lines in by_party if len(lines) == rma.announced_quantity])


def _come(parcel: _Parcel) -> list[RmaLine]:
    return [line for line in parcel.lines if line.received_on is not None]


def _by_stand(parcel: _Parcel, usual: Place | None) -> dict[tuple[Place, date], list[RmaLine]]:
    """Return the pieces that have come by where they lie and since when."""
    found: dict[tuple[Place, date], list[RmaLine]] = {}
    for row, line in zip(parcel.rows, parcel.lines, strict=True):
        place = row.get("place") or usual
        if line.received_on is not None and place is not None:
            found.setdefault((place, line.received_on), []).append(line)
    return found
