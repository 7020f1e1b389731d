"""What comes in about master data."""

from __future__ import annotations

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)

PARTY_ROLES = {
    "customer": N_("Customer"),
    "supplier": N_("Supplier"),
    "installer": N_("Installer"),
    "staff": N_("Staff"),
}
FILE_POLICIES = {"required": N_("required"), "optional": N_("optional"), "none": N_("none")}
MILESTONES = {
    "delivered": N_("Delivered"),
    "installed": N_("Installed"),
    "commissioned": N_("Commissioning ended"),
    "handed_over": N_("Handed over"),
    "accepted": N_("Accepted"),
}


class PartyInput(Input):
    """A customer, supplier, installer or member of staff."""

    code = CodeField(required=True, metadata={"help": N_("A short code that is unique, for example C001.")})
    name = TextField(required=True, longest=200)
    name_en = TextField(longest=200)
    phone = CodeField()
    email = CodeField(longest=200)
    address = TextField(longest=400)
    country = CodeField(longest=2)
    segment = TextField(longest=80)
    roles = ListField(ChoiceField(PARTY_ROLES), load_default=lambda: ["customer"])
    is_consumer = YesNoField(load_default=False)


class PartInput(Input):
    """A part of a product."""

    code = CodeField(required=True)
    name = TextField(longest=200)
    is_key = YesNoField(load_default=False)
    item = RefField("product")


class ProductInput(Input):
    """Something that is sold, used as a part, or serviced."""

    code = CodeField(required=True)
    name = TextField(required=True, longest=200)
    name_en = TextField(longest=200)
    category = TextField(longest=80)
    service_class = WholeField(least=1, most=3, load_default=1)
    file_policy = ChoiceField(FILE_POLICIES)
    measure = TextField(longest=20)
    price = AmountField(least="0")
    key_parts = ListField(CodeField(), load_default=list)
    parts = fields.List(fields.Nested(PartInput), load_default=list)


class NamedInput(Input):
    """A record with a code and a name."""

    code = CodeField(required=True)
    name = TextField(required=True, longest=200)


class OfficeInput(NamedInput):
    """A branch office."""

    parent = RefField("office")


class CostCentreInput(NamedInput):
    """A department that bears cost."""

    office = RefField("office")


class PlaceInput(NamedInput):
    """Where goods lie."""

    party = RefField("party")


class SiteInput(NamedInput):
    """Where equipment stands."""

    party = RefField("party")
    address = TextField(longest=400)
    contact = TextField(longest=80)
    phone = CodeField()
    time_zone = CodeField()


class HostInput(Input):
    """What a unit is built into, such as a vehicle."""

    code = CodeField(required=True)
    kind = CodeField(load_default="vehicle")
    plate = CodeField()
    vin = CodeField(longest=17)
    party = RefField("party")


class UnitDays(Input):
    """The days of a unit's life; each only if it is known."""

    ex_factory_on = DayField()
    sold_on = DayField()
    invoiced_on = DayField()
    delivered_on = DayField()
    installed_on = DayField()
    commissioned_on = DayField()
    handed_over_on = DayField()
    accepted_on = DayField()


class InstalledPart(Input):
    """A part in a unit, with its own serial number."""

    code = CodeField(required=True)
    serial = CodeField()
    installed_on = DayField()


class UnitInput(UnitDays):
    """One serial-numbered unit (PRD-04)."""

    serial = CodeField(required=True)
    product = RefField("product", required=True)
    customer = RefField("party")
    site = RefField("site")
    host = RefField("host")
    installer = RefField("party")
    order_no = CodeField()
    invoice_no = CodeField()
    contract_no = CodeField()
    batch = CodeField()
    price_paid = AmountField(least="0")
    parts = fields.List(fields.Nested(InstalledPart), load_default=list)


class UnitCorrection(Input):
    """Facts of a unit that were recorded wrongly; only what is given changes, and null empties a field.

    An acceptance is withdrawn by an operation of its own, for warranties start from it.
    """

    serial = CodeField()
    product = RefField("product")
    customer = RefField("party", allow_none=True)
    site = RefField("site", allow_none=True)
    host = RefField("host", allow_none=True)
    order_no = CodeField(allow_none=True)
    invoice_no = CodeField(allow_none=True)
    contract_no = CodeField(allow_none=True)
    batch = CodeField(allow_none=True)
    price_paid = AmountField(least="0", allow_none=True)
    ex_factory_on = DayField(allow_none=True)
    sold_on = DayField(allow_none=True)
    invoiced_on = DayField(allow_none=True)
    delivered_on = DayField(allow_none=True)
    installed_on = DayField(allow_none=True)
    commissioned_on = DayField(allow_none=True)
    handed_over_on = DayField(allow_none=True)
    accepted_on = DayField()
    reason = TextField(required=True)
    redecide = YesNoField(load_default=False)


class Acceptance(Input):
    """Acceptance of one unit or of many on one day."""

    accepted_on = DayField(required=True)


class FailedAcceptance(Input):
    """An acceptance that failed on a day, and what was wrong."""

    failed_on = DayField()
    reason = TextField(required=True)


class MilestoneInput(Input):
    """A dated event of one unit or of many (DLV-11)."""

    kind = ChoiceField(MILESTONES, required=True)
    reached_on = DayField(required=True)


class PartReplacement(Input):
    """A part was taken out and a new one put in (W-07)."""

    part = CodeField(required=True)
    replaced_on = DayField(required=True)
    serial = CodeField()
    paid_by_customer = YesNoField(load_default=False)


class UnitReplacement(Input):
    """A whole unit was exchanged for another."""

    serial = CodeField(required=True)
    replaced_on = DayField(required=True)
    product = RefField("product")


class Reason(Input):
    """Why something is done."""

    reason = TextField(required=True)


class UnitSearch(Input):
    """What a caller says."""

    text = TextField(required=True)
