"""Which promises run on pieces, until when, whether they were kept, what right came of it (N-05, RET-03, RMA-13, LON-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.coverage.history import repairs_of
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao.registry.models import Party
from sanbao_rma.kinds import ASKERS
from sanbao_rma.models import Outbound, Rma, RmaLine
from sanbao_rma.operations import pieces, promises
from sanbao_rma.operations.repaired import case_name
from sanbao_rma.operations.reports.facts import Owner
from sanbao_rma.rules.flow import IN_HAND
from sanbao_rma.rules.limits import Case
from sanbao_rma.rules.paying import PAID
from sanbao_rma.rules.promises import GIVES
from sanbao_rma.rules.running import KINDS, STANDS, URGENT, Running, Stay, running
from sanbao_rma.schemas.reports import RunningQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: Pieces that are with us: what is on its way back is no longer measured.
_HERE = tuple(state for state in IN_HAND if state != "outbound")
#: What a clerk looks after from day to day; the other terms are the customer's.
_OURS = ("turnaround", "limit", "loaner")
_RIGHTS: Mapping[str, str] = {**GIVES, "repair": N_("Free repair")}


@question("rma.running", schema=RunningQuestion, roles=ASKERS)
def list_running(
    work: Work, *, within: int, rma: Rma | None = None, party: Party | None = None
) -> dict[str, Any]:
    """Tell which promises run on pieces and which were not kept, those that press first; of one parcel every one."""
    found = _found(work, rma, party)
    lines = [row[0] for row in found]
    terms, cases = promises.terms_of(work, lines), _cases(work, found)
    usual = int(work.setting("rma_loaner_after_days"))
    rows = []
    for line, parcel, number, shipped_at, customer, name in found:
        left = shipped_at.astimezone(work.zone).date() if shipped_at is not None else line.ended_on
        for one in running(
            terms[line.id], _stay(work, line, parcel, left), cases.get(line.id), usual, work.today
        ):
            if rma is not None or _presses(one, work.today + timedelta(days=within)):
                rows.append(_row(work, line, one) | {"rma": number, "customer": customer, "name": name})
    rows.sort(key=lambda row: (row["until"] or date.max, row["rma"], row["position"]))
    return {"rows": rows, "sums": _sums(rows)}


def _found(work: Work, rma: Rma | None, party: Party | None) -> list[tuple[Any, ...]]:
    """Return pieces with their parcels, and what tells when they left; one query however many."""
    query = (
        select(RmaLine, Rma, Document.number, Outbound.shipped_at, Owner.code, Owner.name)
        .join(Rma, Rma.document_id == RmaLine.document_id)
        .join(Document, Document.id == RmaLine.document_id)
        .join(Owner, Owner.id == func.coalesce(RmaLine.owner_id, Rma.party_id))
        .outerjoin(Outbound, Outbound.document_id == RmaLine.outbound_id)
        .where(
            RmaLine.company_id == work.company.id, RmaLine.received_on.is_not(None), RmaLine.state != "void"
        )
    )
    if rma is not None:
        query = query.where(RmaLine.document_id == rma.document_id)
    else:
        query = query.where(RmaLine.state.in_(_HERE), Document.closed_at.is_(None))
    if party is not None:
        query = query.where(Owner.id == party.id)
    ordered = query.order_by(RmaLine.document_id, RmaLine.position)
    return [tuple(row) for row in work.session.execute(ordered).unique()]


def _cases(work: Work, found: Sequence[tuple[Any, ...]]) -> dict[int, Case]:
    """Return the repairs of the units that are with us, by piece."""
    here = [(line, number) for line, _rma, number, *_rest in found if line.state in _HERE and line.unit_id]
    known = repairs_of(work, [line.unit_id for line, _number in here])
    return {
        line.id: Case(
            tuple(known[line.unit_id]), line.part, line.fault_code, case_name(number, line.position)
        )
        for line, number in here
    }


def _stay(work: Work, line: RmaLine, rma: Rma, left_on: date | None) -> Stay:
    promised = line.promised_at
    last = (
        (promised.astimezone(work.zone) - timedelta(microseconds=1)).date() if promised is not None else None
    )
    received = line.received_on or rma.announced_on
    return Stay(
        received,
        line.requested_on or rma.announced_on,
        last,
        left_on,
        line.delivered_on,
        line.guaranteed_until,
        line.unit.ex_factory_on if line.unit is not None else None,
        is_free=line.payment not in PAID and not line.is_no_fault,
        is_own_quality=line.is_own_quality,
    )


def _presses(one: Running, last: date) -> bool:
    """Tell whether somebody looks after it now: not kept, a right has arisen, or it ends until some day."""
    if one.kind not in _OURS:
        return False
    return one.stands in URGENT or (one.stands == "runs" and one.until is not None and one.until <= last)


def _row(work: Work, line: RmaLine, one: Running) -> dict[str, Any]:
    had = [
        gives
        for gives in one.gives
        if gives in (line.entitled_to or "").split(",") or one.stands == "reached"
    ]
    return {
        "position": line.position,
        "serial": line.serial,
        "piece": pieces.called(line),
        "product": line.product.code if line.product is not None else None,
        "kind": one.kind,
        "kind_label": _(KINDS[one.kind]),
        "promise": one.promise,
        "until": one.until,
        "days_left": (one.until - work.today).days if one.until is not None else None,
        "stands": one.stands,
        "stands_label": _(STANDS[one.stands]),
        "gives": ", ".join(_(_RIGHTS[gives]) for gives in one.gives),
        "right": ", ".join(_(_RIGHTS[gives]) for gives in had),
        "because": one.because,
        "arithmetic": one.arithmetic,
        "rule": one.rule,
    }


def _sums(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return how many promises of each kind press, and how many run."""
    return [
        {
            "kind_label": _(label),
            "urgent": sum(row["kind"] == kind and row["stands"] in URGENT for row in rows),
            "running": sum(row["kind"] == kind and row["stands"] == "runs" for row in rows),
        }
        for kind, label in KINDS.items()
        if any(row["kind"] == kind for row in rows)
    ]
