"""Bringing batches to what is still expected of them (LED-08)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _, in_language
from sanbao.operation import operation
from sanbao_warranty import postings
from sanbao_warranty.errors import BatchEnded, NoTerm
from sanbao_warranty.models import Provision
from sanbao_warranty.models.provisions import TRUED_UP
from sanbao_warranty.operations.provisions.holding import KEEPERS, day_of, held_in, hold, live
from sanbao_warranty.operations.provisions.observing import (
    Observation,
    observe,
    products_of,
    term_of,
    units_of,
)
from sanbao_warranty.rules.provisions import is_anything_observed, months_between
from sanbao_warranty.schemas import provisions as schemas

if TYPE_CHECKING:
    from sanbao.work import Work


@operation("provision.true_up", title=N_("True provisions up"), schema=schemas.TrueUpInput, roles=KEEPERS)
def true_up(
    work: Work,
    *,
    on: date | None = None,
    batch: Provision | None = None,
    expected: Decimal | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """Book the difference between what batches hold and what their units are still expected to cost (LED-08)."""
    day = day_of(work, on)
    batches = [batch] if batch is not None else live(work, states=("open",))
    if batch is not None and batch.state != "open":
        raise BatchEnded(batch=batch.document.number, state=work.state_label(batch, batch.state))
    hold(work, batches)
    held = held_in(work, batches)
    seen: dict[tuple[int | None, str | None], Observation | str] = {}
    changed, skipped = [], []
    for one in batches:
        wanted, why = (expected, reason or "") if expected is not None else _expected(work, one, day, seen)
        if wanted is None:
            skipped.append({"batch": one.document.number, "reason": why})
            continue
        difference = wanted - held[one.document_id]
        if difference:
            postings.set_aside(work, one, difference, TRUED_UP, day)
            work.note(one.document, note=why)
            row = {"batch": one, "held": held[one.document_id], "expected": wanted, "difference": difference}
            changed.append(row)
    return {"batches": changed, "skipped": skipped}


def _expected(
    work: Work, batch: Provision, on: date, seen: dict[tuple[int | None, str | None], Observation | str]
) -> tuple[Decimal | None, str]:
    """Return what a batch should hold and how that was reckoned; nothing, and why, where nothing can be said."""
    key = (batch.product_id, batch.category)
    if key not in seen:
        seen[key] = _observation(work, batch, on)
    found = seen[key]
    if isinstance(found, str):
        return None, found
    units = units_of(batch)
    if not units:
        return None, _(N_("Its units are not in the register."))
    amount = work.erp.currency.round(found.expected(units, batch.month))
    said = N_("{units} units of age {age} months, expected until month {months}: {amount}")
    age = max(months_between(batch.month, found.running), 0)
    return amount, in_language(
        work.company.locale, said, units=units, age=age, months=found.months, amount=amount
    )


def _observation(work: Work, batch: Provision, on: date) -> Observation | str:
    """Return what was seen of the batch's product or category, or why nothing was."""
    products = products_of(work, batch.product_id, batch.category)
    try:
        months = batch.months or term_of(work, products, on)
    except NoTerm as error:
        return _first_problem(error)
    seen = observe(work, products, on, months)
    return seen if is_anything_observed(seen.ages) else _(N_("No claim has cost anything yet."))


def _first_problem(error: SanbaoError) -> str:
    return str(error)
