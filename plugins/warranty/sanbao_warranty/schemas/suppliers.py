"""What comes in about what suppliers owe us."""

from __future__ import annotations

from datetime import date

from marshmallow import ValidationError, validates_schema

from sanbao.documents.schemas import PURPOSES
from sanbao.i18n import N_, _
from sanbao.recovering.schemas import AGAINST
from sanbao.schema import (
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    RefField,
    WholeField,
    YesNoField,
)

PAYS = {"part": N_("The price of the part"), "all": N_("The whole cost of the case")}


class AboutWhat(Input):
    """A product, a part of it by its code, or an item that is built into products."""

    product = RefField("product")
    part = CodeField()
    item = RefField("product")

    @validates_schema
    def about_something(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for the product or the item; a part's code alone says nothing."""
        if "product" not in data and "item" not in data:
            raise ValidationError(_(N_("Please give the product, or the item that is built in.")), "product")
        if "part" in data and "item" in data:
            raise ValidationError(_(N_("Please give a part of the product or an item, one of them.")), "part")


class BindTerms(AboutWhat):
    """What a supplier promises us, from when to when it was bought, and how it is claimed."""

    supplier = RefField("party", required=True)
    policy = RefField("warranty_policy", required=True)
    valid_from = DayField(required=True)
    valid_until = DayField()
    notice_days = WholeField(least=1, most=3650)
    answer_days = WholeField(least=1, most=3650)
    evidence = ListField(ChoiceField(PURPOSES), load_default=list)
    settled_by = ChoiceField(AGAINST, load_default="payable")
    pays = ChoiceField(PAYS, load_default="part")
    is_manufacturer = YesNoField(load_default=False)

    @validates_schema
    def in_order(self, data: dict[str, object], **_kwargs: object) -> None:
        """The end is not before the start."""
        since, until = data.get("valid_from"), data.get("valid_until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            raise ValidationError(_(N_("This lies before the start.")), "valid_until")


class EndTerms(AboutWhat):
    """The last day on which what was bought still has these terms."""

    supplier = RefField("party", required=True)
    valid_until = DayField(required=True)
