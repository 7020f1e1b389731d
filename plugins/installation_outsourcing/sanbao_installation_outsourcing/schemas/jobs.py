"""What comes in about jobs: plans, assignments, signatures, and what is undone."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from sanbao.i18n import N_
from sanbao.schema import CodeField, DayField, Input, ListField, Message, RefField, TextField, WholeField
from sanbao_installation_outsourcing.schemas.parts import Picture, Selected, VinField


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
    lot = CodeField(required=True, metadata={"reference": "installer_lot"})
    centre = RefField("office")
    site = RefField("site")
    client = RefField("party")
    product = RefField("product")
    jobs = fields.List(fields.Nested(PlannedVehicle), required=True)


class JobSchedule(Input):
    """From which day on, and how many a day."""

    contract = RefField("installer_contract", required=True)
    lot = CodeField(required=True, metadata={"reference": "installer_lot"})
    centre = RefField("office")
    start = DayField(required=True)
    per_day = WholeField(least=1, most=100_000)


class JobAssignment(Selected):
    """Who of the installer goes, and when where the plan does not say."""

    on = DayField()
    people = ListField(TextField(longest=80), load_default=list)
    place = TextField(longest=400, metadata={"title": N_("Where to come")})
    override = TextField()


class Signature(Selected):
    """The client's signature under so many units (车辆安装验收单据, F-26)."""

    signed_on = DayField()
    signer = TextField(longest=80)
    paper = fields.Nested(Picture)


class SignedVehicle(Input):
    """A vehicle for whose terminal the client signed."""

    vehicle = CodeField(required=True, metadata={"reference": "installation_vehicle"})
    signed_on = DayField()
    signer = TextField(longest=80)


class SignatureList(Input):
    """What a client signed for, vehicle by vehicle."""

    contract = RefField("installer_contract", required=True)
    rows = fields.List(
        fields.Nested(SignedVehicle), required=True, metadata={"title": N_("Vehicles signed for")}
    )


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
    vehicle = CodeField(required=True, metadata={"reference": "installation_vehicle"})
    plate = CodeField(metadata={"title": N_("Plate of the other vehicle")})
    vin = VinField(metadata={"title": N_("VIN of the other vehicle")})
    moved_on = DayField(metadata={"title": N_("Terminal moved on")})
    reason = TextField(required=True)

    @validates_schema
    def named(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Ask for the other vehicle's plate or VIN."""
        if "plate" not in data and "vin" not in data:
            raise ValidationError(str(Message(N_("Please give the plate or the VIN.")).format()), "plate")


class Removal(Selected):
    """Terminals that are taken out again: to the installer, or to a place of ours."""

    removed_on = DayField()
    place = RefField(
        "place",
        metadata={"title": N_("Where it is put"), "help": N_("Left out: it goes back to the installer.")},
    )
    reason = TextField(required=True)


class Cancelling(Selected):
    """Jobs that shall not be done."""

    reason = TextField(required=True)
