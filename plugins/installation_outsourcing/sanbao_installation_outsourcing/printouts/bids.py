"""The printed deviation list that goes with a bid (商务/技术偏离表, PEN-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.kinds.bids import DEVIATION_LIST
from sanbao_installation_outsourcing.models import DeviationList
from sanbao_installation_outsourcing.operations.contracts.deviations import lines_of
from sanbao_installation_outsourcing.printouts.contracts import form
from sanbao_installation_outsourcing.rules.deviations import DEVIATIONS, PARTS, summed_up

if TYPE_CHECKING:
    from sanbao.work import Work

# Said by the template through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (N_("Bidder"), N_("Representative of the bidder"))
_COLUMNS = [
    ("No.", "position", "num"),
    ("Part of the bid", "part", "text"),
    ("Clause of the tender", "clause", "text"),
    ("What the tender asks", "requirement", "words"),
    ("What we answer", "answer", "words"),
    ("Deviation", "deviation", "words"),
    ("Answered by", "person", "text"),
    ("Remark", "remark", "words"),
]


def deviation_context(work: Work, paper: DeviationList) -> dict[str, Any]:
    """Gather the list as the owner reads it: each requirement, our answer, whether it deviates, and who answers for it."""
    lines = lines_of(work, paper)
    found = summed_up((line.clause, line.deviation) for line in lines)
    counted = N_("{requirements} requirements, {positive} positive and {negative} negative deviations")
    numbers = {
        "requirements": found.requirements,
        "positive": found.positive,
        "negative": len(found.negative),
    }
    return {
        "document": {"number": paper.document.number},
        "title": N_("Deviation list"),
        "facts": [
            (N_("Owner who invites the bids"), paper.party.name),
            (N_("Tender no."), paper.tender_no),
            (N_("Bidder"), work.company.name),
            (N_("Bid submitted on"), paper.submitted_on),
        ],
        "heading": N_("Requirements of the tender"),
        "columns": _COLUMNS,
        "rows": [
            {
                "position": line.position,
                "part": Text(PARTS[line.part]),
                "clause": line.clause,
                "requirement": line.requirement,
                "answer": line.answer,
                "deviation": Text(DEVIATIONS[line.deviation]),
                "person": line.person,
                "remark": line.remark or "",
            }
            for line in lines
        ],
        "remarks": [(N_("In all"), Text(counted, numbers))],
        "signers": ["Bidder", "Representative of the bidder"],
        "wide": True,
    }


DEVIATION_FORM = form(
    "bid_deviation",
    N_("Deviation list"),
    "outsourcing_work/sheet.html",
    DEVIATION_LIST.name,
    deviation_context,
)
