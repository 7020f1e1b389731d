"""What is said of a field that is wrong, in the language of whoever typed it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from sanbao.i18n import N_, _


class Message(str):
    """A marshmallow message that is translated when it is filled in."""

    __slots__ = ()

    def format(self, *args: Any, **kwargs: Any) -> str:
        """Return the translated sentence with its values."""
        return str.format(_(str(self)), *args, **kwargs)


def _translate_builtin_messages() -> None:
    """Let marshmallow's own sentences go through our catalogues too."""
    for holder in (*vars(fields).values(), *vars(validate).values()):
        if not isinstance(holder, type):
            continue
        for name, value in list(vars(holder).items()):
            if name == "default_error_messages":
                setattr(holder, name, {key: Message(text) for key, text in value.items()})
            elif (name.startswith("message") or name == "default_message") and isinstance(value, str):
                setattr(holder, name, Message(value))


_translate_builtin_messages()

#: What marshmallow itself may say of our fields; named here so that the catalogues hold it.
BUILT_IN = (
    N_("Field may not be null."),
    N_("Invalid value."),
    N_("Invalid type."),
    N_("Invalid input type."),
    N_("Not a valid list."),
    N_("Not a valid mapping type."),
    N_("Not a valid string."),
    N_("Not a valid utf-8 string."),
)
REQUIRED = Message(N_("Please fill this in."))
UNKNOWN = N_("This field is not known here.")
