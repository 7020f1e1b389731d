"""The paper of a problem that a client's user raised, and what its fields and clocks are called."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_installation_outsourcing.kinds.jobs import MANAGERS, WATCHERS
from sanbao_installation_outsourcing.models import InstallationProblem
from sanbao_installation_outsourcing.rules.service_levels import SEVERITIES, URGENCIES

#: Where a clock stands (响应时钟): code → what people call it.
CLOCK_STATES = {
    "waiting": N_("Has not started"),
    "open": N_("Clock runs"),
    "held": N_("On hold"),
    "met": N_("In time"),
    "excused": N_("Late, excused"),
    "breached": N_("Too late"),
    "best_effort": N_("Later than aimed at"),
    "not_needed": N_("Not needed"),
    "no_limit": N_("No time promised"),
}
PROBLEM = DocumentKind(
    name="installation_problem",
    menu="installation_outsourcing",
    title=N_("Installation problem"),
    model=InstallationProblem,
    prefix="IP",
    readers=(*WATCHERS, "installer"),
    keepers=MANAGERS,
    flow=Flow(
        "open",
        [
            State("open", N_("To be answered")),
            State("answered", N_("Answered")),
            State("on_site", N_("On site")),
            State("done", N_("Put right"), is_final=True),
        ],
    ),
    titles={
        "contract_version": N_("Version of the contract"),
        "raised_at": N_("Raised at"),
        "appointed_at": N_("Appointment asked for by the client"),
        "severity": N_("Severity"),
        "urgency": N_("Urgency"),
        "customer_class": N_("Class of the client"),
        "description": N_("What the user says"),
    },
    searched=("description",),
    words={"severity": SEVERITIES, "urgency": URGENCIES},
)
