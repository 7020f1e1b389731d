"""The printed papers of loans."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.printing.forms import Form

RECEIPT = Form("loan.receipt", N_("Loan receipt"), "loan/receipt.html", "sanbao_loan", kind="loan")
