"""What comes in about problems: who raised what when, what was done about it, and what holds the clocks."""

from __future__ import annotations

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import (
    ChoiceField,
    CodeField,
    DayField,
    Input,
    MomentField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_installation_outsourcing.rules.service_levels import EVENTS, RAISED, SEVERITIES
from sanbao_installation_outsourcing.schemas.parts import Photo

#: What may have happened to a problem after it was raised.
LATER = {event: title for event, title in EVENTS.items() if event != RAISED}
#: Why a clock may stand still; force majeure is recorded as lost days, and counts only as agreed on (INS-15).
HOLDS = {"waiting_customer": N_("Waiting for the client"), "ours": N_("Waiting for us")}
_WHEN = {"title": N_("When"), "help": N_("Left out: now.")}

_URGENCY = {"title": N_("Urgency"), "reference": "problem_urgency"}


class ProblemInput(Input):
    """What a client's user says is wrong with an installation."""

    contract = RefField("installer_contract", required=True)
    vehicle = CodeField(metadata={"title": N_("Vehicle"), "reference": "installation_vehicle"})
    lot = CodeField(
        metadata={
            "reference": "installer_lot",
            "help": N_("Only where no vehicle is named and the contract has several."),
        }
    )
    description = TextField(required=True, longest=1_000, metadata={"title": N_("What the user says")})
    raised_at = MomentField(metadata={"title": N_("Raised at"), "help": N_("Left out: now.")})
    severity = ChoiceField(SEVERITIES, load_default="general", metadata={"title": N_("Severity")})
    urgency = CodeField(load_default="normal", metadata=_URGENCY)
    client = RefField(
        "party",
        metadata={
            "title": N_("Client"),
            "help": N_("Only where no vehicle is named: his class may promise him a faster answer."),
        },
    )


class StepInput(Input):
    """When something was done about a problem, and what."""

    at = MomentField(metadata=_WHEN)
    note = TextField(longest=500)


class DoneInput(StepInput):
    """When a problem was put right, and how."""

    note = TextField(longest=500, required=True)


class NoteInput(StepInput):
    """Anything that happened, or another moment for what stands on record, with the reason."""

    event = ChoiceField(LATER, required=True, metadata={"title": N_("What happened")})


class SeverityInput(Input):
    """How severe and how pressing it proved to be, and why."""

    severity = ChoiceField(SEVERITIES, required=True, metadata={"title": N_("Severity")})
    urgency = CodeField(metadata={**_URGENCY, "help": N_("Left out: as it was.")})
    reason = TextField(longest=500, required=True)


class HoldInput(Input):
    """Why the clocks stand still, with what proves it."""

    reason = ChoiceField(HOLDS, required=True)
    note = TextField(longest=500, required=True)
    at = MomentField(metadata=_WHEN)
    paper = fields.Nested(Photo, required=True)


class ResumeInput(Input):
    """When the clocks went on."""

    at = MomentField(metadata=_WHEN)


class AppointmentInput(Input):
    """The later moment at which the client asked the installer to come, with what proves it."""

    appointed_at = MomentField(required=True, metadata={"title": N_("Appointment asked for by the client")})
    paper = fields.Nested(Photo, required=True)


class ProblemsQuestion(Input):
    """Which problems."""

    contract = RefField("installer_contract")
    party = RefField("party", metadata={"title": N_("Installing firm")})
    is_open = YesNoField(load_default=True)
    after = WholeField(load_default=0)
    limit = WholeField(least=1, most=1_000, load_default=200)


class ProblemQuestion(Input):
    """Which problem."""

    problem = RefField("installation_problem", required=True)


class ResponseQuestion(Input):
    """Of which contract, centre or installer, over which days."""

    contract = RefField("installer_contract")
    centre = RefField("office")
    party = RefField("party", metadata={"title": N_("Installing firm")})
    start = DayField()
    end = DayField()
