"""For whom a piece waits (RMA-01). Pure: no database, no clock."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao_rma.rules.paying import PAID

#: Who is waited for, in words.
BY = {
    "customer": N_("Customer"),
    "clerk": N_("Service desk"),
    "engineer": N_("Bench"),
    "qc": N_("Quality control"),
    "supplier": N_("Vendor"),
    "carrier": N_("Carrier"),
}
_OF_STATE = {
    "announced": "customer",
    "received": "engineer",
    "diagnosed": "engineer",
    "quoted": "customer",
    "agreed": "engineer",
    "declined": "clerk",
    "expired": "clerk",
    "repairing": "engineer",
    "at_factory": "supplier",
    "repaired": "qc",
    "qc_passed": "clerk",
    "outbound": "carrier",
}


def waits_for(state: str, parcel: str, payment: str | None) -> str:
    """Return who has to do the next thing about a piece, by its state, its parcel's and who pays.

    >>> waits_for("diagnosed", "in_work", "out_of_warranty"), waits_for("received", "differs", None)
    ('clerk', 'customer')
    """
    if parcel == "differs":
        return "customer"
    if state == "diagnosed" and payment in PAID:
        return "clerk"
    return _OF_STATE[state]
