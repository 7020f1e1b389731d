"""Days on which money moves: none that has not come, and nothing is undone before it was done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao_billing.errors import BeforeItself

if TYPE_CHECKING:
    from sanbao.work import Work


def not_in_future(work: Work, field: str, day: date | None) -> date:
    """Return the day that was given, or today; refuse one that has not come."""
    if day is not None and day > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise Invalid([Problem(field, message, {"day": day, "today": work.today})])
    return day or work.today


def not_before(work: Work, document: Document, day: date | None, first: date) -> date:
    """Return the day on which something is taken back; refuse one before it was done."""
    found = not_in_future(work, "on", day)
    if found < first:
        raise BeforeItself(document=document.number, day=first)
    return found
