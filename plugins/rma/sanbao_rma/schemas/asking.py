"""What may be asked about pieces."""

from __future__ import annotations

from sanbao.schema import CodeField, Input, RefField, YesNoField


class WhereQuestion(Input):
    """Which pieces: of one RMA, of one customer, at one place, one serial number; left out, all that are with us."""

    rma = RefField("rma")
    party = RefField("party")
    place = RefField("place")
    serial = CodeField()
    also_ended = YesNoField(load_default=False)


class RmaQuestion(Input):
    """Which parcel."""

    rma = RefField("rma", required=True)


class CustodyQuestion(Input):
    """Of which customer, at which place; left out, everything that is with us, with a vendor or lent."""

    party = RefField("party")
    place = RefField("place")
