"""The installer outsourcing plugin's reasons to say no about contracts, bonds and settlement."""

from __future__ import annotations

from sanbao.errors import Invalid, Refused
from sanbao.i18n import N_


class NotInForce(Refused):
    """Nothing rests on a contract that nobody has signed."""

    code = "contract.not_in_force"
    message = N_("{contract} is not in force: both sides have to sign it first")


class SignedAlready(Refused):
    """A side signs a version once."""

    code = "contract.signed_already"
    message = N_("that side signed version {version} of {contract} on {day}")


class NotSealed(Invalid):
    """The contract says that it takes effect with signature and seal (INS-17)."""

    code = "contract.not_sealed"
    message = N_("{contract} takes effect with signature and seal; the seal is missing")


class NoEvidence(Refused):
    """What puts a contract in force is there to be looked at."""

    code = "contract.no_evidence"
    message = N_("attach the signed copy of {contract} first")


class SignedIsFixed(Refused):
    """What was signed is changed by an amendment."""

    code = "contract.signed_is_fixed"
    message = N_("version {version} of {contract} was signed; write an amendment instead")


class AmendmentOpen(Refused):
    """One amendment is written at a time."""

    code = "contract.amendment_open"
    message = N_("version {version} of {contract} is still being written or signed")


class NothingChanged(Refused):
    """An amendment changes something."""

    code = "contract.nothing_changed"
    message = N_("that is what version {version} of {contract} says already")


class LotInUse(Refused):
    """A lot with jobs stays in the contract."""

    code = "contract.lot_in_use"
    message = N_("the lot {lot} has jobs; it stays in the contract, with at least {count} units")


class OtherParty(Invalid):
    """We give work to installers and suppliers, and work for customers."""

    code = "contract.wrong_party"
    message = N_("{party} is no {role}; give the party that role first")


class StatementsOpen(Refused):
    """A contract ends once its statements are decided."""

    code = "contract.statements_open"
    message = N_("{contract} still has {papers} open; decide on them first")


class UnitsUnpaid(Refused):
    """A contract is closed once every accepted unit is settled."""

    code = "contract.units_unpaid"
    message = N_("{count} accepted units of {contract} are not settled yet")


class MoneyOpen(Refused):
    """A contract is closed once nothing is frozen, owed back or accrued."""

    code = "contract.money_open"
    message = N_("{contract} still has money open: {what}")


class NothingToSettle(Refused):
    """A statement says something."""

    code = "settlement.nothing"
    message = N_("there is nothing to settle under {contract} up to {day}")


class StatementOpen(Refused):
    """A contract's statements come one after the other."""

    code = "settlement.one_at_a_time"
    message = N_("{statement} of {contract} is not approved yet; decide on it first")


class SettledLater(Refused):
    """Statements go forward: an earlier day would give back what a later statement took (INS-20)."""

    code = "settlement.settled_later"
    message = N_(
        "{statement} settles {contract} up to {day} already; the next statement is up to that day or later"
    )


class Undecided(Refused):
    """Where the contract gives a right, somebody entitled has to decide before anything is paid (CAL-10)."""

    code = "settlement.undecided"
    message = N_("{events} wait for a decision; decide, or approve with what they ask for frozen")


class InvoiceMissing(Refused):
    """Where the contract pays against the invoice, nothing is approved before it is there (INS-02)."""

    code = "settlement.no_invoice"
    message = N_("{statement} waits for the installer's invoice over {net}; record it first")


class NotTheLast(Refused):
    """A later statement rests on the earlier ones."""

    code = "settlement.not_the_last"
    message = N_("{later} rests on {statement}; cancel {later} first")


class BankNotConfirmed(Refused):
    """Money goes to an account that a second person has confirmed."""

    code = "settlement.bank_not_confirmed"
    message = N_("the new account of {party} waits for a second person; nothing is approved until then")


class BankPending(Refused):
    """One change of account at a time."""

    code = "installer_bank.pending"
    message = N_("a change of the account of {party} already waits to be confirmed")


class NoBankChange(Refused):
    """There is nothing to confirm."""

    code = "installer_bank.nothing"
    message = N_("no change of the account of {party} waits to be confirmed")


class SameHands(Refused):
    """A second person confirms."""

    code = "installer_bank.same_person"
    message = N_("{user} proposed the account; a second person has to confirm it")


class BondTooSmall(Refused):
    """A bond gives back what is left of it."""

    code = "bond.more_than_left"
    message = N_("{bond} has {balance} left; {amount} is more than that")


class BondKept(Refused):
    """A bond is kept until its day, and while claims are open (PEN-05)."""

    code = "bond.kept"
    message = N_("{bond} is kept: {reason}")


class NothingKept(Refused):
    """There is no retention to pay out."""

    code = "retention.nothing"
    message = N_("nothing is kept back under {contract}")


class KeptUntil(Refused):
    """A retention is paid out when its time is over (INS-20)."""

    code = "retention.not_due"
    message = N_("what is kept back under {contract} is due on {day}; say why it is paid earlier")


class PersonReplaced(Refused):
    """A post is handed on by whoever holds it (PTY-11)."""

    code = "named_person.replaced"
    message = N_("{name} is {post} no longer since {day}; replace the successor")


class SameName(Refused):
    """Two persons of one name are told apart by their numbers (PTY-08)."""

    code = "named_person.same_name"
    message = N_("several named persons are called {name}; please choose the one that is meant")


class ConsentWithdrawn(Refused):
    """A consent is taken back once (INS-14)."""

    code = "consent.withdrawn"
    message = N_("consent {consent} was withdrawn on {day} already")


class NothingClaimed(Refused):
    """A bond that we hold pays what its owner owes us, no more."""

    code = "bond.more_than_owed"
    message = N_("{party} owes {owed}; {amount} cannot be taken from the bond")


class NothingOwed(Refused):
    """There is no penalty that we owe and have not booked."""

    code = "contract.nothing_owed"
    message = N_("nothing more is owed under {contract}")
