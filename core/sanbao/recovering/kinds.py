"""The paper by which a supplier's share is claimed."""

from __future__ import annotations

from sanbao.documents.kinds import CASE_READERS, DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao.recovering.models import Recovery

RECOVERY = DocumentKind(
    name="recovery",
    title=N_("Supplier recovery"),
    model=Recovery,
    prefix="SR",
    taken_back_by=("recovery.withdraw_answer", "recovery.withdraw"),
    readers=CASE_READERS,
    flow=Flow(
        initial="drafted",
        states=[
            State("drafted", N_("Drafted")),
            State("filed", N_("Filed")),
            State("answered", N_("Answered")),
            State("disputed", N_("Disputed")),
            State("settled", N_("Settled"), is_final=True),
            State("written_off", N_("Given up"), is_final=True),
        ],
    ),
)
