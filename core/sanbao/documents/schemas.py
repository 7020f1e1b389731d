"""What comes in about papers."""

from __future__ import annotations

import base64
import binascii

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import ChoiceField, CodeField, Input, Message, MomentField, RefField, TextField

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
    """When something is due on a paper."""

    kind = CodeField(required=True)
    due_at = MomentField(required=True)


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
