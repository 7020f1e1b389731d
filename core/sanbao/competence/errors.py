"""Why somebody is not assigned, and why the gate does not open for everybody."""

from __future__ import annotations

from sanbao.errors import Forbidden, Refused
from sanbao.i18n import N_


class NotQualified(Refused):
    """Only qualified persons do the work (PTY-12)."""

    code = "competence.not_qualified"
    message = N_("not qualified: {reasons}")


class MayNotOverride(Forbidden):
    """Whether an unqualified person may work all the same is decided by few."""

    code = "competence.may_not_override"
    message = N_("{user} may not assign somebody who is not qualified; it needs one of these roles: {roles}")


class Qualified(Refused):
    """What nothing speaks against need not be let pass."""

    code = "competence.qualified"
    message = N_("nothing speaks against {who} on {day}")
