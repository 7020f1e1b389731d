"""Where the rows of a report lead to: the paper, the party, the account, or the further report behind a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sanbao_admin import leading, plugin_pages
from sanbao_admin.money.trial import days_of

if TYPE_CHECKING:
    from sanbao.reporting import Report
    from sanbao.work import Work

#: From a field of a row to an address, or nothing.
Leads = Callable[[str, Mapping[str, Any]], str]
#: What costs are grouped by → which field the group stands for.
_GROUPS = {
    "case": "case",
    "unit": "unit",
    "product": "product",
    "customer": "customer",
    "supplier": "supplier",
    "cost_centre": "cost_centre",
}


def for_report(work: Work, report: Report, given: Mapping[str, str]) -> Leads:
    """Return what says where a cell leads to; a plugin's ``REPORT_LINKS`` in its ``admin.py`` come first."""
    own = _of_plugins(work).get(report.name)
    by = dict(report.given).get("by", "")

    def leads(field: str, row: Mapping[str, Any]) -> str:
        address = own(field, row, given) if own is not None else ""
        if address:
            return address
        value = row.get(field)
        if report.name == "trial_balance" and field in (
            "code",
            "name",
            "opening",
            "debit",
            "credit",
            "closing",
        ):
            return leading.to_account(row["code"], given.get("start"), given.get("on"))
        if field == "group" and by == "month" and value:
            return leading.to_account(_cases(work), *_days(str(value)))
        if field in ("cost", "borne", "carried") and by == "case" and row.get("group"):
            return leading.to_account(
                _cases(work), given.get("start"), given.get("end"), cost_object=row["group"]
            )
        if field in ("group", "name"):
            return leading.address_of(_GROUPS.get(by, ""), row.get("group"))
        return leading.address_of(field, value)

    return leads


def _of_plugins(work: Work) -> dict[str, Callable[[str, Mapping[str, Any], Mapping[str, str]], str]]:
    brought = plugin_pages.offered(work.erp, "REPORT_LINKS")
    return {report: leads for links in brought for report, leads in links.items()}


def _cases(work: Work) -> str:
    """Return the account on which the cost of cases is collected."""
    return str(work.ledger.chart.account("SERVICE_WIP").code)


def _days(month: str) -> tuple[date, date]:
    return days_of(month)


def to_report(name: str, **given: Any) -> str:
    """Return the address of another report with its parameters."""
    words = urlencode({key: value for key, value in given.items() if value})
    return f"/reports/{name}" + (f"?{words}" if words else "")
