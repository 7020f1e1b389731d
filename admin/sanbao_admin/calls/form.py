"""What a plugin says of fault calls in its ``admin.py``: ``call = CallForm("claim.open", …)``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sanbao_admin import people, plugin_pages

if TYPE_CHECKING:
    from sanbao.decision import Text
    from sanbao.registry.models import Unit
    from sanbao.work import Work


@dataclass(frozen=True)
class Earlier:
    """A case that the unit had before: its paper, when it was reported, what was said of it."""

    number: str
    on: date
    words: str
    state: str
    is_open: bool = False
    is_covered: bool = False


@dataclass(frozen=True)
class CallForm:
    """Which operation opens a case from a call, which of its fields are asked at once and which on wish.

    The operation takes ``unit``, or ``new_unit`` for one that nobody knows yet; fields that bear the names of those
    of the question ``coverage.by_part`` decide what may be said to the caller. ``earlier`` tells the unit's cases,
    ``warnings`` what the clerk should notice about them.
    """

    operation: str
    first: Sequence[str]
    more: Sequence[str] = ()
    new_unit: Sequence[str] = ("serial", "product", "customer", "order_no")
    earlier: Callable[[Work, Unit], Sequence[Earlier]] = lambda _work, _unit: ()
    warnings: Callable[[Work, Unit], Sequence[Text]] = lambda _work, _unit: ()


def call_form(work: Work) -> CallForm | None:
    """Return how calls are taken here by this person; nothing where no plugin takes them, or she may not."""
    found = plugin_pages.offered(people.erp(), "call")
    return next((one for one in found if isinstance(one, CallForm) and work.access.may(one.operation)), None)
