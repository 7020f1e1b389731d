"""What comes in about jobs: plans, assignments, what was installed, inspected and signed."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from sanbao.documents.schemas import BytesField
from sanbao.i18n import N_
from sanbao.schema import (
    CodeField,
    DayField,
    Input,
    ListField,
    Message,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)

#: A VIN (GB 16735) has 17 letters and digits without I, O and Q.
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}", re.ASCII)


class VinField(CodeField):
    """A vehicle identification number (车架号)."""

    default_error_messages = {  # noqa: RUF012
        "vin": Message(N_("“{input}” is no VIN: it has 17 letters and digits, never I, O or Q.")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).upper()
        if not _VIN.fullmatch(text):
            raise self.make_error("vin", input=text)
        return text


class Photo(Input):
    """A photo or a scan of a signed paper."""

    name = TextField(required=True, longest=200)
    content = BytesField(required=True)


class PlannedVehicle(Input):
    """A vehicle that shall get a terminal."""

    plate = CodeField()
    vin = VinField()
    owner = TextField(longest=80)
    phone = CodeField()
    sim = CodeField()
    planned_on = DayField()

    @validates_schema
    def named(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Ask for a plate or a VIN: a vehicle must be found when it comes."""
        if "plate" not in data and "vin" not in data:
            raise ValidationError(str(Message(N_("Please give the plate or the VIN.")).format()), "plate")


class JobPlan(Input):
    """The vehicles of a lot."""

    contract = RefField("installer_contract", required=True)
    lot = CodeField(required=True)
    centre = RefField("office")
    site = RefField("site")
    client = RefField("party")
    product = RefField("product")
    jobs = fields.List(fields.Nested(PlannedVehicle), required=True)


class JobSchedule(Input):
    """From which day on, and how many a day."""

    contract = RefField("installer_contract", required=True)
    lot = CodeField(required=True)
    centre = RefField("office")
    start = DayField(required=True)
    per_day = WholeField(least=1, most=100_000)


class Selected(Input):
    """Which jobs: of a contract or an order, narrowed down by lot, centre, day, or to single vehicles."""

    contract = RefField("installer_contract")
    order = RefField("installation_order")
    lot = CodeField()
    centre = RefField("office")
    from_day = DayField()
    until = DayField()
    vehicles = ListField(CodeField(), load_default=list)

    @validates_schema
    def somewhere(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Ask for the contract or the order: nothing is done to all jobs of all contracts."""
        if "contract" not in data and "order" not in data:
            raise ValidationError(
                str(Message(N_("Please give the contract or the order.")).format()), "contract"
            )


class JobAssignment(Selected):
    """Who of the installer goes, and when where the plan does not say."""

    on = DayField()
    people = ListField(TextField(longest=80), load_default=list)
    place = TextField(longest=400)
    override = TextField()


class Installed(Input):
    """A terminal in a vehicle, with the photos of it."""

    vehicle = CodeField(required=True)
    serial = CodeField(required=True)
    installed_on = DayField()
    person = TextField(longest=80)
    note = TextField()
    photos = fields.List(fields.Nested(Photo), load_default=list)


class Installation(Input):
    """What was installed on an order (安装登记表, F-22)."""

    lines = fields.List(fields.Nested(Installed), required=True)


class FailedUnit(Input):
    """What an inspection found on a vehicle."""

    vehicle = CodeField(required=True)
    fault = TextField(required=True)
    photos = fields.List(fields.Nested(Photo), load_default=list)


class Inspection(Input):
    """Which units pass, and which not; without names every other one passes."""

    inspected_on = DayField()
    passed = ListField(CodeField(), load_default=list)
    failed = fields.List(fields.Nested(FailedUnit), load_default=list)
    rest_passes = YesNoField(load_default=True)


class Reworked(Input):
    """A unit that was put right."""

    vehicle = CodeField(required=True)
    reworked_on = DayField()
    note = TextField()
    photos = fields.List(fields.Nested(Photo), load_default=list)


class Rework(Input):
    """What was put right on an order."""

    lines = fields.List(fields.Nested(Reworked), required=True)


class Signature(Selected):
    """The client's signature under so many units (车辆安装验收单据, F-26)."""

    signed_on = DayField()
    signer = TextField(longest=80)
    paper = fields.Nested(Photo)


class SignedVehicle(Input):
    """A vehicle for whose terminal the client signed."""

    vehicle = CodeField(required=True)
    signed_on = DayField()
    signer = TextField(longest=80)


class SignatureList(Input):
    """What a client signed for, vehicle by vehicle."""

    contract = RefField("installer_contract", required=True)
    rows = fields.List(fields.Nested(SignedVehicle), required=True)


class Confirmation(Selected):
    """The implementation manager's confirmation."""

    confirmed_on = DayField()


class Revocation(Selected):
    """An acceptance that cannot stand, and why."""

    reason = TextField(required=True)
    revoked_on = DayField()


class Move(Input):
    """From which vehicle to which other one."""

    contract = RefField("installer_contract", required=True)
    vehicle = CodeField(required=True)
    plate = CodeField()
    vin = VinField()
    moved_on = DayField()
    reason = TextField(required=True)

    @validates_schema
    def named(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Ask for the other vehicle's plate or VIN."""
        if "plate" not in data and "vin" not in data:
            raise ValidationError(str(Message(N_("Please give the plate or the VIN.")).format()), "plate")


class Removal(Selected):
    """Terminals that are taken out again: to the installer, or to a place of ours."""

    removed_on = DayField()
    place = RefField("place")
    reason = TextField(required=True)


class Cancelling(Selected):
    """Jobs that shall not be done."""

    reason = TextField(required=True)


class Cancelled(Input):
    """Why an order is called off."""

    reason = TextField(required=True)


class Notice(Input):
    """Where and when to come; what is left out stays as planned."""

    place = TextField(longest=400)
    planned_on = DayField()
    notified_on = DayField()


class NoVehicles(Input):
    """Nobody came, or fewer vehicles than planned: with a photo (INS-22)."""

    what = TextField(longest=400)
    available = WholeField(least=0, most=100_000, load_default=0)
    photo = fields.Nested(Photo)


class JobsQuestion(Input):
    """Which jobs are wanted, a page at a time."""

    contract = RefField("installer_contract")
    order = RefField("installation_order")
    centre = RefField("office")
    state = CodeField()
    on = DayField()
    vehicle = CodeField()
    after = WholeField(load_default=0)
    limit = WholeField(least=1, most=1_000, load_default=100)


class CandidatesQuestion(Input):
    """Who could do a centre's work on a day."""

    on = DayField()
    centre = RefField("office")


class ProgressQuestion(Input):
    """Of which contract or centre, over which days."""

    contract = RefField("installer_contract")
    centre = RefField("office")
    start = DayField()
    end = DayField()


class WorkQuestion(ProgressQuestion):
    """Of which contract, lot, centre or installer, over which days."""

    lot = CodeField()
    party = RefField("party", metadata={"title": N_("Installing firm")})

    @validates_schema
    def lot_of_something(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """A lot is one of a contract."""
        if "lot" in data and "contract" not in data:
            raise ValidationError(
                str(Message(N_("Please name the contract of the lot.")).format()), "contract"
            )


class QuotaQuestion(Input):
    """Whose quota, over which days."""

    contract = RefField("installer_contract", required=True)
    lot = CodeField()
    start = DayField()
    end = DayField()
