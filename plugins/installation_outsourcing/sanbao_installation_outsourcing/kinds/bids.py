"""The paper of a bid: its deviation list and its flow (PEN-04)."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_installation_outsourcing.kinds.contracts import READERS
from sanbao_installation_outsourcing.models import DeviationList
from sanbao_installation_outsourcing.rules.deviations import DEVIATIONS, PARTS

DEVIATION_LIST = DocumentKind(
    name="bid_deviation",
    menu="installation_outsourcing",
    title=N_("Deviation list"),
    model=DeviationList,
    prefix="BD",
    readers=(*READERS, "sales", "sales_manager"),
    keepers=("sales_manager", "service_head", "general_manager"),
    flow=Flow(
        "draft",
        [
            State("draft", N_("Being written")),
            State("submitted", N_("Handed in with the bid"), is_final=True),
        ],
    ),
    titles={
        "tender_no": N_("Tender no."),
        "submitted_on": N_("Bid submitted on"),
        "submitted_knowingly": N_("Reason"),
    },
    line_titles={
        "part": N_("Part of the bid"),
        "clause": N_("Clause of the tender"),
        "requirement": N_("What the tender asks"),
        "answer": N_("What we answer"),
        "deviation": N_("Deviation"),
        "person": N_("Answered by"),
    },
    words={"part": PARTS, "deviation": DEVIATIONS},
)
