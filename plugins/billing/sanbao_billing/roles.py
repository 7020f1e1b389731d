"""The accounts on which items stand open, and what the two sides of each are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao.i18n import N_

if TYPE_CHECKING:
    from sanbao.ledger.chart import Chart

#: Account role → what an item on it is (LED-02); every line on these accounts is an open item until it is matched.
OPEN_ROLES = {
    "AR": N_("Receivable"),
    "AP": N_("Payable"),
    "GRIR": N_("Accrued, bill not yet received"),
    "CLAIM_SUPPLIER": N_("Claim on a supplier"),
    "EMP_RECEIVABLE": N_("Receivable from staff"),
    "OTHER_PAYABLE": N_("Other payable"),
    "DEPOSIT_RECEIVED": N_("Deposit received"),
    "PREPAID": N_("Prepaid"),
    "BOND_PAID": N_("Bond paid"),
    "BOND_HELD": N_("Bond held"),
}
#: Those on which items stand on the debit side as a rule.
DEBIT_ROLES = frozenset({"AR", "CLAIM_SUPPLIER", "EMP_RECEIVABLE", "PREPAID", "BOND_PAID"})
#: Revenue to which charges may belong, and which an invoice therefore corrects.
REVENUE_ROLES = ("SERVICE_REV", "SALES_REV")
#: Everything that this plugin posts to.
POSTED_ROLES = (
    *OPEN_ROLES,
    *REVENUE_ROLES,
    "BANK",
    "VAT_IN",
    "VAT_OUT",
    "FINANCE_EXP",
    "SERVICE_WIP",
    "WARRANTY_EXP",
    "BOUGHT_SERVICE_EXP",
)


def accounts_of(chart: Chart, roles: tuple[str, ...] = tuple(OPEN_ROLES)) -> dict[int, str]:
    """Return the account of each role that this company's chart knows; an account counts for its first role."""
    found: dict[int, str] = {}
    for role in roles:
        if role in chart.roles:
            found.setdefault(chart.roles[role].id, role)
    return found
