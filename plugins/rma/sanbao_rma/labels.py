"""Labels with a code to scan, for thermal printers: on receipt, at the bench, on the way out, on a loan unit (RMA-01)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao.printing.forms import ZH, Form
from sanbao_rma.errors_spares import BadLabelSize
from sanbao_rma.operations.pieces import lines_of, lines_of_outbound
from sanbao_rma.rules.paying import PAYMENTS

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_rma.models import Outbound, Rma, RmaLine
    from sanbao_rma.models.loans import Loan


@dataclass(frozen=True, slots=True)
class Size:
    """A size of label (标签规格) in millimetres: its edge, its code, its letters in points, how many rows fit.

    The smallest has no room for the names of what it shows.
    """

    width: int
    height: int
    margin: float
    code: int
    serial: float
    text: float
    rows: int
    names: bool = True


SIZES: Mapping[str, Size] = {
    "40x30": Size(40, 30, 1.5, 16, 6, 5.5, 4, names=False),
    "60x40": Size(60, 40, 2, 23, 10, 7.5, 6),
    "100x70": Size(100, 70, 3, 40, 16.5, 12.5, 8),
}
#: Which size each label has where the company says nothing else.
DEFAULT_SIZES = {"receipt": "60x40", "bench": "40x30", "outbound": "100x70", "loaner": "60x40"}
Rows = list[tuple[str, Any]]


def size_of(work: Work, label: str) -> Size:
    """Return the size in which the company prints a label."""
    wanted = {**DEFAULT_SIZES, **work.setting("rma_label_sizes")}[label]
    if wanted not in SIZES:
        raise BadLabelSize(label=label, size=wanted, known=", ".join(SIZES))
    return SIZES[wanted]


def receipt_context(work: Work, rma: Rma) -> dict[str, Any]:
    """Gather a label for every piece that arrived in a parcel: whose it is, and what is wrong with it (RMA-02)."""
    lines = [line for line in lines_of(work, rma) if line.received_on is not None] or lines_of(work, rma)
    return _labels(
        work, "receipt", rma.document.number, [_piece(rma, line, _arrived(rma, line)) for line in lines]
    )


def bench_context(work: Work, rma: Rma) -> dict[str, Any]:
    """Gather a label for every piece on the bench: what is wrong with it, and who pays (RMA-03)."""
    lines = [line for line in lines_of(work, rma) if line.diagnosed_on is not None] or lines_of(work, rma)
    return _labels(work, "bench", rma.document.number, [_piece(rma, line, _on_bench(line)) for line in lines])


def _piece(rma: Rma, line: RmaLine, rows: Rows) -> dict[str, Any]:
    key = f"{rma.document.number}/{line.position}"
    return {"code": key, "serial": line.serial or key, "rows": [row for row in rows if row[1]]}


def _arrived(rma: Rma, line: RmaLine) -> Rows:
    return [
        (N_("No."), f"{rma.document.number}/{line.position}"),
        (N_("Product"), _product(line)),
        (N_("Customer"), (line.owner or rma.party).name),
        (N_("Received on"), line.received_on),
        (N_("Fault"), line.fault),
        (N_("Accessories"), len(line.accessories) or None),
        (N_("Condition"), line.condition),
    ]


def _on_bench(line: RmaLine) -> Rows:
    return [
        (N_("Product"), _product(line)),
        (N_("Fault"), " ".join(part for part in (line.fault_code, line.finding or line.fault) if part)),
        (N_("Part"), line.part),
        (N_("Who pays"), Text(PAYMENTS[line.payment]) if line.payment in PAYMENTS else None),
        (N_("Received on"), line.received_on),
    ]


def _product(line: RmaLine) -> str:
    product = line.unit.product if line.unit is not None else line.product
    return f"{product.code} {product.name}" if product is not None else ""


def outbound_context(work: Work, outbound: Outbound) -> dict[str, Any]:
    """Gather the label of a consignment: to whom, how many pieces, by whom it is carried (RMA-07)."""
    party, number = outbound.party, outbound.document.number
    serials = ", ".join(
        line.serial or f"#{line.position}" for line in lines_of_outbound(work, outbound.document_id)
    )
    rows: Rows = [
        (N_("To"), party.name),
        (N_("Address"), party.address),
        (N_("Phone"), party.phone),
        (N_("Quantity"), outbound.quantity),
        (N_("Shipping mode"), outbound.shipping_mode),
        (N_("Tracking no."), outbound.tracking),
        (N_("Serial numbers"), serials),
        (N_("Shipped at"), outbound.shipped_at),
    ]
    label = {"code": number, "serial": number, "rows": [row for row in rows if row[1]]}
    return _labels(work, "outbound", number, [label])


def loaner_context(work: Work, loan: Loan) -> dict[str, Any]:
    """Gather the label of a loan unit: whose property it is, with whom, and until when (LON-03)."""
    rows: Rows = [
        (N_("Property of"), work.company.name),
        (N_("Product"), f"{loan.unit.product.code} {loan.unit.product.name}"),
        (N_("Lent to"), loan.party.name),
        (N_("Due on"), loan.due_on),
        (N_("No."), loan.document.number),
        (N_("Phone"), work.company.phone),
    ]
    label = {"code": loan.unit.serial, "serial": loan.unit.serial, "rows": [row for row in rows if row[1]]}
    return _labels(work, "loaner", loan.document.number, [label])


def _labels(work: Work, label: str, number: str | None, labels: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"document": {"number": number}, "size": size_of(work, label), "labels": labels}


def _form(name: str, title: str, kind: str, context: Callable[..., Mapping[str, Any]]) -> Form:
    return Form(
        name=name,
        title=title,
        template="rma/label.html",
        package="sanbao_rma",
        kind=kind,
        languages=ZH,
        context=context,
    )


FORMS = [
    _form("rma_label_receipt", N_("Receipt label"), "rma", receipt_context),
    _form("rma_label_bench", N_("Bench label"), "rma", bench_context),
    _form("rma_label_outbound", N_("Outbound label"), "rma_outbound", outbound_context),
    _form("rma_label_loaner", N_("Loan unit"), "rma_loan", loaner_context),
]
