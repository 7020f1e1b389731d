"""The plugin's papers and their flows."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_installation_outsourcing.models import Bond, Contract, Settlement

#: Those who make and keep contracts with installers, and those who check them.
READERS = (
    "implementation_manager",
    "project_manager",
    "purchasing",
    "finance",
    "service_manager",
    "service_head",
    "general_manager",
    "auditor",
)
KEEPERS = ("implementation_manager", "service_head", "general_manager")
CONTRACT = DocumentKind(
    name="installer_contract",
    title=N_("Installer contract"),
    model=Contract,
    prefix="IC",
    collects_cost=True,
    readers=(*READERS, "service_clerk", "qc", "centre_manager", "installer"),
    keepers=KEEPERS,
    flow=Flow(
        "draft",
        [
            State("draft", N_("Draft")),
            State("signing", N_("Signed by one side")),
            State("in_force", N_("In force")),
            State("closed", N_("Closed"), is_final=True),
            State("terminated", N_("Terminated"), is_final=True),
        ],
    ),
)
SETTLEMENT = DocumentKind(
    name="installer_settlement",
    menu="money",
    title=N_("Installer statement"),
    model=Settlement,
    prefix="IS",
    taken_back_by=("installer_settlement.cancel",),
    readers=(*READERS, "installer"),
    keepers=("finance",),
    flow=Flow(
        "requested",
        [
            State("requested", N_("Requested")),
            State("approved", N_("Approved")),
            State("signed", N_("Signed by both"), is_final=True),
            State("cancelled", N_("Cancelled"), is_final=True),
        ],
    ),
)
BOND = DocumentKind(
    name="performance_bond",
    menu="money",
    title=N_("Performance bond"),
    model=Bond,
    prefix="PB",
    readers=(*READERS, "sales_manager"),
    keepers=("finance",),
    flow=Flow(
        "held",
        [State("held", N_("Held")), State("ended", N_("Returned or used up"), is_final=True)],
    ),
)
