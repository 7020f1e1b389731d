"""The plugin's papers and their flows."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_installation_outsourcing.models import Bond, Contract, Settlement
from sanbao_installation_outsourcing.rules.payable import REASONS
from sanbao_installation_outsourcing.rules.providers import SETTLEMENTS

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
#: Where a contract stands while it can still be settled: only in the first of these is work given out.
SETTLED_IN = ("in_force", "work_ended", "terminated")
#: No work is given out any more at these, and nobody is late with any; what was accepted is still settled (LEG-04).
WORK_OVER = ("work_ended", "terminated")
KEEPERS = ("implementation_manager", "service_head", "general_manager")
CONTRACT = DocumentKind(
    name="installer_contract",
    menu="installation_outsourcing",
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
            State("work_ended", N_("Work ended, retention kept")),
            State("closed", N_("Closed"), is_final=True),
            State("terminated", N_("Terminated, still to be settled")),
        ],
    ),
    titles={
        "our_side": N_("Which side we are"),
        "version": N_("Version"),
        "starts_on": N_("Begins on"),
        "ends_on": N_("Ends on"),
        "effective_on": N_("In force from"),
        "ended_on": N_("Ended on"),
        "total_fee": N_("Total installation fee"),
        "price": N_("Contract price with tax"),
        "settled_by": N_("How work is settled"),
        "our_signed_on": N_("Signed by us on"),
        "our_signer": N_("Signed for us by"),
        "our_sealed": N_("Sealed by us"),
        "their_signed_on": N_("Signed by them on"),
        "their_signer": N_("Signed for them by"),
        "their_sealed": N_("Sealed by them"),
    },
    words={"settled_by": SETTLEMENTS},
)
SETTLEMENT = DocumentKind(
    name="installer_settlement",
    menu="installation_outsourcing",
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
    titles={
        "position": N_("Which statement of the contract"),
        "until_on": N_("Settled up to"),
        "treatment": N_("How deductions are booked"),
        "quantity": N_("Number of units"),
        "gross": N_("Gross fee"),
        "deductions": N_("Deductions"),
        "claims": N_("Claims for damage"),
        "frozen": N_("Frozen until decided"),
        "retention": N_("Retention"),
        "offsets": N_("Offset in this statement"),
        "net": N_("Net payable"),
        "owed_back": N_("Owed back by the installer"),
        "tax": N_("Tax on his invoice"),
        "accrued": N_("Taken over from the accrual"),
        "invoice_no": N_("His invoice"),
        "their_signer": N_("Signed for them by"),
        "our_signed_on": N_("Signed by us on"),
        "their_signed_on": N_("Signed by them on"),
        "bank_name": N_("Bank"),
        "bank_account": N_("Bank account"),
        "warnings": N_("To be heeded"),
    },
    line_titles={
        "contract": "",
        "position": "",
        "event": "",
        "clause": "",
        "lot": "",
        "kind": N_("Kind"),
        "text": N_("What is settled"),
        "quantity": N_("Number of units"),
        "assessed": N_("Assessed"),
        "amount": N_("Amount"),
    },
    words={
        "kind": {
            "units": N_("Installed units"),
            "deduction": N_("Deduction"),
            "claim": N_("Claim for damage"),
            "frozen": N_("Frozen"),
            "retention": N_("Retention"),
            "offset": N_("Offset"),
        },
        "reason": REASONS,
    },
)
BOND = DocumentKind(
    name="performance_bond",
    menu="installation_outsourcing",
    title=N_("Performance bond"),
    model=Bond,
    prefix="PB",
    readers=(*READERS, "sales_manager"),
    keepers=("finance",),
    flow=Flow(
        "held",
        [State("held", N_("Bond is held")), State("ended", N_("Returned or used up"), is_final=True)],
    ),
)
