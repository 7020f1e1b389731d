"""What forms of the warranty plugin begin with, because their paper says it now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sanbao_admin.acting.opening import written
from sanbao_warranty.models import Delivery, DeliveryLine

if TYPE_CHECKING:
    from sanbao.work import Work


def filled(_work: Work, operation: str, record: Any) -> Sequence[dict[str, Any]]:
    """Return what stands in a form: of a delivery note that is put right, what it says (PRD-08)."""
    if operation == "delivery.correct" and isinstance(record, Delivery):
        return [{"papers": list(record.papers), "lines": [_line(one) for one in record.lines]}]
    return []


def _line(line: DeliveryLine) -> dict[str, Any]:
    return written(
        product=line.product.code,
        brand=line.brand,
        model=line.model,
        quantity=line.quantity,
        serials="\n".join(line.serials),
    )
