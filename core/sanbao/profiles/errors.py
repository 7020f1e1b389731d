"""Reasons to say no about policies."""

from __future__ import annotations

from sanbao.errors import NotFound, Refused
from sanbao.i18n import N_


class UnknownProfileKind(NotFound):
    """No enabled plugin knows such policies."""

    code = "profile.unknown_kind"
    message = N_("no enabled plugin knows policies of the kind {kind}")


class Unchanged(Refused):
    """The newest version says the same."""

    code = "profile.unchanged"
    message = N_("{profile} says exactly this already, in version {version}")
