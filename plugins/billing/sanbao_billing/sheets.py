"""A statement of account as a workbook: its lines, what stands open, and the slip to confirm it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.i18n import N_, _, use_locale
from sanbao.tables import Heading, Table, write_workbook
from sanbao_billing.roles import OPEN_ROLES

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_billing.models import Statement


def statement(work: Work, paper: Statement) -> bytes:
    """Return the workbook in the company's language; sums are live formulas."""
    with use_locale(work.company.locale):
        return write_workbook([_lines(paper), _items(paper), _slip(work, paper)])


def _lines(paper: Statement) -> Table:
    titles = (N_("Date"), N_("Paper"), N_("Voucher"), N_("Summary"))
    headings = [
        *(Heading(_(title)) for title in titles),
        Heading(_(N_("Debit")), total=True),
        Heading(_(N_("Credit")), total=True),
        Heading(_(N_("Balance"))),
    ]
    opening = (paper.start_on, "", "", _(N_("Balance brought forward")), None, None, paper.opening)
    rows = [
        (
            date.fromisoformat(line["on"]),
            line["document"],
            line["voucher"],
            line["summary"],
            Decimal(line["debit"]),
            Decimal(line["credit"]),
            Decimal(line["balance"]),
        )
        for line in paper.lines
    ]
    return Table(_(N_("Statement of account")), headings, [opening, *rows])


def _items(paper: Statement) -> Table:
    titles = (N_("Paper"), N_("Also called"), N_("Date"), N_("Due on"), N_("Summary"))
    headings = [
        *(Heading(_(title)) for title in titles),
        Heading(_(N_("Amount"))),
        Heading(_(N_("Open")), total=True),
    ]
    rows = [
        (
            item["document"],
            item["names"],
            date.fromisoformat(item["on"]),
            date.fromisoformat(item["due_on"]),
            item["summary"],
            Decimal(item["amount"]),
            Decimal(item["open"]),
        )
        for item in paper.items
    ]
    return Table(_(N_("Open items")), headings, rows)


def _slip(work: Work, paper: Statement) -> Table:
    rows: list[tuple[str, str | date | Decimal]] = [
        (_(N_("From")), work.company.name),
        (_(N_("To")), paper.party.name),
        (_(N_("Account")), _(OPEN_ROLES[paper.role])),
        (_(N_("From day")), paper.start_on),
        (_(N_("To day")), paper.end_on),
        (_(N_("Balance by our books")), paper.closing),
        (_(N_("Balance by your books")), ""),
        (_(N_("Reason of the difference")), ""),
        (_(N_("Name, signature, seal and date")), ""),
    ]
    return Table(_(N_("Confirmation slip")), [Heading(_(N_("Item"))), Heading(_(N_("Entry")))], rows)
