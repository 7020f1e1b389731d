"""The reasons to say no about jobs, terminals and events."""

from __future__ import annotations

from sanbao.errors import Refused
from sanbao.i18n import N_


class MoreThanLot(Refused):
    """A lot has the quantity that was agreed; more takes an amendment."""

    code = "job.more_than_lot"
    message = N_("lot {lot} has {quantity} units, {planned} are planned; {more} more need an amendment first")


class NothingToDo(Refused):
    """No job is where this can be done."""

    code = "job.nothing_to_do"
    message = N_("no job fits that is {states}")


class AlreadyOut(Refused):
    """What shall be taken out is not in a vehicle any more."""

    code = "job.already_out"
    message = N_("these terminals were taken out already")


class ContractEnded(Refused):
    """Under a contract that has ended nobody is sent out."""

    code = "job.contract_ended"
    message = N_("{contract} is {state}; no new work is given out under it")


class NoPerDay(Refused):
    """A plan needs to know how many a day."""

    code = "job.no_quota"
    message = N_("lot {lot} has no daily quota; say how many units a day")


class OrderHasWork(Refused):
    """An order on which work was done stays."""

    code = "installation_order.has_work"
    message = N_("on {order} {count} units are installed already; take back what is left with job.cancel")


class NoPlace(Refused):
    """An installer's terminals lie at a place of his own."""

    code = "terminal.no_place"
    message = N_("{party} has no place for goods; record one with place.create")


class NoStock(Refused):
    """What is given out must lie there."""

    code = "terminal.not_enough"
    message = N_("{place} holds {there} of {product}; {wanted} cannot be issued")


class EvidenceMissing(Refused):
    """What an installer says for himself needs a photo or a signed paper."""

    code = "job.evidence_missing"
    message = N_("please attach the signed paper or a photo")


class TermRuns(Refused):
    """Before the term for an answer is over nothing is decided (PEN-08)."""

    code = "installer_event.term_runs"
    message = N_("{event} may be answered until {day}; decide after that, or when the answer is there")


class SilenceAccepted(Refused):
    """The notice and the contract said what silence means (PEN-08)."""

    code = "installer_event.silence_accepted"
    message = N_(
        "{event} was not answered by {day}: the facts count as accepted; only its decision can still be asked for"
    )
