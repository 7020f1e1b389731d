"""The plugin's papers and their flows."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_billing.models import Bill, Clearing, Invoice, Offset, Payment, Statement

#: Those who keep the books, those who check them, and those who sell and buy.
READERS = (
    "finance",
    "auditor",
    "general_manager",
    "sales",
    "sales_manager",
    "purchasing",
    "service_manager",
    "service_head",
)
KEEPERS = ("finance",)
PAYMENT = DocumentKind(
    name="payment",
    menu="money",
    title=N_("Payment"),
    model=Payment,
    prefix="PM",
    taken_back_by=("payment.cancel",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "open",
        [
            State("open", N_("Not yet matched")),
            State("matched", N_("Matched"), is_final=True),
            State("cancelled", N_("Cancelled"), is_final=True),
        ],
    ),
)
OFFSET = DocumentKind(
    name="offset",
    menu="money",
    title=N_("Offset"),
    model=Offset,
    prefix="OS",
    taken_back_by=("offset.cancel",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "made",
        [State("made", N_("Made"), is_final=True), State("cancelled", N_("Cancelled"), is_final=True)],
    ),
)
CLEARING = DocumentKind(
    name="clearing",
    menu="money",
    title=N_("Clearing"),
    model=Clearing,
    prefix="MT",
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "made",
        [State("made", N_("Made"), is_final=True), State("undone", N_("Undone"), is_final=True)],
    ),
)
INVOICE = DocumentKind(
    name="invoice",
    menu="money",
    title=N_("Invoice"),
    model=Invoice,
    prefix="INV",
    taken_back_by=("invoice.cancel", "invoice.red_letter"),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "issued",
        [
            State("issued", N_("Issued")),
            State("settled", N_("Settled"), is_final=True),
            State("reversed", N_("Reversed by red letter"), is_final=True),
            State("cancelled", N_("Cancelled"), is_final=True),
        ],
    ),
)
BILL = DocumentKind(
    name="bill",
    menu="money",
    title=N_("Supplier's bill"),
    model=Bill,
    prefix="VB",
    taken_back_by=("bill.cancel",),
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "open",
        [
            State("open", N_("Open")),
            State("paid", N_("Paid"), is_final=True),
            State("cancelled", N_("Cancelled"), is_final=True),
        ],
    ),
)
STATEMENT = DocumentKind(
    name="statement",
    menu="money",
    title=N_("Statement of account"),
    model=Statement,
    prefix="ST",
    readers=READERS,
    keepers=KEEPERS,
    flow=Flow(
        "sent",
        [
            State("sent", N_("Sent")),
            State("disputed", N_("Disputed")),
            State("confirmed", N_("Confirmed"), is_final=True),
        ],
    ),
)
