"""What the codes of a coverage decision are called when people read them."""

from __future__ import annotations

from collections.abc import Mapping

from sanbao.i18n import N_

#: The classes of service in words (PRD-03).
CATEGORIES: Mapping[str, str] = {
    "contract": N_("service under a contract"),
    "in_warranty": N_("service within the warranty"),
    "after_warranty": N_("service after the warranty"),
}

#: What a customer may demand (W-09).
REMEDIES: Mapping[str, str] = {
    "compensate": N_("compensation"),
    "compensation": N_("compensation"),
    "exchange": N_("exchange"),
    "exchange_accessory": N_("a new accessory"),
    "exchange_other": N_("another model"),
    "maintenance": N_("maintenance"),
    "onsite_repair": N_("repair on site"),
    "price_reduction": N_("a lower price"),
    "remote": N_("help from afar"),
    "repair": N_("repair"),
    "replace_assembly": N_("a new assembly"),
    "replace_part": N_("a new part"),
    "replace_unit": N_("a new unit"),
    "return": N_("return"),
    "return_accessory": N_("return of an accessory"),
}

#: What goes into the steps that the core adds to a decision.
INPUTS: Mapping[str, str] = {
    "category": N_("Class of service"),
    "heard": N_("Answers"),
    "occurred_at": N_("Occurred at"),
    "occurred_evidenced": N_("Time proven"),
    "received_at": N_("Reported at"),
}


def label(code: str) -> str:
    """Return a code as the words that the catalogues know.

    >>> label("latent_defect")
    'latent defect'
    """
    return code.replace("_", " ")
