"""Parts taken out of a piece stand on a memo account until they went somewhere (SPR-02, LED-13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.database.pages import pages
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.records import name_of
from sanbao.registry.models import Product
from sanbao_rma import errors, postings
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.models.removed import RemovedPart
from sanbao_rma.operations import pieces
from sanbao_rma.operations.parcels import Some
from sanbao_rma.operations.spares.adopting import adopt
from sanbao_rma.operations.spares.old_parts import open_order
from sanbao_rma.rules.paying import PAID
from sanbao_rma.schemas.removed import SettleParts

if TYPE_CHECKING:
    from sanbao.registry.models import Place, Unit
    from sanbao.work import Work

#: What becomes of a part: the account on which it then stands, and its state.
_ENDS = {"hand_over": ("AT_CUSTOMER", "returned"), "scrap": ("SCRAPPED", "scrapped")}


def take_out(
    work: Work,
    rma: Rma,
    line: RmaLine,
    unit: Unit,
    on: date,
    *,
    code: str,
    keep: bool | None,
    **serials: str | None,
) -> RemovedPart:
    """Put an old part on the memo account at the place of its piece; it is the customer's, unless we keep it (SPR-02)."""
    stays = work.setting("rma_keeps_old_parts") and line.payment not in PAID
    part = RemovedPart(
        company_id=work.company.id,
        document_id=rma.document_id,
        line_id=line.id,
        code=code,
        product_id=_item(work, unit, code).id,
        party_id=pieces.owner_id(rma, line),
        removed_on=on,
        since_on=on,
        kept=stays if keep is None else keep,
        account="AT_CUSTOMER",
        state="held",
        moves_count=0,
        **serials,
    )
    work.session.add(part)
    work.session.flush()
    _shift(work, rma, [part], ("CUSTOMER_GOODS", line.place_id, "held"), on)
    return part


def _item(work: Work, unit: Unit, code: str) -> Product:
    """Return as what the books know a part: the spare part that its product names, else an item of its own (LED-10)."""
    listed = next((one for one in unit.product.parts if one.code == code), None)
    if listed is not None and listed.item_id is not None:
        return work.session.get_one(Product, listed.item_id)
    own = f"{unit.product.code}-{code}"
    query = select(Product).where(Product.company_id == work.company.id, Product.code == own)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        named = listed.name if listed is not None and listed.name else code
        found = Product(
            company_id=work.company.id,
            code=own,
            name=f"{unit.product.name} {named}",
            service_class=3,
            file_policy="none",
        )
        work.session.add(found)
        work.session.flush()
    return found


def _shift(
    work: Work, rma: Rma, parts: Sequence[RemovedPart], reaches: tuple[str, int | None, str], on: date
) -> None:
    """Let old parts of a parcel leave where they lie, as one entry (LED-13)."""
    account, place, state = reaches
    shifts = [
        postings.Shift(one.product_id, None, (one.account, one.place_id), (account, place), one.party_id)
        for one in parts
    ]
    for one in parts:
        one.account, one.place_id, one.state, one.since_on = account, place, state, on
        one.moves_count += 1
    event = f"part:{parts[0].id}:{parts[0].moves_count}"
    postings.parts_moved(work, rma.document, shifts, on, event)


def of_lines(work: Work, lines: Iterable[RmaLine], *states: str) -> list[RemovedPart]:
    """Return the old parts of pieces that stand so, in a few queries however many pieces."""
    found: list[RemovedPart] = []
    for keys in pages([line.id for line in lines]):
        query = select(RemovedPart).where(RemovedPart.line_id.in_(keys), RemovedPart.state.in_(states))
        found += work.session.scalars(query.order_by(RemovedPart.id))
    return found


def go_along(work: Work, parcels: Iterable[Some], account: str, on: date) -> None:
    """Let old parts go where their pieces go; those that stay with us are put on a zero-price order (SPR-02)."""
    several = list(parcels)
    here = of_lines(work, [line for _rma, lines in several for line in lines], "held", "out")
    state = {"CUSTOMER_GOODS": "out", "AT_CUSTOMER": "returned", "SCRAPPED": "scrapped"}[account]
    for rma, parts in _by_parcel([rma for rma, _lines in several], here):
        kept = [one for one in parts if one.kept and one.state == "held"]
        going = [one for one in parts if one not in kept]
        if kept:
            _recover(work, rma, kept)
        if going:
            _shift(work, rma, going, (account, None, state), on)


def come_back(work: Work, rma: Rma, lines: Sequence[RmaLine], place: Place, on: date) -> None:
    """Let old parts come back to a place with pieces that nobody took (LED-13)."""
    parts = of_lines(work, lines, "out")
    if parts:
        _shift(work, rma, parts, ("CUSTOMER_GOODS", place.id, "held"), on)


def _by_parcel(rmas: Iterable[Rma], parts: Sequence[RemovedPart]) -> list[tuple[Rma, list[RemovedPart]]]:
    found: dict[int, list[RemovedPart]] = {}
    for one in parts:
        found.setdefault(one.document_id, []).append(one)
    return [(rma, found[rma.document_id]) for rma in rmas if rma.document_id in found]


def _recover(work: Work, rma: Rma, parts: Sequence[RemovedPart]) -> None:
    """Put old parts that stay with us on zero-price orders, one for each owner (SPR-02, PUR-13)."""
    owners: dict[int, list[RemovedPart]] = {}
    for one in parts:
        owners.setdefault(one.party_id, []).append(one)
    for mine in owners.values():
        lines = [{"product": one.product, "quantity": Decimal(1)} for one in mine]
        order = open_order(
            work, case=rma.document, lines=lines, purpose="recover_old_part", party=mine[0].party
        )
        adopt(work, order, mine)


@operation(
    "rma.settle_parts",
    title=N_("Say what becomes of old parts"),
    on=Rma,
    moves={"counted": "counted", "in_work": "in_work"},
    schema=SettleParts,
    roles=CLERKS,
)
def settle_parts(
    work: Work,
    rma: Rma,
    *,
    outcome: str,
    parts: Sequence[str],
    reason: str | None = None,
    agreed_by: str | None = None,
) -> Rma:
    """Say what becomes of old parts that lie with us: a zero-price order, the customer's hand, or scrap (SPR-02)."""
    chosen = _chosen(work, rma, parts)
    if outcome == "recover":
        _recover(work, rma, chosen)
        return rma
    if outcome == "scrap":
        _refuse_unexplained(chosen, reason, agreed_by)
    account, state = _ENDS[outcome]
    for one in chosen:
        one.reason, one.agreed_by = reason, agreed_by
    _shift(work, rma, chosen, (account, None, state), work.today)
    said = ": ".join(word for word in (called(chosen), reason) if word)
    work.note(rma.document, note=f"{said}{f' ({agreed_by})' if agreed_by else ''}")
    return rma


def _refuse_unexplained(parts: Sequence[RemovedPart], reason: str | None, agreed_by: str | None) -> None:
    """Refuse to scrap without a reason, and what is the customer's without its word (RMA-01)."""
    problems = []
    if reason is None:
        problems.append(Problem("reason", N_("Please say why the old parts are scrapped.")))
    if agreed_by is None and not all(one.kept for one in parts):
        problems.append(Problem("agreed_by", N_("These are the customer's; please say who allowed it.")))
    if problems:
        raise Invalid(problems)


def _chosen(work: Work, rma: Rma, keys: Sequence[str]) -> list[RemovedPart]:
    """Return the old parts with us that are named by code or serial number; left out, all."""
    here = of_lines(work, pieces.lines_of(work, rma), "held")
    wanted = {key.casefold() for key in keys}
    named = [one for one in here if not keys or wanted & _names(one)]
    missing = wanted - {name for one in named for name in _names(one)}
    if missing or not named:
        raise errors.NoSuchPart(rma=name_of(rma), parts=called(here) or "–")
    return named


def _names(part: RemovedPart) -> set[str]:
    return {part.code.casefold(), *([part.serial.casefold()] if part.serial else [])}


def called(parts: Iterable[RemovedPart]) -> str:
    """Return how people call some old parts: by code and serial number."""
    return _(N_(", ")).join(" ".join(word for word in (one.code, one.serial) if word) for one in parts)


def refuse_held(work: Work, found: Iterable[tuple[Rma, Sequence[RmaLine]]]) -> None:
    """Refuse the end of a parcel while an old part lies with us, unless its piece lies there unclaimed (SPR-02)."""
    several = [(rma, [line for line in lines if line.state != "unclaimed"]) for rma, lines in found]
    held = of_lines(work, [line for _rma, lines in several for line in lines], "held", "out")
    for rma, parts in _by_parcel([rma for rma, _lines in several], held):
        raise errors.PartsHeld(rma=name_of(rma), parts=called(parts))


def in_custody(work: Work, party_id: int | None, place_id: int | None) -> list[tuple[RemovedPart, str]]:
    """Return the old parts with us, or on their way back with their pieces, each with its parcel's number (LED-13)."""
    query = (
        select(RemovedPart, Document.number)
        .join(Document, Document.id == RemovedPart.document_id)
        .where(RemovedPart.company_id == work.company.id, RemovedPart.state.in_(("held", "out")))
    )
    if party_id is not None:
        query = query.where(RemovedPart.party_id == party_id)
    if place_id is not None:
        query = query.where(RemovedPart.place_id == place_id)
    rows = work.session.execute(query.order_by(RemovedPart.id))
    return [(part, number or "") for part, number in rows]
