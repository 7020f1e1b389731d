"""The plugin's papers and their flows."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_training.models import Certificate, Duty, Outline, Plan, Requirement, Session
from sanbao_training.rules.timing import AFTER, PLACES, WHAT

#: Who plans and holds training.
MANAGERS = ("service_manager", "hr", "service_head")
#: Who notes who came and what they scored.
HOLDERS = (*MANAGERS, "service_engineer", "service_clerk")
READERS = (
    *HOLDERS,
    "design",
    "qc",
    "sales",
    "sales_manager",
    "purchasing",
    "finance",
    "project_manager",
    "implementation_manager",
    "management_representative",
    "general_manager",
    "auditor",
)
_KEEPERS = ("service_manager", "hr")
#: The states of a session that took place.
HELD = ("held", "closed")

OUTLINE = DocumentKind(
    name="training_outline",
    menu="training",
    title=N_("Training outline"),
    model=Outline,
    prefix="TO",
    numbering="year",
    readers=READERS,
    keepers=("design", "service_head"),
    flow=Flow(
        "draft",
        [
            State("draft", N_("Draft")),
            State("approved", N_("Approved")),
            State("superseded", N_("Superseded"), is_final=True),
            State("withdrawn", N_("Withdrawn"), is_final=True),
        ],
    ),
)
REQUIREMENT = DocumentKind(
    name="training_requirement",
    menu="training",
    title=N_("Contract training requirement"),
    model=Requirement,
    prefix="TR",
    readers=READERS,
    keepers=_KEEPERS,
    flow=Flow("open", [State("open", N_("Open")), State("done", N_("Done"), is_final=True)]),
)
DUTY = DocumentKind(
    name="training_duty",
    menu="training",
    title=N_("Training duty"),
    model=Duty,
    prefix="TD",
    readers=READERS,
    keepers=("service_head",),
    flow=Flow(
        "open",
        [
            State("open", N_("Still owed")),
            State("fulfilled", N_("Fulfilled"), is_final=True),
            State("waived", N_("Waived"), is_final=True),
        ],
    ),
    words={"what": WHAT, "milestone": AFTER},
)
PLAN = DocumentKind(
    name="training_plan",
    menu="training",
    title=N_("Training plan"),
    model=Plan,
    prefix="TP",
    numbering="year",
    readers=READERS,
    keepers=_KEEPERS,
    flow=Flow(
        "draft",
        [
            State("draft", N_("Draft")),
            State("approved", N_("Approved")),
            State("closed", N_("Closed"), is_final=True),
        ],
    ),
    line_titles={"key": "", "outline_code": N_("Outline")},
)
SESSION = DocumentKind(
    name="training_session",
    menu="training",
    title=N_("Training session"),
    model=Session,
    prefix="TC",
    collects_cost=True,
    expense_role="TRAIN_EXP",
    readers=READERS,
    keepers=_KEEPERS,
    flow=Flow(
        "planned",
        [
            State("planned", N_("Planned")),
            State("held", N_("Was held")),
            State("closed", N_("Closed"), is_final=True),
            State("cancelled", N_("Cancelled"), is_final=True),
        ],
        reopens={"closed": "held"},
    ),
    titles={"place_kind": N_("Where it is held")},
    words={"place_kind": PLACES},
)
CERTIFICATE = DocumentKind(
    name="training_certificate",
    menu="training",
    title=N_("Certificate"),
    model=Certificate,
    prefix="CT",
    readers=READERS,
    keepers=("hr", "service_head"),
    flow=Flow("issued", [State("issued", N_("Issued")), State("revoked", N_("Revoked"), is_final=True)]),
)
