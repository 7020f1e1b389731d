"""The books: trial balance, ledger, journal, vouchers, month end, and whether they are whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this room."""
    from sanbao_admin.money.ledger import GeneralLedger
    from sanbao_admin.money.month_end import MonthEndPage
    from sanbao_admin.money.trial import TrialBalance
    from sanbao_admin.money.verifying import Verifying
    from sanbao_admin.money.vouchers import Journal, Vouchers

    return [TrialBalance(), GeneralLedger(), Journal(), Vouchers(), MonthEndPage(), Verifying()]
