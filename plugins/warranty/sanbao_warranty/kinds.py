"""The plugin's papers and their flows."""

from __future__ import annotations

from sanbao.documents.kinds import READERS as SERVICE_READERS
from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_warranty.models import Claim, Recovery

#: Everybody who has to do with a case; not the human resources department.
READERS = (
    *SERVICE_READERS,
    "finance",
    "qc",
    "sales",
    "sales_manager",
    "purchasing",
    "project_manager",
    "implementation_manager",
    "general_manager",
)
CLAIM = DocumentKind(
    name="claim",
    title=N_("Warranty claim"),
    model=Claim,
    prefix="CL",
    collects_cost=True,
    starts_work={"decided": "in_repair"},
    readers=READERS,
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
RECOVERY = DocumentKind(
    name="recovery",
    title=N_("Supplier recovery"),
    model=Recovery,
    prefix="SR",
    taken_back_by=("recovery.withdraw_answer",),
    readers=READERS,
    flow=Flow(
        initial="drafted",
        states=[
            State("drafted", N_("Drafted")),
            State("filed", N_("Filed")),
            State("answered", N_("Answered")),
            State("settled", N_("Settled"), is_final=True),
        ],
    ),
)
