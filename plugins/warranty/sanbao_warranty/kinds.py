"""The plugin's papers and their flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao.documents.kinds import CASE_READERS, DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_warranty.models import Card, Claim, Delivery, FinalTest, Provision

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

CLERKS = ("service_manager", "service_clerk")
ENGINEERS = (*CLERKS, "service_engineer")
#: Who may ask about a claim.
ASKERS = (*ENGINEERS, "service_head", "finance", "qc", "sales", "auditor")


def _waits_for_agreement(work: Work, document: Document) -> bool:
    """Tell whether cost is collected before the repair may begin, such as for looking at it (RMA-04)."""
    from sanbao_warranty.operations.paid import waits_for_agreement

    return waits_for_agreement(work, document)


CLAIM = DocumentKind(
    name="claim",
    title=N_("Warranty claim"),
    model=Claim,
    prefix="CL",
    collects_cost=True,
    trouble_unless=(),
    starts_work={"decided": "in_repair"},
    work_waits=_waits_for_agreement,
    readers=CASE_READERS,
    keepers={
        "void": ("service_manager",),
        "reopen": ("service_manager", "service_head"),
        "mark_duplicate": ("service_manager", "service_head", "service_clerk"),
    },
    flow=Flow(
        initial="open",
        states=[
            State("open", N_("Received")),
            State("decided", N_("Decided")),
            State("in_repair", N_("In repair")),
            State("repaired", N_("Repaired")),
            State("closed", N_("Closed"), is_final=True),
        ],
        reopens={"closed": "repaired"},
    ),
)
CARD = DocumentKind(
    name="card",
    menu="goods",
    title=N_("Warranty card"),
    model=Card,
    prefix="WC",
    readers=CASE_READERS,
    flow=Flow(
        initial="issued",
        states=[State("issued", N_("Issued")), State("revoked", N_("Revoked"), is_final=True)],
    ),
)
DELIVERY = DocumentKind(
    name="delivery",
    menu="goods",
    title=N_("Delivery note"),
    model=Delivery,
    prefix="DN",
    readers=CASE_READERS,
    flow=Flow(
        initial="differs",
        states=[State("differs", N_("Does not agree")), State("matched", N_("Agrees"))],
    ),
)
PROVISION = DocumentKind(
    name="provision",
    menu="money",
    title=N_("Batch of warranty provision"),
    model=Provision,
    prefix="PV",
    taken_back_by=("provision.reverse",),
    readers=("finance", "service_manager", "service_head", "general_manager", "auditor"),
    keepers={"void": ("finance",), "reopen": ("finance",), "mark_duplicate": ("finance",)},
    flow=Flow(
        initial="open",
        states=[
            State("open", N_("Set aside")),
            State("released", N_("Released"), is_final=True),
            State("reversed", N_("Taken back"), is_final=True),
        ],
    ),
)
FINAL_TEST = DocumentKind(
    name="final_test",
    title=N_("Final performance test"),
    model=FinalTest,
    prefix="FT",
    collects_cost=True,
    readers=CASE_READERS,
    flow=Flow(
        initial="planned",
        states=[
            State("planned", N_("Planned")),
            State("tested", N_("Tested")),
            State("closed", N_("Closed"), is_final=True),
        ],
        reopens={"closed": "tested"},
    ),
)
