"""The printed voucher (记账凭证): one, some, or a month of them, each on sheets of its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao.printing.forms import ZH, Form, render_html
from sanbao.vouchers import facts

if TYPE_CHECKING:
    from sanbao.ledger.models import PostedEntry
    from sanbao.vouchers.facts import VoucherFacts, VoucherLine
    from sanbao.work import Work

#: As many lines as a sheet of the customary size holds.
LINES_PER_SHEET = 6
# Said by the template, where the catalogue's collector does not see them.
LABELS = (
    N_("Summary"),
    N_("Account and detail"),
    N_("Debit amount"),
    N_("Credit amount"),
    N_("Carried to the next sheet"),
    N_("Head of accounts"),
    N_("Posted by"),
    N_("Cashier"),
    N_("Reviewed by"),
    N_("Prepared by"),
    N_("Unit of account"),
    N_("{word} No. {number}"),
    N_("{count} papers attached"),
    N_("sheet {sheet} of {sheets}"),
    N_("reverses {number}"),
    N_("Paper {number}"),
)


def voucher_context(work: Work, entry: PostedEntry) -> dict[str, Any]:
    """Gather what the form shows of one voucher."""
    return context(work, facts.read(work, [entry.id]))


def context(work: Work, vouchers: Sequence[VoucherFacts]) -> dict[str, Any]:
    """Gather what the form shows of these vouchers."""
    sheets = [sheet for voucher in vouchers for sheet in _sheets(voucher)]
    return {"document": {"number": vouchers[0].number}, "sheets": sheets, "currency": work.company.currency}


def _sheets(voucher: VoucherFacts) -> list[dict[str, Any]]:
    rows = [_row(line) for line in voucher.lines]
    pages = [rows[start : start + LINES_PER_SHEET] for start in range(0, len(rows), LINES_PER_SHEET)]
    head = {
        "date": voucher.date,
        "word": voucher.word,
        "number": voucher.entry.number,
        "attachments": voucher.attachments_count,
        "paper": voucher.document,
        "reverses": voucher.reverses,
        "preparer": voucher.preparer,
        "reviewer": voucher.reviewer,
        "poster": voucher.poster,
        "total": voucher.debit,
        "count": len(pages),
    }
    return [
        {**head, "sheet": number, "rows": page, "blank": range(LINES_PER_SHEET - len(page))}
        for number, page in enumerate(pages, 1)
    ]


def _row(line: VoucherLine) -> dict[str, Any]:
    return {
        "summary": line.summary,
        "code": line.line.code,
        "name": {"zh": line.line.name, "en": line.line.name_en or line.line.name},
        "detail": _detail(line),
        "debit": line.line.debit,
        "credit": line.line.credit,
    }


def _detail(line: VoucherLine) -> str:
    """Return what the line says beside its account: who, where, for what, how many, in which currency."""
    parts = [
        line.party.name,
        line.cost_centre.name,
        line.cost_object,
        line.product.code,
        line.unit,
        line.place.name,
    ]
    if line.line.quantity is not None:
        parts.append(f"× {_plain(line.line.quantity)}")
    if line.line.original_amount is not None:
        parts.append(f"{line.line.currency} {line.line.original_amount:,f}")
    return " · ".join(part for part in parts if part)


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


VOUCHER = Form(
    name="voucher",
    title=N_("Journal voucher"),
    template="sanbao/voucher.html",
    package="sanbao",
    kind="entry",
    languages=ZH,
    context=voucher_context,
)


def html_of(work: Work, ids: Sequence[int], languages: Sequence[str] | None = None) -> str:
    """Return vouchers by the keys of their entries as one HTML, each on sheets of its own."""
    from sanbao.printing.papers import company_facts

    work.access.require("entry.read")
    given = context(work, facts.read(work, ids))
    return render_html(VOUCHER, {"company": company_facts(work), "zone": work.zone, **given}, languages)
