"""The tables that people bring to the billing plugin: what the bank statement shows, in and out."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.importing.columns import day
from sanbao.plugin import ImportKind
from sanbao.tables import YES_NO, Column

_PAYMENT = (
    Column("party", "往来单位编码", "Party", required=True, example="C001"),
    Column("amount", "金额", "Amount", required=True, example="813.60"),
    day("on", "日期", "Day"),
    Column(
        "reference",
        "流水号",
        "Reference",
        help=N_("The bank's own number of the payment."),
        example="20240603001",
    ),
    Column(
        "bank_text", "摘要", "Bank text", help=N_("What the payer wrote; numbers of papers in it are found.")
    ),
    Column(
        "account", "科目编码", "Account", help=N_("Another account than the bank's, if there are several.")
    ),
    Column(
        "automatic",
        "自动核销",
        "Match",
        choices=YES_NO,
        help=N_("Whether the proposal is taken: number found, same amount, oldest first."),
    ),
)

KINDS = [
    ImportKind("payment_in", N_("Payments received"), "payment.receive", _PAYMENT, "", "收款"),
    ImportKind("payment_out", N_("Payments made"), "payment.pay", _PAYMENT, "", "付款"),
]
