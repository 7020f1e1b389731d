"""The plugin's papers and their flows."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_installation_outsourcing.models import Contract

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
    readers=READERS,
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
