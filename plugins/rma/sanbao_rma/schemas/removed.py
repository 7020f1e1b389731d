"""What comes in about old parts that were taken out of a piece."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.schema import ChoiceField, CodeField, Input, ListField, TextField

ENDS = {
    "hand_over": N_("Given to the customer"),
    "recover": N_("Kept, on a zero-price order"),
    "scrap": N_("Scrapped"),
}
_WHICH = {"help": N_("Codes or serial numbers of old parts; left out, all that lie with us.")}


class SettleParts(Input):
    """What becomes of old parts, and who allowed it."""

    outcome = ChoiceField(ENDS, required=True)
    parts = ListField(CodeField(), load_default=list, metadata=_WHICH)
    reason = TextField(longest=400)
    agreed_by = TextField(longest=120)
