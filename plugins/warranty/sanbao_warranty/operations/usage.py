"""How far a unit was used: readings of its counter (N-17)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.errors import Invalid, NotFound, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.registry.models import Unit
from sanbao_warranty import schemas
from sanbao_warranty.kinds import ENGINEERS
from sanbao_warranty.models import Claim, Usage

if TYPE_CHECKING:
    from sanbao.work import Work


class WrongReading(Invalid):
    """A counter does not run backwards."""

    code = "unit.wrong_reading"


@operation(
    "unit.record_usage",
    title=N_("Record a counter reading"),
    on=Unit,
    schema=schemas.RecordUsage,
    roles=ENGINEERS,
)
def record_usage(
    work: Work,
    unit: Unit,
    *,
    amount: Decimal,
    measure: str,
    read_on: date | None = None,
    reason: str | None = None,
    claim: Claim | None = None,
) -> Unit:
    """Write down what the counter of a unit shows (N-17); one that fell needs a reason, such as a new counter."""
    on = read_on or work.today
    if on > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise WrongReading([Problem("read_on", message, {"day": on, "today": work.today})])
    if reason is None:
        refuse_falling(work, unit, amount, measure, on)
    work.session.add(
        Usage(
            company_id=work.company.id,
            unit_id=unit.id,
            read_on=on,
            measure=measure,
            amount=amount,
            reason=reason,
            document_id=claim.document_id if claim is not None else None,
            recorded_at=work.now,
            recorded_by_id=work.user.id,
        )
    )
    return unit


def refuse_falling(work: Work, unit: Unit, amount: Decimal, measure: str, on: date) -> None:
    """Refuse a reading below an earlier one or above a later one."""
    readings = [one for one in readings_of(work, unit) if one.measure == measure]
    before = next((one for one in reversed(readings) if one.read_on <= on), None)
    after = next((one for one in readings if one.read_on > on), None)
    problems = []
    if before is not None and amount < before.amount:
        message = N_("On {day} it was {amount} already; please give a reason if the counter was changed.")
        problems.append(Problem("amount", message, {"day": before.read_on, "amount": before.amount}))
    if after is not None and amount > after.amount:
        message = N_("On {day} it was only {amount}; please give a reason if the counter was changed.")
        problems.append(Problem("amount", message, {"day": after.read_on, "amount": after.amount}))
    if problems:
        raise WrongReading(problems)


def readings_of(work: Work, unit: Unit) -> list[Usage]:
    """Return the readings of a unit that stand, oldest first."""
    work.session.flush()
    query = select(Usage).where(Usage.unit_id == unit.id, Usage.withdrawn_at.is_(None))
    return list(work.session.scalars(query.order_by(Usage.read_on, Usage.id)))


@operation(
    "unit.withdraw_usage",
    title=N_("Withdraw a reading"),
    on=Unit,
    schema=schemas.WithdrawUsage,
    roles=("service_manager",),
)
def withdraw_usage(work: Work, unit: Unit, *, measure: str, read_on: date, reason: str) -> Unit:
    """Take back a reading that was written down wrongly."""
    found: list[Any] = [
        one for one in readings_of(work, unit) if (one.measure, one.read_on) == (measure, read_on)
    ]
    if not found:
        raise NotFound(what=_(N_("reading")), key=str(read_on))
    found[-1].withdrawn_at = work.now
    return unit
