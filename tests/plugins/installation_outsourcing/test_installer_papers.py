"""The papers of installation: every vehicle on them, and a workbook whose formulas reach the net (F-19, F-22, F-26, INS-20)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from job_yard import accepted, furnish, installed, issued, number_of, sent_out
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

import sanbao
from sanbao.documents.models import Attachment, Document
from sanbao.i18n import use_locale
from sanbao.i18n.headings import heading
from sanbao_installation_outsourcing.printouts import contracts as printouts
from sanbao_installation_outsourcing.printouts import jobs as printouts_jobs

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return make_company(plugins=["installation_outsourcing"], prepare=furnish)


def rows(erp: sanbao.Sanbao, context: Callable[..., dict[str, Any]], order: str) -> list[dict[str, Any]]:
    with erp.reading(user="chen.jing") as work:
        found: list[dict[str, Any]] = context(work, work.find("installation_order", order))["rows"]
        return found


def test_the_dispatch_form_names_every_vehicle_before_anything_is_installed(erp: sanbao.Sanbao) -> None:
    order = sent_out(erp, "YB")

    printed = rows(erp, printouts_jobs.order_context, order)

    assert [row["plate"] for row in printed] == [f"豫YB000{n}" for n in range(1, 5)]
    assert rows(erp, printouts_jobs.registration_context, order) == []


def test_the_registration_names_what_went_into_which_vehicle(erp: sanbao.Sanbao) -> None:
    order = sent_out(erp, "YB")
    issued(erp, "YB", [f"YB-{n}" for n in range(1, 5)])
    installed(erp, "YB", order)

    printed = rows(erp, printouts_jobs.registration_context, order)

    assert [(row["serial"], row["product"]) for row in printed] == [
        (f"YB-{n}", "北斗双模终端") for n in range(1, 5)
    ]
    assert len(rows(erp, printouts_jobs.acceptance_context, order)) == 4


def test_the_workbook_of_a_statement_adds_up_to_its_net(erp: sanbao.Sanbao) -> None:
    accepted(erp, "YB")
    said = {"contract": number_of("YB"), "trigger": "complaint", "description": "投诉", "matter": "m1"}
    event = erp.do("installer_event.report", said, user="ma.li").number
    erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing")
    erp.do("job.confirm", {"contract": number_of("YB")}, user="chen.jing")
    number = erp.do("installer_payment.request", {"contract": number_of("YB")}, user="chen.jing").number
    erp.do("installer_settlement.approve", {}, subject=number, user="zhao.min")

    book = workbook(erp, str(number))

    lines, sums = book.worksheets[0], book.worksheets[1]
    assert total(lines, "F") == Decimal("570.00")
    assert total(sums, "B") == Decimal("570.00")


def workbook(erp: sanbao.Sanbao, number: str) -> Workbook:
    """Return the workbook that hangs on a statement."""
    with erp.reading(user="chen.jing") as work:
        query = select(Attachment).join(Document, Document.id == Attachment.document_id)
        (file,) = work.session.scalars(query.where(Document.number == number))
        return load_workbook(io.BytesIO(work.erp.files.get(file.sha256, file.name)))


def total(sheet: Any, column: str) -> Decimal:
    """Reckon the sum that stands under a column as a spreadsheet would."""
    for cell in sheet[column]:
        found = re.search(rf"\(?(?:\d+,)?{column}(\d+):{column}(\d+)\)", str(cell.value))
        if found and str(cell.value).startswith("="):
            first, last = int(found[1]), int(found[2])
            values = [sheet[f"{column}{row}"].value for row in range(first, last + 1)]
            return sum((Decimal(str(value)) for value in values if value is not None), Decimal(0))
    raise AssertionError(f"no sum stands under {column} of {sheet.title}")


def test_a_statement_counts_in_vehicles_what_it_does_not_pay_yet(erp: sanbao.Sanbao) -> None:
    accepted(erp, "YB")
    erp.do("job.confirm", {"contract": number_of("YB"), "vehicles": ["豫YB0001"]}, user="chen.jing")
    number = erp.do("installer_payment.request", {"contract": number_of("YB")}, user="chen.jing").number

    with erp.reading(user="chen.jing") as work:
        paper = work.find("installer_settlement", str(number))
        shown = printouts.settlement_context(work, paper)["missing"]

    assert paper.missing == [{"lot": "A", "reason": "no_manager_confirmation", "jobs_count": 3}]
    assert [(one["lot"], one["count"]) for one in shown] == [("A", "3")]
    with use_locale("zh_Hans_CN"):
        assert heading("jobs_count") == "台数"
