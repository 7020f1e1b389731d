"""What comes in about any pieces of a parcel."""

from __future__ import annotations

from marshmallow import validate

from sanbao.i18n import N_
from sanbao.schema import CodeField, DayField, Input, ListField, Message, RefField, TextField

SOME = validate.Length(min=1, error=Message(N_("Please give at least one line.")))
WHICH = {"help": N_("Serial numbers or positions; left out, every piece that is ready for it.")}
#: The heading of a table of pieces.
RETURNED = {"title": N_("Pieces sent in")}
ONE = {"title": N_("Piece"), "help": N_("A serial number, or the position in the parcel.")}


class Pieces(Input):
    """Which pieces: by serial number or position; left out, all that are ready."""

    lines = ListField(CodeField(), load_default=list, metadata=WHICH)


class OnPieces(Pieces):
    """Which pieces, on which day."""

    on = DayField()


class Why(Pieces):
    """Which pieces, and why."""

    reason = TextField(required=True, longest=400)


class MoveTo(Pieces):
    """Where pieces are put."""

    place = RefField("place", required=True)
