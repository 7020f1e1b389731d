"""What comes in about an order: notice, what was installed, inspected and put right, and that nobody came."""

from __future__ import annotations

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import CodeField, DayField, Input, ListField, TextField, WholeField, YesNoField
from sanbao_installation_outsourcing.schemas.parts import Picture


class Notice(Input):
    """Where and when to come; what is left out stays as planned."""

    place = TextField(longest=400, metadata={"title": N_("Where to come")})
    planned_on = DayField()
    notified_on = DayField()


class Installed(Input):
    """A terminal in a vehicle, with the photos of it."""

    vehicle = CodeField(required=True, metadata={"reference": "installation_vehicle"})
    serial = CodeField(required=True, metadata={"reference": "installation_terminal"})
    installed_on = DayField()
    person = TextField(longest=80)
    note = TextField()
    photos = fields.List(fields.Nested(Picture), load_default=list)


class Installation(Input):
    """What was installed on an order (安装登记表, F-22)."""

    lines = fields.List(fields.Nested(Installed), required=True)


class FailedUnit(Input):
    """What an inspection found on a vehicle."""

    vehicle = CodeField(required=True, metadata={"reference": "installation_vehicle"})
    fault = TextField(required=True)
    photos = fields.List(fields.Nested(Picture), load_default=list)


class Inspection(Input):
    """Which units pass, and which not; without names every other one passes."""

    inspected_on = DayField()
    passed = ListField(
        CodeField(metadata={"reference": "installation_vehicle"}),
        load_default=list,
        metadata={"title": N_("Vehicles that pass")},
    )
    failed = fields.List(
        fields.Nested(FailedUnit), load_default=list, metadata={"title": N_("Vehicles that fail")}
    )
    rest_passes = YesNoField(load_default=True)


class Reworked(Input):
    """A unit that was put right."""

    vehicle = CodeField(required=True, metadata={"reference": "installation_vehicle"})
    reworked_on = DayField()
    note = TextField()
    photos = fields.List(fields.Nested(Picture), load_default=list)


class Rework(Input):
    """What was put right on an order."""

    lines = fields.List(fields.Nested(Reworked), required=True)


class NoVehicles(Input):
    """Nobody came, or fewer vehicles than planned: with a photo (INS-22)."""

    what = TextField(longest=400, metadata={"title": N_("The circumstances")})
    available = WholeField(least=0, most=100_000, load_default=0)
    photo = fields.Nested(Picture)


class Cancelled(Input):
    """Why an order is called off."""

    reason = TextField(required=True)
