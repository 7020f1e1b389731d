"""The month end (月末结账): what is looked at, closing and locking a month, carrying its result."""

from sanbao.closing.facts import ClosingCheck
from sanbao.ledger.periods import Month

__all__ = ["ClosingCheck", "Month"]
