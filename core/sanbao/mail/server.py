"""The company's mail server: where it is, how safely it is spoken to, and a letter as it crosses the line."""

from __future__ import annotations

import hashlib
import os
import smtplib
import ssl
from base64 import b64decode
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from sanbao.addresses import one_line
from sanbao.decision import Text
from sanbao.errors import Invalid, Misconfigured
from sanbao.i18n import N_
from sanbao.mail import forms

if TYPE_CHECKING:
    from sanbao.mail.models import Letter
    from sanbao.work import Work

#: How long an answer of the server is waited for.
SECONDS = 20
#: Where the password is looked for: never in the database, which is backed up and read by many.
PASSWORD = "SANBAO_MAIL_PASSWORD"  # noqa: S105 - the name of a variable, not a password
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class BadServer(Misconfigured):
    """The settings of the mail server cannot be used."""

    code = "mail.bad_server"
    message = N_("the mail server is not set up rightly: {reason}")


@dataclass(frozen=True)
class Server:
    """A mail server (邮件服务器) and who writes by it."""

    host: str
    port: int
    sender: str
    company: str
    security: str = "starttls"
    user: str = ""
    password: str = ""

    def connect(self) -> smtplib.SMTP:
        """Open the line, encrypted and signed in as the settings say; nothing secret crosses an open one."""
        secure = ssl.create_default_context()
        if self.security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=secure)
        else:
            line = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.security == "starttls":
                line.starttls(context=secure)
            if self.user:
                line.login(self.user, self.password)
        except BaseException:
            line.close()
            raise
        return line


def server_of(work: Work) -> Server | None:
    """Return the mail server that the company's settings name; nothing where it has none."""
    address = str(work.setting("mail_server")).strip()
    if not address:
        return None
    security, sender = str(work.setting("mail_security")), str(work.setting("mail_from")).strip()
    user = str(work.setting("mail_user")).strip()
    try:
        (host, port), sender = forms.place(address), forms.sender(sender)
    except Invalid as error:
        raise BadServer(reason=Text(error.message, error.params)) from error
    _refuse(security not in _PORTS, N_("mail_security is one of: none, starttls, tls"))
    _refuse(bool(user) and security == "none", N_("a password goes over an encrypted line only"))
    return Server(
        host=host,
        port=port or _PORTS[security],
        sender=sender,
        company=one_line(work.company.name),
        security=security,
        user=user,
        password=os.environ.get(PASSWORD, ""),
    )


def _refuse(is_wrong: bool, reason: str) -> None:
    if is_wrong:
        raise BadServer(reason=Text(reason))


def as_message(letter: Letter, server: Server) -> EmailMessage:
    """Return a letter as it is sent; its identity follows from its key, so that a copy is known for one (RFC 5322)."""
    user, _at, domain = server.sender.rpartition("@")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(server.company, user, domain)
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.made_at)
    token = hashlib.sha256(f"{letter.company_id}:{letter.key}".encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{token}@{domain}>"
    message.set_content(letter.words)
    for one in letter.enclosed:
        kind, _slash, rest = one["media_type"].partition("/")
        message.add_attachment(
            b64decode(one["content"]),
            maintype=kind,
            subtype=rest,
            filename=one["name"],
            params=one["parameters"] or None,
        )
    return message
