"""What the billing plugin shows in the back office; nothing else of it knows that there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao.i18n import N_
from sanbao_admin.money.month_end import Mend
from sanbao_billing.admin.beginning import filled
from sanbao_billing.admin.first_page import age, cards
from sanbao_billing.admin.links import REPORT_LINKS

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View

__all__ = ["LATER_CHARTS", "MENDING", "REPORT_LINKS", "cards", "filled", "pages"]

#: Charts that take more than a moment: they follow once the first page stands.
LATER_CHARTS = {"ageing": age}

#: Check of a month end → where it is mended.
MENDING = {
    "billing.items_foot": Mend(N_("Open items against the books"), "/reports/open_items_footing?on={last}"),
    "billing.payments_unmatched": Mend(N_("Match payments"), "/money/matching"),
    "billing.charges_not_invoiced": Mend(
        N_("Issue an invoice"), "/do/invoice.issue?then=/money/month-end", "invoice.issue"
    ),
}


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this plugin."""
    from sanbao_billing.admin.matching import Matching
    from sanbao_billing.admin.open_items import OpenItems

    return [OpenItems(), Matching()]
