"""The reasons to say no about what clients pay, firms that no statement pays, and bids that deviate."""

from __future__ import annotations

from sanbao.errors import Refused
from sanbao.i18n import N_


class NothingToCharge(Refused):
    """A client owes nothing before both sides have accepted, and each unit once (DLV-02)."""

    code = "client_charge.nothing"
    message = N_(
        "under {contract} nothing is to be charged: installation is free until both sides have accepted"
    )


class FreeUntilAccepted(Refused):
    """Installation is free until both sides have accepted; rework until then is free too (DLV-02)."""

    code = "client_charge.free_until_accepted"
    message = N_(
        "installation under {contract} is free for {client} until both sides have accepted it; "
        "what they accepted is charged with installer_contract.charge_client"
    )


class NotCharged(Refused):
    """Under a closed contract nobody can be charged; a terminated one is still charged and settled (LED-04, LEG-04)."""

    code = "client_charge.left"
    message = N_(
        "under {contract} clients owe for accepted units that are not charged; charge them before it is closed"
    )


class NothingToCredit(Refused):
    """Only what a client was charged for and no longer owes is given back (DLV-02)."""

    code = "client_charge.nothing_to_credit"
    message = N_("under {contract} every unit that was charged is still accepted; nothing is to be credited")


class ChargedAnew(Refused):
    """A unit that was given back and charged anew would be owed twice (DLV-02)."""

    code = "client_charge.charged_anew"
    message = N_("units that {credit} gave back are charged anew by {charge}; cancel that first")


class OwnExpenses(Refused):
    """An installer bears his own transport, board, lodging and material (INS-05)."""

    code = "installer_contract.own_expenses"
    message = N_("under {contract} {party} bears its own transport, board, lodging and material")


class SettledOtherwise(Refused):
    """An own branch is paid nothing, and a manufacturer's network by the manufacturer (PTY-07)."""

    code = "settlement.other_way"
    message = N_("{contract} with {party} needs no statement: {how}")


class NegativeDeviations(Refused):
    """For what a bid answers with less than was asked the owner may reject it (PEN-04)."""

    code = "bid_deviation.negative"
    message = N_(
        "{list} has {count} negative deviations ({clauses}); the owner may reject the bid: say why it is handed in"
    )
