"""How the settings of the mail server may be written: looked at while they are typed, and again before a letter goes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from sanbao.addresses import is_address
from sanbao.errors import Invalid
from sanbao.i18n import N_

_HOST = re.compile(r"[^\s/?#@\\]+")


class NoPlace(Invalid):
    """What should name the mail server names none."""

    code = "mail.no_place"
    message = N_("“{given}” is no host with a port such as mail.example.com:587.")


class NoSender(Invalid):
    """What should be the sender's address is none."""

    code = "mail.no_sender"
    message = N_("“{given}” is no address such as service@example.com.")


def place(value: Any) -> tuple[str, int | None]:
    """Take a host, and a port behind a colon where it is another than the usual one.

    >>> place("mail.example.com:587"), place("mail.example.com")
    (('mail.example.com', 587), ('mail.example.com', None))
    """
    text = str(value).strip()
    try:
        found = urlsplit(f"//{text}")
        host, port = found.hostname, found.port
    except ValueError as error:
        raise NoPlace(given=text) from error
    if not host or not _HOST.fullmatch(text) or text.endswith(":"):
        raise NoPlace(given=text)
    return host, port


def sender(value: Any) -> str:
    """Take one address of mail."""
    text = str(value).strip()
    if not is_address(text):
        raise NoSender(given=text)
    return text
