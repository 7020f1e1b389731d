"""What a program may have done wrong before its request reached an operation; each with the status that it is answered with."""

from __future__ import annotations

from typing import ClassVar

from sanbao.documents.errors import ChangedMeanwhile
from sanbao.errors import Conflict, Forbidden, Invalid, NotFound, Refused, SanbaoError
from sanbao.i18n import N_
from sanbao_admin.failing import status_of as family_status


class Unread(Invalid):
    """The request is not what this interface can read."""

    status: ClassVar[int] = 400
    code = "request.unreadable"
    message = N_("the request cannot be read: {reason}")


class KeyMissing(Unread):
    """Without a key nobody can tell a repetition from a second request."""

    code = "request.key_missing"
    message = N_(
        "please send an Idempotency-Key header of 1 to 200 plain characters; the same key again does nothing twice"
    )


class NoVersion(Unread):
    """The records that this works on carry no version, or there are several."""

    code = "request.no_version"
    message = N_("{operation} cannot take If-Match: what it works on has no version of its own")


class TooLong(Unread):
    """More was sent than is taken at once."""

    status = 413
    code = "request.too_large"
    message = N_("the request is larger than {most} bytes")


class WrongMedia(Unread):
    """Something other than JSON was sent."""

    status = 415
    code = "request.not_json"
    message = N_("please send application/json in UTF-8, not compressed")


class NoToken(Forbidden):
    """Nobody can tell who is asking."""

    status: ClassVar[int] = 401
    code = "token.missing"
    message = N_("please send a token: Authorization: Bearer …")


class BadToken(NoToken):
    """The token is not, or no longer, good."""

    code = "token.not_valid"
    message = N_("this token is not known, has expired or was revoked")


class OutOfScope(Forbidden):
    """The token was made for less than this."""

    code = "token.out_of_scope"
    message = N_("this token may not do {permission}; its scopes are: {scopes}")


class TooMany(Refused):
    """One token asks too often."""

    status: ClassVar[int] = 429
    code = "request.too_many"
    message = N_("more than {most} requests in a minute; go on in {seconds} seconds")


class NoSuchPath(NotFound):
    """There is nothing at this address."""

    code = "request.no_such_path"
    message = N_("there is nothing at {path}; the list of all addresses is at /api/v1/docs")


class WrongMethod(Refused):
    """The address exists, but not for this."""

    status: ClassVar[int] = 405
    code = "request.wrong_method"
    message = N_("{path} can be used with {allowed} only")


class VersionMissed(Conflict):
    """If-Match names no version that a record ever had."""

    status: ClassVar[int] = 412
    code = "request.no_such_version"
    message = N_("no version of the record is called {given}; send the ETag that it came with")


def status_of(error: SanbaoError) -> int:
    """Return the HTTP status of a refusal: its own, or that of its family."""
    if isinstance(error, ChangedMeanwhile):
        return 412
    return int(getattr(error, "status", 0)) or family_status(error)
