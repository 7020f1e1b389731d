"""The papers of the work itself: the installation order, the slip over terminals, what was breached; and a job's states."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_installation_outsourcing.kinds.contracts import READERS
from sanbao_installation_outsourcing.models import InstallationOrder, InstallerEvent, TerminalSlip

#: Who looks after a centre's work, and after all of it.
CENTRE = "centre_manager"
MANAGERS = ("implementation_manager", "service_head", "project_manager")
#: Those of our own people who plan, send out, and record what came back.
KEEPERS = (*MANAGERS, CENTRE, "service_manager", "service_clerk")
WATCHERS = (*READERS, *KEEPERS, "qc")
#: These and the installers themselves, each within what is hers.
EVERYBODY = (*WATCHERS, "installer")
ROLES = {CENTRE: N_("Centre manager")}

#: Where a job stands (安装任务): code → what people call it.
JOB_STATES = {
    "planned": N_("To be assigned"),
    "assigned": N_("Assigned"),
    "installed": N_("Installed, to be inspected"),
    "rework": N_("To be reworked"),
    "passed": N_("Inspected, to be signed"),
    "accepted": N_("Signed for and accepted"),
    "removed": N_("Removed"),
    "cancelled": N_("Cancelled"),
}
#: Nothing more is to be done at these.
ENDED = ("accepted", "removed", "cancelled")

#: What the client took from us for the installer's doing; charged on from the client's own event (INS-12).
CLIENT_PENALTY = "client_penalty"
#: What can happen under a contract: trigger → what people call it. A contract's own clauses may know more.
TRIGGERS = {
    "late_completion": N_("Late completion"),
    "complaint": N_("Complaint"),
    "nonconformity": N_("Not as agreed technically"),
    "damage": N_("Damage by the installer"),
    "quota_shortfall": N_("Daily quota missed"),
    "site_management": N_("Breach of site rules"),
    "confidentiality": N_("Breach of confidentiality"),
    "safety": N_("Accident or breach of safety"),
    "slow_response": N_("Slow answer to the client"),
    CLIENT_PENALTY: N_("Penalty that the client took from us"),
}

ORDER = DocumentKind(
    name="installation_order",
    menu="installation_outsourcing",
    title=N_("Installation order"),
    model=InstallationOrder,
    prefix="IO",
    readers=(*WATCHERS, "installer"),
    keepers=(),
    flow=Flow(
        "open",
        [
            State("open", N_("To be notified")),
            State("notified", N_("Installer notified")),
            State("done", N_("All done"), is_final=True),
            State("cancelled", N_("Cancelled"), is_final=True),
        ],
    ),
    titles={"place": N_("Where to come")},
)
SLIP = DocumentKind(
    name="terminal_slip",
    menu="installation_outsourcing",
    title=N_("Terminal slip"),
    model=TerminalSlip,
    prefix="TS",
    readers=(*WATCHERS, "installer"),
    keepers=(),
    flow=Flow("made", [State("made", N_("Made"), is_final=True)]),
    words={
        "direction": {
            "issue": N_("Issued to the installer"),
            "return": N_("Returned by the installer"),
            "dead": N_("Dead on arrival"),
            "missing": N_("Missing at the installer"),
        }
    },
    titles={"moved_on": N_("Handed over on")},
)
#: What an installer said to an event, or that he said nothing.
ANSWERS = {
    "accepted": N_("Accepted by the installer"),
    "disputed": N_("Disputed"),
    "silent": N_("Not answered in time"),
}
EVENT = DocumentKind(
    name="installer_event",
    menu="installation_outsourcing",
    title=N_("Installer event"),
    model=InstallerEvent,
    prefix="IE",
    trouble_unless=("rejected",),
    complains_where={"trigger": ("complaint",)},
    readers=(*WATCHERS, "installer"),
    keepers=MANAGERS,
    flow=Flow(
        "reported",
        [
            State("reported", N_("Reported")),
            State("verified", N_("Verified")),
            State("notified", N_("Installer told")),
            State("answered", N_("Accepted by the installer")),
            State("silent", N_("Not answered in time")),
            State("disputed", N_("Disputed")),
            State("proposed", N_("To be approved")),
            State("outgrown", N_("Grown beyond its decision")),
            State("decided", N_("Decided"), is_final=True),
            State("rejected", N_("Not confirmed"), is_final=True),
        ],
        reopens={"decided": "disputed"},
    ),
    words={"trigger": TRIGGERS, "answer": ANSWERS},
    searched=("description", "person", "host_id"),
    titles={"facts": "", "host": N_("Vehicle"), "person": N_("Person concerned")},
)
