"""The receiving station: parcels opened and counted by scanner and keyboard alone (RMA-02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import func, select

from sanbao.documents.models import Document
from sanbao.errors import NotFound, Refused
from sanbao.i18n import N_
from sanbao.registry.models import Party, Product, Unit
from sanbao_admin import people
from sanbao_rma.admin.scanned import Station, do, meaning
from sanbao_rma.kinds import LINE_FLOW, RMA
from sanbao_rma.models import Rma, RmaLine, RmaScan
from sanbao_rma.operations.matching import numberless

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many expected parcels stand on the empty station.
MOST = 30


class NotAnnounced(Refused):
    """No parcel that is expected holds what was scanned."""

    code = "rma.not_announced"
    message = N_("no parcel that is expected holds {code}; announce it first, or scan its parcel")


def _scan(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    """Take a scanned piece in; a parcel or a place that is scanned is gone on with."""
    code, kept = sent.get("code", "").strip(), _kept(sent)
    if not code:
        return kept
    product = _product(sent, code)
    if product:
        return (_came_along if sent.get("strange") else _unreadable)({**sent, "product": product})
    found = meaning(sent)
    if found["what"] == "parcel":
        return {**kept, "rma": found["rma"]}
    if found["what"] == "place":
        return {**kept, "place": found["place"]}
    if found["what"] == "piece" and (found["state"] == "announced" or found["rma"] == sent.get("rma")):
        return _announced(sent, found, {**kept, "rma": found["rma"]})
    if not sent.get("rma"):
        raise NotAnnounced(code=code)
    if _has_place(sent, code):
        do("rma.scan_in", _piece(sent, {"serial": code}), _rma(sent), sent)
        return kept
    return {**kept, "strange": code}


def _announced(
    sent: Mapping[str, str], found: Mapping[str, Any], kept: Mapping[str, str | None]
) -> Mapping[str, str | None]:
    """Take in an announced piece; where nobody has said which product it is, that is asked first."""
    work = people.work()
    lines = _lines(work, work.find("rma", found["rma"]))
    if next((line.product for line in lines if line.position == found["position"]), None) is None:
        return {**kept, "strange": found["serial"]}
    do("rma.scan_in", _piece(sent, {"line": str(found["position"])}), found["rma"], sent)
    return kept


def _has_place(sent: Mapping[str, str], serial: str) -> bool:
    """Tell whether a known unit takes the place of a piece that was announced by its product alone (RMA-01)."""
    work = people.work()
    wanted = {line.product_id for line in numberless(_lines(work, work.find("rma", _rma(sent))))}
    query = select(Unit.product_id).where(Unit.company_id == work.company.id, Unit.serial == serial)
    known = set(work.session.scalars(query))
    return len(known) == 1 and known <= wanted


def _product(sent: Mapping[str, str], code: str) -> str | None:
    """Return the product that was scanned or typed where the station asks which product a piece is."""
    if not sent.get("strange") and sent.get("ask") != "unreadable":
        return None
    work = people.work()
    query = select(Product.code).where(
        Product.company_id == work.company.id, func.lower(Product.code) == code.casefold()
    )
    return work.session.scalar(query.limit(1))


def _kept(sent: Mapping[str, str]) -> dict[str, str | None]:
    return {"rma": sent.get("rma"), "place": sent.get("place")}


def _piece(sent: Mapping[str, str], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return a piece with how it looks and what came with it, as written beside its scan."""
    condition, accessories = sent.get("condition", "").strip(), sent.get("accessories", "").strip()
    told = {
        **({"condition": condition} if condition else {}),
        **({"accessories": [one.strip() for one in accessories.replace("，", ",").split(",")]} if accessories else {}),
    }  # fmt: skip
    return {
        "piece": {**more, **told},
        **({"place": sent["place"]} if sent.get("place") else {}),
    }


def _came_along(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    """Take in what nobody had announced (RMA-02)."""
    product = {"product": sent["product"]} if sent.get("product") else {}
    piece = {"serial": sent.get("strange", ""), "is_unannounced": "yes", **product}
    do("rma.scan_in", _piece(sent, piece), _rma(sent), sent)
    return _kept(sent)


def _unreadable(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    """Take in a piece whose number nobody can read; which product it is is asked where the parcel holds several."""
    work = people.work()
    products = [one.code for one in _products(_lines(work, work.find("rma", _rma(sent))))]
    chosen = sent.get("product") or (products[0] if len(products) == 1 else "")
    if not chosen:
        return {**_kept(sent), "ask": "unreadable"}
    do("rma.scan_in", _piece(sent, {"is_unreadable": "yes", "product": chosen}), _rma(sent), sent)
    return _kept(sent)


def _undo(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    do("rma.undo_scan", {}, _rma(sent), sent)
    return _kept(sent)


def _complete(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    """Say that the parcel is empty: the count ends (RMA-02)."""
    do("rma.receive", {"complete": "yes"}, _rma(sent), sent)
    return _kept(sent)


def _rma(sent: Mapping[str, str]) -> str:
    number = sent.get("rma", "")
    if not number:
        raise NotFound(what=RMA.title, key="")
    return number


def _told(given: Mapping[str, str]) -> Mapping[str, Any]:
    """Gather the parcel that is being opened, or those that are expected."""
    work = people.work()
    rma = work.find("rma", given["rma"]) if given.get("rma") else None
    return {
        "place": given.get("place") or work.setting("rma_receiving_place"),
        "parcel": _parcel(work, rma, given) if rma is not None else None,
        "expected": _expected(work) if rma is None else [],
    }


class Receiving(Station):
    """Where parcels are opened."""

    code = "rma_receiving"
    title = N_("Receiving station")
    help = N_(
        "Scan a parcel, then each piece in it. One field, one key for each step; nothing needs the mouse."
    )
    need = "rma.scan_in"
    group = "rma"
    icon = "box"
    url: ClassVar[str] = "/rma/receiving"
    keys: ClassVar = {
        "scan": _scan,
        "came_along": _came_along,
        "unreadable": _unreadable,
        "undo": _undo,
        "complete": _complete,
    }
    template: ClassVar = "sanbao_rma/receiving.html"
    told: ClassVar = staticmethod(_told)


def _lines(work: Work, rma: Rma) -> list[RmaLine]:
    query = select(RmaLine).where(RmaLine.document_id == rma.document_id, RmaLine.state != "void")
    return list(work.session.scalars(query.order_by(RmaLine.position)).unique())


def _products(lines: Sequence[RmaLine]) -> list[Product]:
    """Return what the parcel holds, first what has not come yet."""
    ordered = sorted(lines, key=lambda line: line.state != "announced")
    return list({line.product.code: line.product for line in ordered if line.product is not None}.values())


def _parcel(work: Work, rma: Rma, given: Mapping[str, str]) -> dict[str, Any]:
    lines = _lines(work, rma)
    scans = _scans(work, lines)
    last = max(scans.items(), key=lambda one: one[1].id, default=(0, None))[0]
    strange = given.get("strange", "") if not given.get("code") else ""
    return {
        "number": rma.document.number,
        "row": rma,
        "state": rma.state,
        "state_label": RMA.flow.state(rma.state).label,
        "is_open": rma.state in ("open", "differs"),
        "arrived": [line for line in lines if line.received_on is not None],
        "lines": [(line, LINE_FLOW.state(line.state).label, scans.get(line.id)) for line in lines],
        "last": next((line for line in lines if line.id == last), None),
        "scanned_at": scans[last].at if last in scans else None,
        "strange": strange,
        "is_known": bool(strange) and _is_known(work, strange),
        "is_expected": any(line.serial == strange for line in lines if line.serial),
        "free_count": len(numberless(lines)),
        "asks": bool(strange) or given.get("ask") == "unreadable",
        "products": _products(lines)[:9],
    }


def _scans(work: Work, lines: Sequence[RmaLine]) -> dict[int, RmaScan]:
    """Return by which scan each piece was received."""
    query = select(RmaScan).where(RmaScan.line_id.in_([line.id for line in lines]), RmaScan.step == "receive")
    rows = work.session.scalars(query.where(RmaScan.undone_at.is_(None)).order_by(RmaScan.id))
    return {scan.line_id: scan for scan in rows}


def _is_known(work: Work, serial: str) -> bool:
    query = select(Unit.id).where(Unit.company_id == work.company.id, Unit.serial == serial)
    return work.session.scalar(query.limit(1)) is not None


def _expected(work: Work) -> list[dict[str, Any]]:
    """Return the parcels that are expected or still being counted, the oldest first."""
    query = (
        select(Rma, Document, Party.name)
        .join(Document, Document.id == Rma.document_id)
        .join(Party, Party.id == Rma.party_id)
        .where(Document.company_id == work.company.id, Document.state.in_(("open", "differs")))
        .order_by(Document.id)
        .limit(MOST)
    )
    return [
        {
            "number": document.number,
            "customer": name,
            "on": rma.announced_on,
            "quantity": rma.announced_quantity,
            "tracking": " ".join(word for word in (rma.carrier, rma.tracking) if word),
            "state": document.state,
            "label": RMA.flow.state(document.state).label,
        }
        for rma, document, name in work.session.execute(query)
    ]
