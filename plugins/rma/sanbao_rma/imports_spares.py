"""The table of minimums that people bring to the plugin; opening stock comes with the core's opening balances."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.i18n import N_
from sanbao.plugin import ImportKind
from sanbao.tables import Column
from sanbao_rma.models.minimums import SpareMinimum

if TYPE_CHECKING:
    from sanbao.work import Work


def minimums(work: Work) -> Iterator[dict[str, Any]]:
    """Give back the minimums that there are, as rows of the table."""
    query = select(SpareMinimum).where(SpareMinimum.company_id == work.company.id).order_by(SpareMinimum.id)
    for row in work.session.scalars(query):
        yield {
            "product": row.product.code,
            "place": row.place.code,
            "minimum": row.minimum,
            "target": row.target,
            "supplier": row.supplier.code if row.supplier is not None else None,
        }


KINDS = [
    ImportKind(
        "spare_minimum",
        N_("Minimums of spare parts"),
        "spare.set_minimum",
        (
            Column("product", "备件编码", "Spare part", required=True, example="BOARD"),
            Column("place", "库位编码", "Place", required=True, example="DEPOT"),
            Column("minimum", "最低库存", "Minimum", required=True, example="5"),
            Column("target", "补足至", "Fill up to", example="20"),
            Column("supplier", "供应商编码", "Supplier", help=N_("The code of a supplier."), example="S001"),
        ),
        "",
        "备件最低库存",
        rows=minimums,
    )
]
