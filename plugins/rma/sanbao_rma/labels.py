"""Labels with a code to scan, for thermal printers: on receipt, at the bench, on the way out, on a loan unit (RMA-01)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao.printing.forms import ZH, Form
from sanbao_rma.errors_spares import BadLabelSize
from sanbao_rma.operations.pieces import lines_of, lines_of_outbound, named
from sanbao_rma.rules.paying import PAYMENTS
from sanbao_rma.schemas.leaving import SHIPPING

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_rma.models import Outbound, Rma, RmaLine
    from sanbao_rma.models.loans import Loan


@dataclass(frozen=True, slots=True)
class Size:
    """A size of label (标签规格) in millimetres: its edge, its code, its letters in points, how many lines fit.

    The smallest has no room for the names of what it shows.
    """

    width: int
    height: int
    margin: float
    code: int
    serial: float
    text: float
    lines: int
    names: bool = True


SIZES: Mapping[str, Size] = {
    "40x30": Size(40, 30, 1.5, 16, 6, 5.5, 9, names=False),
    "60x40": Size(60, 40, 2, 23, 10, 7.5, 9),
    "100x70": Size(100, 70, 3, 34, 16, 11.5, 11),
}
#: Which size each label has where the company says nothing else.
DEFAULT_SIZES = {"receipt": "60x40", "bench": "40x30", "outbound": "100x70", "loaner": "60x40"}
#: What a label tells, the most needed first: its name, what is shown, how many lines that may take.
Rows = list[tuple[str, Any, int]]


def size_of(work: Work, label: str) -> Size:
    """Return the size in which the company prints a label."""
    wanted = {**DEFAULT_SIZES, **work.setting("rma_label_sizes")}[label]
    if wanted not in SIZES:
        raise BadLabelSize(label=label, size=wanted, known=", ".join(SIZES))
    return SIZES[wanted]


def receipt_context(work: Work, rma: Rma) -> dict[str, Any]:
    """Gather a label for every piece that arrived in a parcel: whose it is, and what is wrong with it (RMA-02)."""
    lines = [line for line in lines_of(work, rma) if line.received_on is not None] or lines_of(work, rma)
    told = [_piece(rma, line, _arrived(rma, line)) for line in lines]
    return _labels(work, "receipt", rma.document.number, told)


def bench_context(work: Work, rma: Rma) -> dict[str, Any]:
    """Gather a label for every piece on the bench: what is wrong with it, and who pays (RMA-03)."""
    lines = [line for line in lines_of(work, rma) if line.diagnosed_on is not None] or lines_of(work, rma)
    told = [_piece(rma, line, _on_bench(line)) for line in lines]
    return _labels(work, "bench", rma.document.number, told)


def _piece(rma: Rma, line: RmaLine, rows: Rows) -> dict[str, Any]:
    key = f"{rma.document.number}/{line.position}"
    number: Rows = [(N_("No."), key, 1)] if line.serial else []
    return {"code": key, "serial": line.serial or key, "rows": [*number, *rows]}


def _arrived(rma: Rma, line: RmaLine) -> Rows:
    return [
        (N_("Customer"), (line.owner or rma.party).name, 2),
        (N_("Product"), _product(line), 2),
        (N_("Fault"), " ".join(part for part in (line.fault_code, line.fault) if part), 1),
        (N_("Received on"), line.received_on, 1),
        (N_("Condition"), line.condition, 1),
        (N_("Accessories"), len(line.accessories) or None, 1),
    ]


def _on_bench(line: RmaLine) -> Rows:
    return [
        (N_("Product"), _product(line), 2),
        (N_("Who pays"), Text(PAYMENTS[line.payment]) if line.payment in PAYMENTS else None, 1),
        (N_("Fault"), " ".join(part for part in (line.fault_code, line.finding or line.fault) if part), 3),
        (N_("Part"), line.part, 1),
        (N_("Received on"), line.received_on, 1),
    ]


def _product(line: RmaLine) -> str:
    product = line.unit.product if line.unit is not None else line.product
    return f"{product.code} {product.name}" if product is not None else ""


def outbound_context(work: Work, outbound: Outbound) -> dict[str, Any]:
    """Gather the label of a consignment: to whom, how many pieces, by whom it is carried (RMA-07)."""
    party, number = outbound.party, outbound.document.number
    rows: Rows = [
        (N_("To"), party.name, 2),
        (N_("Address"), party.address, 3),
        (N_("Phone"), party.phone, 1),
        (N_("Quantity"), outbound.quantity, 1),
        (N_("Shipping mode"), Text(SHIPPING[outbound.shipping_mode]), 1),
        (N_("Tracking no."), outbound.tracking, 1),
        (N_("Serial numbers"), named(lines_of_outbound(work, outbound.document_id)), 2),
    ]
    return _labels(work, "outbound", number, [{"code": number, "serial": number, "rows": rows}])


def loaner_context(work: Work, loan: Loan) -> dict[str, Any]:
    """Gather the label of a loan unit: whose property it is, with whom, and until when (LON-03)."""
    rows: Rows = [
        (N_("Property of"), work.company.name, 2),
        (N_("Product"), f"{loan.unit.product.code} {loan.unit.product.name}", 2),
        (N_("Lent to"), loan.party.name, 2),
        (N_("Due on"), loan.due_on, 1),
        (N_("No."), loan.document.number, 1),
        (N_("Phone"), work.company.phone, 1),
    ]
    label = {"code": loan.unit.serial, "serial": loan.unit.serial, "rows": rows}
    return _labels(work, "loaner", loan.document.number, [label])


def fitting(rows: Rows, lines: int) -> Rows:
    """Return the rows that a label of so many lines has room for, the first ones first."""
    found: Rows = []
    for row in rows:
        if row[1] and row[2] <= lines:
            found.append(row)
            lines -= row[2]
    return found


def _labels(work: Work, label: str, number: str | None, labels: Sequence[dict[str, Any]]) -> dict[str, Any]:
    size = size_of(work, label)
    told = [{**one, "rows": fitting(one["rows"], size.lines)} for one in labels]
    return {"document": {"number": number}, "size": size, "labels": told}


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
