"""A statement as a workbook: its lines, and its sums with live formulas, for the installer to check and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao.decision import from_json
from sanbao.documents.models import Document
from sanbao.i18n import N_, _, use_locale
from sanbao.tables import Footing, Heading, Table, write_workbook
from sanbao.tables.writing import Value
from sanbao_installation_outsourcing.printouts.contracts import lines_of, sums_of
from sanbao_installation_outsourcing.rules.payable import REASONS
from sanbao_installation_outsourcing.rules.penalties.titles import called

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_installation_outsourcing.models import Settlement

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def statement(work: Work, paper: Settlement) -> bytes:
    """Return the workbook in the company's language; totals are formulas and must reach the net."""
    with use_locale(work.company.locale):
        return write_workbook([_lines(work, paper), _sums(paper), _missing(paper), _slip(work, paper)])


def _lines(work: Work, paper: Settlement) -> Table:
    events = {line.event_id for line in lines_of(work, paper) if line.event_id is not None}
    numbers = {key: work.session.get_one(Document, key).number for key in events}
    headings = [
        *(Heading(_(said)) for said in (N_("What is settled"), N_("Event"), N_("Clause"))),
        Heading(_(N_("Number of units")), digits=0),
        Heading(_(N_("Assessed"))),
        Heading(_(N_("Amount")), total=True),
    ]
    rows = [
        (
            str(from_json(line.text)),
            numbers.get(line.event_id or 0),
            called(from_json(line.text), line.clause),
            line.quantity,
            line.assessed,
            line.amount,
        )
        for line in lines_of(work, paper)
    ]
    footing = Footing(_(N_("Net of the statement")), 5, paper.net - paper.owed_back)
    return Table(_(N_("Settlement statement")), headings, rows, footings=(footing,))


def _sums(paper: Settlement) -> Table:
    headings = [Heading(_(N_("Item"))), Heading(_(N_("Amount")), total=True)]
    return Table(
        _(N_("How the net is reached")), headings, [(_(label), amount) for label, amount in sums_of(paper)]
    )


def _missing(paper: Settlement) -> Table:
    headings = [
        Heading(_(N_("Lot"))),
        Heading(_(N_("Reason"))),
        Heading(_(N_("Number of units")), digits=0, total=True),
    ]
    rows = [(one["lot"], _(REASONS[one["reason"]]), one["jobs_count"]) for one in paper.missing]
    return Table(_(N_("Units that are not paid yet")), headings, rows)


def _slip(work: Work, paper: Settlement) -> Table:
    rows: list[tuple[str, Value]] = [
        (_(N_("Party A")), work.company.name),
        (_(N_("Party B")), paper.party.name),
        (_(N_("Net payable")), paper.net),
        (_(N_("Owed back by the installer")), paper.owed_back),
        (_(N_("Tax on his invoice")), paper.tax),
        (_(N_("Bank account")), " ".join(part for part in (paper.bank_name, paper.bank_account) if part)),
        (_(N_("Name, signature, seal and date")), ""),
    ]
    return Table(_(N_("Confirmation slip")), [Heading(_(N_("Item"))), Heading(_(N_("Entry")))], rows)
