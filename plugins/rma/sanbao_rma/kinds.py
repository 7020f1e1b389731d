"""The plugin's papers and their flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao.documents.kinds import READERS as SERVICE_READERS
from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_rma.models import FactoryOrder, Outbound, Rma, RmaLine, Slip

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

#: Everybody who has to do with a piece that came back.
READERS = (*SERVICE_READERS, "finance", "qc", "sales", "sales_manager", "purchasing", "general_manager")
CLERKS = ("service_manager", "service_clerk")
ENGINEERS = (*CLERKS, "service_engineer")
#: Who may ask about pieces.
ASKERS = (*ENGINEERS, "service_head", "finance", "qc", "sales", "auditor")


def _waits_for_agreement(work: Work, document: Document) -> bool:
    """Tell whether a quote on pieces of this parcel waits for its answer (RMA-04)."""
    from sanbao_rma.operations.quoting import waits_for_agreement

    return waits_for_agreement(work, document)


#: The way of each piece (RMA-01); what follows what stands in :mod:`sanbao_rma.rules.flow`.
LINE_FLOW = Flow(
    initial="announced",
    states=[
        State("announced", N_("Announced")),
        State("received", N_("Goods received")),
        State("diagnosed", N_("Diagnosed")),
        State("quoted", N_("Quoted")),
        State("agreed", N_("Agreed")),
        State("declined", N_("Declined")),
        State("expired", N_("Quote expired")),
        State("repairing", N_("In repair")),
        State("at_factory", N_("At the factory")),
        State("repaired", N_("Repaired")),
        State("qc_passed", N_("Passed QC")),
        State("outbound", N_("On its way back")),
        State("delivered", N_("Delivered to customer"), is_final=True),
        State("exchanged", N_("Exchanged"), is_final=True),
        State("refunded", N_("Refunded"), is_final=True),
        State("scrapped", N_("Scrapped"), is_final=True),
        State("unclaimed", N_("Unclaimed"), is_final=True),
        State("charged", N_("Never came, charged"), is_final=True),
    ],
)
RMA = DocumentKind(
    name="rma",
    title=N_("RMA"),
    menu="rma",
    model=Rma,
    prefix="RM",
    made_by=("rma.announce",),
    collects_cost=True,
    trouble_unless=(),
    work_waits=_waits_for_agreement,
    readers=READERS,
    keepers={
        "void": ("service_manager", "service_clerk"),
        "reopen": ("service_manager", "service_head"),
        "mark_duplicate": CLERKS,
    },
    flow=Flow(
        initial="open",
        states=[
            State("open", N_("Parcel expected")),
            State("differs", N_("Count differs")),
            State("counted", N_("Parcel counted")),
            State("in_work", N_("In work")),
            State("closed", N_("Closed"), is_final=True),
        ],
        reopens={"closed": "in_work"},
    ),
    lines=RmaLine,
    line_flow=LINE_FLOW,
    titles={"received_on": N_("Received on")},
    line_titles={"received_on": N_("Received on")},
)
OUTBOUND = DocumentKind(
    name="rma_outbound",
    title=N_("Repaired item outbound form"),
    menu="rma",
    model=Outbound,
    prefix="RO",
    readers=READERS,
    flow=Flow(
        initial="shipped",
        states=[
            State("shipped", N_("Shipped")),
            State("delivered", N_("Delivered to customer"), is_final=True),
        ],
    ),
)
SLIP = DocumentKind(
    name="rma_slip",
    title=N_("Return and exchange slip"),
    menu="rma",
    model=Slip,
    prefix="RS",
    readers=READERS,
    flow=Flow(
        initial="issued",
        states=[
            State("issued", N_("Issued")),
            State("signed", N_("Signed")),
            State("booked", N_("Booked"), is_final=True),
        ],
    ),
    titles={
        "line": "",
        "reason": N_("Return or exchange reason"),
        "requested_on": N_("Asked for on"),
        "shipped_on": N_("Shipping time"),
        "salesman": N_("Area salesman"),
        "signed_by": N_("Signed by the sales manager"),
        "price": N_("Price paid"),
        "tax": N_("Tax in the price"),
        "fee": N_("Fee for the use"),
        "cost": N_("Original cost"),
        "recoverable": N_("Recoverable value"),
        "payments_count": "",
    },
)
FACTORY = DocumentKind(
    name="rma_factory",
    title=N_("Factory repair"),
    menu="rma",
    model=FactoryOrder,
    prefix="RF",
    taken_back_by=("rma_factory.reverse",),
    readers=READERS,
    flow=Flow(
        initial="sent",
        states=[State("sent", N_("At the factory")), State("back", N_("Back"), is_final=True)],
    ),
    titles={"price": N_("Price agreed"), "assignment": N_("Price falls on"), "receipts_count": ""},
)
