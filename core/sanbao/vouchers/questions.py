"""What people ask about vouchers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanbao.ledger.documents import READERS
from sanbao.operation import question
from sanbao.vouchers import facts, layouts, schemas

if TYPE_CHECKING:
    from sanbao.ledger.models import PostedEntry
    from sanbao.work import Work


@question("entry.show", schema=schemas.EntryInput, roles=READERS)
def show(work: Work, *, entry: PostedEntry) -> dict[str, Any]:
    """Return a voucher as it is printed: its lines with names, who prepared, reviewed and posted it."""
    (voucher,) = facts.read(work, [entry.id])
    return {
        "number": voucher.number,
        "date": voucher.date,
        "summary": voucher.entry.summary,
        "document": voucher.document,
        "attachments": voucher.attachments_count,
        "preparer": voucher.preparer,
        "reviewer": voucher.reviewer or None,
        "poster": voucher.poster,
        "reverses": voucher.reverses or None,
        "lines": [_line(line) for line in voucher.lines],
    }


def _line(line: facts.VoucherLine) -> dict[str, Any]:
    return {
        "summary": line.summary,
        "account": line.line.code,
        "name": line.line.name,
        "debit": line.line.debit,
        "credit": line.line.credit,
        "party": line.party.code or None,
        "cost_centre": line.cost_centre.code or None,
        "cost_object": line.cost_object or None,
        "product": line.product.code or None,
        "quantity": line.line.quantity,
    }


@question("handover.layouts", roles=READERS)
def list_layouts(work: Work) -> list[dict[str, Any]]:
    """Return the layouts in which vouchers can be handed over, shipped ones and the company's own."""
    from sanbao.profiles.operations import list_profiles

    own = {one["code"]: one for one in list_profiles(work, kind=layouts.KIND)}
    shipped = {
        code: {"code": code, "name": _name(data, "zh"), "name_en": _name(data, "en")}
        for code, data in layouts.shipped().items()
    }
    rows = {
        **shipped,
        **{code: {key: one[key] for key in ("code", "name", "name_en")} for code, one in own.items()},
    }
    return [
        {**row, "version": own[code]["version"] if code in own else None}
        for code, row in sorted(rows.items())
    ]


def _name(data: Any, language: str) -> str:
    return str((data.get("names") or {}).get(language) or data["code"])
