"""What the plugin owns of spare parts and loan units, as its manifest names it; a table of contents, no logic."""

from __future__ import annotations

from decimal import Decimal

from sanbao.calendar.due import read_within
from sanbao.i18n import N_
from sanbao.plugin import Job, SettingSpec
from sanbao.plugin.setting_forms import not_negative, one_of, values
from sanbao_rma.imports_spares import KINDS as IMPORTS
from sanbao_rma.kinds_spares import KINDS
from sanbao_rma.labels import DEFAULT_SIZES, SIZES
from sanbao_rma.labels import FORMS as LABELS
from sanbao_rma.models.loans import Loan
from sanbao_rma.models.minimums import SpareMinimum, SpareOrder, SpareOrderLine
from sanbao_rma.models.parts_orders import PartsOrder, PartsOrderLine, ZeroPriceLine, ZeroPriceOrder
from sanbao_rma.models.spares import (
    SpareAdjustment,
    SpareAdjustmentLine,
    SpareReceipt,
    SpareReceiptLine,
    SpareTransfer,
    SpareTransferLine,
)
from sanbao_rma.operations.loans import lending, reminding
from sanbao_rma.operations.loans import listing as loans
from sanbao_rma.operations.loans import returning as loan_ends
from sanbao_rma.operations.spares import (
    adjusting,
    delivering,
    listing,
    minimums,
    moving,
    old_parts,
    old_parts_leaving,
    ordering,
    receiving,
    restocking,
    returning,
    shortages,
)
from sanbao_rma.printouts_spares import FORMS as SLIPS
from sanbao_rma.reports_spares import REPORTS

__all__ = [
    "FORMS",
    "IMPORTS",
    "JOBS",
    "KINDS",
    "MODELS",
    "OPERATIONS",
    "QUESTIONS",
    "REPORTS",
    "ROLES",
    "SETTINGS",
]

MODELS = [
    SpareReceipt,
    SpareReceiptLine,
    SpareTransfer,
    SpareTransferLine,
    SpareAdjustment,
    SpareAdjustmentLine,
    SpareMinimum,
    SpareOrder,
    SpareOrderLine,
    PartsOrder,
    PartsOrderLine,
    ZeroPriceOrder,
    ZeroPriceLine,
    Loan,
]
OPERATIONS = [
    receiving.receive,
    receiving.reverse,
    moving.transfer,
    moving.request,
    moving.send,
    returning.return_unused,
    adjusting.adjust,
    adjusting.approve,
    adjusting.reverse,
    minimums.set_minimum,
    minimums.propose,
    minimums.order,
    minimums.cancel,
    ordering.open_order,
    delivering.deliver,
    delivering.take_back,
    ordering.close,
    ordering.cancel,
    old_parts.order_back,
    old_parts.receive,
    old_parts.give_up,
    old_parts_leaving.send,
    old_parts_leaving.end,
    restocking.check,
    restocking.restock,
    old_parts.close,
    lending.lend,
    lending.prolong,
    reminding.remind,
    loan_ends.take_back,
    loan_ends.write_down,
    loan_ends.write_off,
]
QUESTIONS = [
    listing.stock,
    listing.movements,
    listing.awaited,
    shortages.shortages,
    loans.offer,
    loans.out,
]
#: Beside those that pieces of customers need.
ROLES = [
    "LOANER",
    "LOANER_OUT",
    "AP",
    "ADMIN_EXP",
    "SERVICE_COST",
    "CLAIM_SUPPLIER",
    "EMP_RECEIVABLE",
    "WARRANTY_PROVISION",
]
#: Slips first: the first form of a kind is what is printed when nobody chooses.
FORMS = [*SLIPS, *LABELS]
JOBS = [Job("loans", every_minutes=360, run=reminding.look_after)]
SETTINGS = [
    SettingSpec(
        "rma_adjustment_limit",
        Decimal("1000.00"),
        N_("Above which value a second person must approve what a count of spare parts found to differ."),
        form=not_negative,
    ),
    SettingSpec(
        "rma_urgent_within",
        "24h",
        N_("Within which time an emergency replenishment must be there (SPR-08)."),
        form=read_within,
    ),
    SettingSpec(
        "rma_parts_price",
        "list",
        N_(
            "What a part without a price is sold at: list (the price list), or cost (the material's cost alone, SPR-03)."
        ),
        form=one_of("list", "cost"),
    ),
    SettingSpec(
        "rma_keeps_old_parts",
        False,
        N_(
            "Whether old parts of repairs that are free for the customer stay with us, on a zero-price order (SPR-02)."
        ),
    ),
    SettingSpec(
        "rma_old_parts_within",
        "15d",
        N_("Within which time old parts shall be back (SPR-02)."),
        form=read_within,
    ),
    SettingSpec(
        "rma_claim_within",
        "10d",
        N_("Within which time sales claims a part that cannot come back from its supplier (SPR-02)."),
        form=read_within,
    ),
    SettingSpec("rma_loan_days", 30, N_("For how many days a unit is lent where nobody says more.")),
    SettingSpec(
        "rma_loaner_after_days",
        5,
        N_("When a repair takes longer than this many days, a loan unit is offered (LON-01)."),
    ),
    SettingSpec(
        "rma_loan_reminder_days",
        2,
        N_("How many days before its last day the customer is reminded of a loan unit (LON-03)."),
    ),
    SettingSpec(
        "rma_loan_reminded_each",
        7,
        N_("After how many days the customer is reminded again of a loan unit that is overdue (LON-03)."),
    ),
    SettingSpec(
        "rma_label_sizes",
        DEFAULT_SIZES,
        N_("In which size labels are printed, by kind of label: 40x30, 60x40 or 100x70 millimetres."),
        form=values(one_of(*SIZES)),
    ),
]
