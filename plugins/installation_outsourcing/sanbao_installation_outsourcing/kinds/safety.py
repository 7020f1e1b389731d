"""The paper on which an installer says how safe the work is."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_installation_outsourcing.kinds.jobs import MANAGERS, WATCHERS
from sanbao_installation_outsourcing.models import SafetyCheck

SAFETY = DocumentKind(
    name="safety_check",
    menu="installation_outsourcing",
    title=N_("Safety check"),
    model=SafetyCheck,
    prefix="SF",
    readers=(*WATCHERS, "installer"),
    keepers=MANAGERS,
    flow=Flow("signed", [State("signed", N_("Filled in and signed"))]),
    searched=("place", "remarks", "signer", "host_id"),
    titles={
        "order": N_("Installation order"),
        "host": N_("Vehicle"),
        "place": N_("Where it was"),
        "checked_on": N_("Checked on"),
        "checklist": N_("Checklist"),
        "failed": N_("Points not in order"),
        "remarks": N_("Remark"),
        "signer": N_("Signed by"),
        "signed_at": N_("Signed at"),
        "job_id": "",
        "signed_by_id": "",
        "signed_by": "",
    },
)
