"""The RMA plugin's reasons to say no."""

from __future__ import annotations

from sanbao.errors import Invalid, NotFound, Refused
from sanbao.i18n import N_


class WrongOrder(Refused):
    """A piece takes one step after the other (RMA-01)."""

    code = "rma.wrong_order"
    message = N_("not possible yet, or not any more: {pieces}; this needs one of these states: {needed}")


class NoSuchPiece(NotFound):
    """The parcel has no such piece."""

    code = "rma.no_such_piece"
    message = N_("{rma} has no piece “{key}”; it has: {pieces}")


class NothingToDo(Refused):
    """No piece of the parcel is ready for this."""

    code = "rma.nothing_to_do"
    message = N_("no piece of {rma} is ready for this; it needs one of these states: {needed}")


class WrongCustomer(Refused):
    """A piece goes back to whom it belongs."""

    code = "rma.wrong_customer"
    message = N_("{pieces}: this is not {customer}'s; name the customer to whom it belongs")


class WrongSerial(Refused):
    """A serial number that nobody announced is a slip of the scanner, or a surprise that somebody must confirm."""

    code = "rma.wrong_serial"
    message = N_(
        "{serials} was not announced on {rma}; if it really came along, say that it was not announced"
    )


class AlreadyReceived(Refused):
    """A piece is received once."""

    code = "rma.already_received"
    message = N_("{pieces} was received already")


class AlreadyHere(Refused):
    """A unit that is on its way, or with us, cannot come a second time."""

    code = "rma.already_here"
    message = N_("{serial} is on {rma} already, which has not ended")


class StillHere(Refused):
    """What nobody fetched, what became ours and what was scrapped cannot be sent to us once more."""

    code = "rma.still_here"
    message = N_("{serial} lies with us since {rma}: nobody fetched it, it became ours, or it was scrapped")


class NotIdentified(Refused):
    """Nobody knows yet whose piece this is."""

    code = "rma.not_identified"
    message = N_("{pieces}: find out which unit this is first, with rma.identify")


class CoverageUnknown(Refused):
    """No plugin could tell whether a piece is within its warranty."""

    code = "rma.coverage_unknown"
    message = N_("{pieces}: nobody could check the warranty; say whether it is within the warranty")


class NotAgreed(Refused):
    """Nothing is repaired at the customer's cost before the signed reply (RMA-04)."""

    code = "rma.not_agreed"
    message = N_("{pieces}: the customer pays for this and has not agreed in writing yet")


class NothingToPay(Refused):
    """What is free is not quoted (RMA-03)."""

    code = "rma.nothing_to_pay"
    message = N_("{pieces}: this repair is free, so there is nothing to quote")


class NoRepair(Refused):
    """Only what was repaired, or has no fault, is finished."""

    code = "rma.not_repaired"
    message = N_("{pieces}: start the repair first")


class NotHere(Refused):
    """Only what lies with us is put somewhere else."""

    code = "rma.not_here"
    message = N_("{pieces} does not lie with us, so it cannot be put anywhere")


class MoreOutThanIn(Refused):
    """No more goes out than came in (RMA-07)."""

    code = "rma.more_out_than_in"
    message = N_("{rma}: {wanted} shall go out, but only {left} of {received} received are still here")


class NoRight(Refused):
    """A return or an exchange beyond the terms needs an approval (RET-03)."""

    code = "rma.special_case_needed"
    message = N_(
        "{piece} may not be taken back by the terms ({reason}); a special case must be approved first"
    )


class GoodsMissing(Refused):
    """A new piece leaves once the old one and its slip are there (RET-05)."""

    code = "rma.goods_missing"
    message = N_("{piece}: the old piece has not come yet")


class SlipMissing(Refused):
    """A new piece leaves once the old one and its slip are there (RET-05)."""

    code = "rma.slip_missing"
    message = N_("{piece}: issue the return and exchange slip first")


class SlipStands(Refused):
    """One slip stands for a piece."""

    code = "rma.slip_stands"
    message = N_("{piece} has the slip {slip} already; void that one first")


class BoundAlready(Refused):
    """A promise counts once for the same pieces."""

    code = "rma.bound_already"
    message = N_("{promise} counts for them already; end it first")


class NotBound(Refused):
    """Only a promise that counts is ended."""

    code = "rma.not_bound"
    message = N_("{promise} does not count for them (any more)")


class WaitsAlready(Refused):
    """A piece waits for one thing at a time."""

    code = "rma.waits_already"
    message = N_("{pieces} is waiting already")


class NotWaiting(Refused):
    """Only what waits goes on."""

    code = "rma.not_waiting"
    message = N_("{pieces} is not waiting for anything")


class NothingToRefund(Refused):
    """Money goes back once: after the slip is booked, and where money goes back at all."""

    code = "rma.nothing_to_refund"
    message = N_("{slip}: there is nothing to pay to the customer (any more)")


class PaidByOpenItems(Refused):
    """Where payments settle open items, a refund is one of them."""

    code = "rma.paid_by_open_items"
    message = N_("{slip}: pay this with payment.pay against other payables, so that the open item is settled")


class NotPaid(Refused):
    """Only a payment that was made here is taken back here."""

    code = "rma.not_paid"
    message = N_("{slip}: no payment of it was recorded here")


class NotShipped(Refused):
    """An exchange is booked once the new piece has left (LED-19)."""

    code = "rma.not_shipped"
    message = N_("{piece}: the new piece has not been sent yet; do it with rma.exchange")


class AlreadyShipped(Refused):
    """A piece is exchanged once."""

    code = "rma.already_shipped"
    message = N_("{piece} was exchanged for {serial} already")


class NotQualified(Refused):
    """What is sent in exchange is new and qualified (RET-06)."""

    code = "rma.not_new"
    message = N_("{serial} is no new piece: it has been in use, or came back itself")


class NotInStock(Refused):
    """There is no such piece to send."""

    code = "rma.not_in_stock"
    message = N_("{place} holds no new {product}")


class NotYetDue(Refused):
    """The old piece may still come."""

    code = "rma.not_yet_due"
    message = N_("{piece} may still come until {day}")


class NotSentAhead(Refused):
    """Only what was sent ahead is charged when the old piece stays away."""

    code = "rma.not_sent_ahead"
    message = N_("{rma}: nothing was sent ahead that waits for its old piece")


class Unaccounted(Refused):
    """A parcel ends when every piece of it is accounted for."""

    code = "rma.unaccounted"
    message = N_("{rma} cannot be closed: {pieces}")


class SlipOpen(Refused):
    """A parcel ends when what was taken back is booked."""

    code = "rma.slip_open"
    message = N_("{rma} cannot be closed: {slips} is not booked yet")


class OutThere(Refused):
    """A paper that moved goods stays."""

    code = "rma.goods_moved"
    message = N_("{document} has moved goods and cannot be voided")


class WorkedOn(Refused):
    """What came back from the factory and was worked on further is not sent back on paper."""

    code = "rma.worked_on"
    message = N_("{pieces} has gone further since it came back; that cannot be undone here")


class NotOurs(Refused):
    """Only what belongs to us is made into something else."""

    code = "rma.not_ours"
    message = N_("{piece} belongs to the customer; only what was exchanged or taken back is refurbished")


class NotTested(Refused):
    """What was put in order is used again once quality control passed it (RMA-06, SPR-06)."""

    code = "rma.not_tested"
    message = N_(
        "{piece}: quality control has not passed this piece yet; test it first with rma.check_returned"
    )


class PartsHeld(Refused):
    """Nothing closes while a replaced part is unaccounted for (SPR-02, LED-13)."""

    code = "rma.parts_held"
    message = N_(
        "{rma}: old parts still lie with us: {parts}; say what becomes of them first (rma.settle_parts)"
    )


class NoSuchPart(NotFound):
    """The parcel has no such old part with us."""

    code = "rma.no_such_part"
    message = N_("{rma} has no such old part with us; here are: {parts}")


class TooEarly(Refused):
    """Goods count as unclaimed after some time."""

    code = "rma.too_early"
    message = N_("{pieces}: goods count as unclaimed after {days} days, from {day} on")


class BadPieces(Invalid):
    """What was said about pieces contradicts itself."""

    code = "rma.bad_pieces"


class DaysOutOfOrder(Invalid):
    """Nothing is done with a piece before what must come first (RMA-01)."""

    code = "rma.days_out_of_order"
