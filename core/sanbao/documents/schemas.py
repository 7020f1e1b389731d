"""What comes in about papers."""

from __future__ import annotations

import base64
import binascii

from marshmallow import ValidationError, fields, validates_schema

from sanbao.calendar.operations import WithinField
from sanbao.i18n import N_, _
from sanbao.schema import ChoiceField, CodeField, Input, Message, MomentField, RefField, TextField, YesNoField

LINKS = {
    "bills": N_("bills"),
    "originates": N_("originates"),
    "repairs": N_("repairs"),
    "replaces": N_("replaces"),
    "claims": N_("claims"),
    "settles": N_("settles"),
}
PURPOSES = {
    "file": N_("File"),
    "evidence": N_("Evidence"),
    "signature": N_("Signature"),
    "photo": N_("Photo"),
}


class Why(Input):
    """Why a paper is taken back or opened again."""

    reason = TextField(required=True)


class Note(Input):
    """A remark for colleagues."""

    note = TextField(required=True)


class DuplicateOf(Input):
    """The paper that came first."""

    original = RefField("document", required=True)


class LinkInput(Input):
    """How two papers belong together."""

    target = RefField("document", required=True)
    kind = ChoiceField(LINKS, required=True)


class AssignInput(Input):
    """Who looks after a paper, and who stands in."""

    owner = RefField("app_user")
    deputy = RefField("app_user")


class DeadlineInput(Input):
    """When something is due on a paper: a moment, or within a time such as 5wd, 15d, 4h or 30min of another."""

    kind = CodeField(required=True)
    due_at = MomentField()
    within = WithinField()
    since = MomentField()
    calendar = CodeField(metadata={"reference": "work_calendar"})
    in_working_hours = YesNoField(load_default=False)

    @validates_schema
    def one_of_them(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for the moment or for the time within which it lies."""
        if ("due_at" in data) == ("within" in data):
            raise ValidationError(
                _(N_("Please give the moment, or the time within which it is due, one of them.")), "due_at"
            )


class DeadlineMet(Input):
    """Which deadline was met."""

    kind = CodeField(required=True)


class BytesField(fields.Field[bytes]):
    """A file's bytes, in JSON as base64."""

    default_error_messages = {"invalid": Message(N_("The file did not arrive whole."))}  # noqa: RUF012

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> bytes:
        if isinstance(value, bytes):
            return value
        try:
            return base64.b64decode(str(value), validate=True)
        except (binascii.Error, ValueError) as error:
            raise self.make_error("invalid") from error


class AttachInput(Input):
    """A file on a paper."""

    name = TextField(required=True, longest=200)
    content = BytesField(required=True)
    media_type = CodeField(load_default="application/octet-stream")
    purpose = ChoiceField(PURPOSES, load_default="file")
