"""The reasons not to charge a client's penalty on to an installer (INS-12)."""

from __future__ import annotations

from sanbao.errors import Refused
from sanbao.i18n import N_


class NotOurs(Refused):
    """Only what a client takes from us can be charged on."""

    code = "charge_on.not_ours"
    message = N_("{event} is no penalty that we owe: under {contract} the work is done for us")


class NothingBooked(Refused):
    """What we do not owe nobody has to bear for us (LED-11)."""

    code = "charge_on.nothing_booked"
    message = N_("nothing is booked as owed for {event}; book it first with installer_contract.book_owed")


class NoClause(Refused):
    """An installer bears what his contract says (INS-12)."""

    code = "charge_on.no_clause"
    message = N_(
        "{contract} has no clause on penalties that the client took from us; agree one in an amendment first"
    )


class ChargedOnAlready(Refused):
    """A penalty is charged on once under a contract."""

    code = "charge_on.once"
    message = N_("{penalty} is charged on under {contract} already, see {event}")


class AllChargedOn(Refused):
    """Nobody bears a penalty twice."""

    code = "charge_on.nothing_left"
    message = N_("{penalty} is charged on in whole already: {events}")
