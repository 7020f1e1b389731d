"""What a form of the core begins with, because its record says it now: what is to be changed need not be typed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.access.models import User
from sanbao.charging.lines import lines_of
from sanbao.charging.models import Quote, QuoteLine, TaxRate
from sanbao.documents.models import Document

if TYPE_CHECKING:
    from sanbao.work import Work


def of(work: Work, operation: str, record: Any) -> Mapping[str, Any]:
    """Return what stands in the form of an operation of the core on a record; nothing where it asks about something new."""
    begins = _BEGINS.get(operation)
    return begins(work, record) if begins is not None and record is not None else {}


def written(**facts: Any) -> dict[str, Any]:
    """Return facts as one types them into a form; what is not said is left out.

    >>> written(price=Decimal("120.00"), is_free=False, text=None)
    {'price': '120', 'is_free': 'no'}
    """
    return {name: _typed(value) for name, value in facts.items() if value not in (None, "", [])}


def _typed(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        f"{value.normalize():f}"
        if isinstance(value, Decimal)
        else value
        if isinstance(value, list)
        else str(value)
    )


def _offer(work: Work, quote: Quote) -> dict[str, Any]:
    return {**_renewed(work, quote), **written(valid_until=quote.valid_until)}


def _renewed(work: Work, quote: Quote) -> dict[str, Any]:
    """Return what a new version repeats; until when it stands is agreed anew."""
    lines = [_line(work, one) for one in lines_of(work, QuoteLine, quote.document_id)]
    return {"lines": lines, **written(tax_inclusive=quote.tax_inclusive)}


def _line(work: Work, line: QuoteLine) -> dict[str, Any]:
    return written(
        item=line.item,
        product=line.product.code if line.product is not None else None,
        unit=line.unit.serial if line.unit is not None else None,
        text=line.text,
        measure=line.measure,
        quantity=line.quantity,
        price=line.price,
        discount=line.discount,
        tax=work.session.get_one(TaxRate, line.tax_rate_id).code,
        role=line.role,
    )


def _keepers(work: Work, document: Document) -> dict[str, Any]:
    keys = {"owner": document.owner_id, "deputy": document.deputy_id}
    return {name: work.session.get_one(User, key).login for name, key in keys.items() if key is not None}


def _roles(_work: Work, user: User) -> dict[str, Sequence[str]]:
    return {"roles": sorted(user.role_codes)}


_BEGINS: Mapping[str, Callable[[Work, Any], Mapping[str, Any]]] = {
    "document.assign": _keepers,
    "quote.change": _offer,
    "quote.revise": _renewed,
    "user.set_roles": _roles,
}
