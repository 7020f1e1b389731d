"""What comes in from a scanner: which piece, which step; what a code means."""

from __future__ import annotations

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import ChoiceField, CodeField, Input, RefField, TextField
from sanbao_rma.schemas.arriving import ReceivedPiece
from sanbao_rma.schemas.pieces import ONE

SCANNED = {"start": N_("Start the repair"), "finish": N_("Finish the repair")}


class ScanIn(Input):
    """A piece out of the parcel, as the receiving station scanned it."""

    piece = fields.Nested(ReceivedPiece, required=True)
    place = RefField("place")


class ScanWork(Input):
    """A piece on the bench, and the step that its scan takes."""

    line = CodeField(required=True, metadata=ONE)
    step = ChoiceField(SCANNED, required=True)
    remedy = TextField(longest=1000)


class ScannedQuestion(Input):
    """What was scanned, and on which parcel somebody is at work."""

    code = CodeField(required=True, longest=120)
    rma = RefField("rma")


class PieceQuestion(Input):
    """Which piece: its parcel's number and its position, as its label says."""

    piece = RefField("rma_line", required=True)
