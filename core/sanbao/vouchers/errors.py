"""Why vouchers say no."""

from __future__ import annotations

from sanbao.errors import Forbidden, NotFound, Refused
from sanbao.i18n import N_


class UnknownVoucher(NotFound):
    """There is no entry of that number."""

    code = "voucher.unknown"
    message = N_("there is no voucher {number}; write one such as 2024-05/12")


class OwnVoucher(Forbidden):
    """Whoever prepared a voucher is not the one who reviews it."""

    code = "voucher.own"
    message = N_("{user} prepared {vouchers} and cannot also review them; ask a second person")


class NothingToReview(Refused):
    """Everything is reviewed already, or was prepared by the same person."""

    code = "voucher.nothing_to_review"
    message = N_("there is no voucher here that {user} could review")


class NothingToHandOver(Refused):
    """Each voucher of the month has been handed over already (S27)."""

    code = "handover.nothing"
    message = N_("every voucher of {period} is handed over already")


class NoVouchers(NotFound):
    """The month has no voucher to print."""

    code = "voucher.none"
    message = N_("{period} has no such vouchers")
