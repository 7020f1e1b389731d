"""The papers of spare parts and loan units, and their flows."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_rma.kinds import CLERKS, READERS
from sanbao_rma.models.loans import Loan
from sanbao_rma.models.minimums import SpareOrder
from sanbao_rma.models.parts_orders import PartsOrder, ZeroPriceOrder
from sanbao_rma.models.spares import SpareAdjustment, SpareReceipt, SpareTransfer

#: Who moves parts from place to place; engineers among them, for their vans.
STOREKEEPERS = (*CLERKS, "service_engineer", "purchasing")
#: Who takes parts in and decides what is bought.
BUYERS = ("service_manager", "purchasing", "finance")
#: Who puts the books right after a count.
CHECKERS = ("service_manager", "finance")
#: Who gives parts to customers.
SELLERS = ("service_manager", "service_clerk", "sales", "finance")
#: Who may ask what lies where.
ASKERS = READERS
KEEPERS = ("service_manager", "finance")

SPARE_RECEIPT = DocumentKind(
    name="spare_receipt",
    menu="rma",
    title=N_("Spare parts receipt"),
    model=SpareReceipt,
    prefix="SI",
    made_by=("spare.receive",),
    taken_back_by=("spare_receipt.reverse",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "received",
        [
            State("received", N_("Taken in")),
            State("reversed", N_("Taken back"), is_final=True),
        ],
    ),
)
SPARE_TRANSFER = DocumentKind(
    name="spare_transfer",
    menu="rma",
    title=N_("Spare parts transfer"),
    model=SpareTransfer,
    prefix="TF",
    made_by=("spare.transfer", "spare.request"),
    taken_back_by=("spare.transfer",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "requested",
        [State("requested", N_("Asked for")), State("moved", N_("Moved"), is_final=True)],
    ),
)
SPARE_ADJUSTMENT = DocumentKind(
    name="spare_adjustment",
    menu="rma",
    title=N_("Count difference"),
    model=SpareAdjustment,
    prefix="SA",
    made_by=("spare.adjust",),
    taken_back_by=("spare_adjustment.reverse",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "proposed",
        [
            State("proposed", N_("Waits for approval")),
            State("posted", N_("Posted")),
            State("reversed", N_("Taken back"), is_final=True),
        ],
    ),
)
SPARE_ORDER = DocumentKind(
    name="spare_order",
    menu="rma",
    title=N_("Spare parts requisition"),
    model=SpareOrder,
    prefix="SQ",
    made_by=("spare.propose",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "proposed",
        [
            State("proposed", N_("Proposed")),
            State("ordered", N_("Ordered")),
            State("received", N_("Received in full"), is_final=True),
            State("cancelled", N_("Cancelled"), is_final=True),
        ],
    ),
)
PARTS_ORDER = DocumentKind(
    name="parts_order",
    menu="rma",
    title=N_("Parts order"),
    model=PartsOrder,
    prefix="SO",
    expenses_cost=True,
    taken_back_by=("parts_order.take_back",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "open",
        [
            State("open", N_("Ordered")),
            State("part_delivered", N_("Delivered in part")),
            State("delivered", N_("Delivered")),
            State("closed", N_("Closed"), is_final=True),
            State("cancelled", N_("Cancelled"), is_final=True),
        ],
        reopens={"closed": "delivered"},
    ),
    line_titles={"delivered": N_("Delivered")},
)
ZERO_PRICE_ORDER = DocumentKind(
    name="zero_price_order",
    menu="rma",
    title=N_("Zero-price order"),
    model=ZeroPriceOrder,
    prefix="ZP",
    made_by=("old_part.order",),
    taken_back_by=("old_part.end",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "open",
        [State("open", N_("Awaited")), State("closed", N_("Closed"), is_final=True)],
        reopens={"closed": "open"},
    ),
)
LOAN = DocumentKind(
    name="rma_loan",
    menu="rma",
    title=N_("Loan slip"),
    model=Loan,
    prefix="BL",
    made_by=("rma_loan.lend",),
    expenses_cost=True,
    taken_back_by=("rma_loan.take_back",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "lent",
        [
            State("lent", N_("Lent")),
            State("returned", N_("Returned"), is_final=True),
            State("written_off", N_("Written off"), is_final=True),
        ],
    ),
)
KINDS = [SPARE_RECEIPT, SPARE_TRANSFER, SPARE_ADJUSTMENT, SPARE_ORDER, PARTS_ORDER, ZERO_PRICE_ORDER, LOAN]
