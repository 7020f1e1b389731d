"""Tax rates as a company keeps them: added, ended, found for a day (LED-24)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.charging import schemas
from sanbao.charging.errors import NoRate, RateOverlaps
from sanbao.charging.models import TaxRate
from sanbao.i18n import N_, current_locale
from sanbao.operation import operation, question

if TYPE_CHECKING:
    from sanbao.work import Work

RATE_READERS = ("finance", "service_manager", "service_clerk", "sales", "sales_manager", "auditor")


def rates_on(work: Work, codes: Iterable[str], on: date) -> dict[str, TaxRate]:
    """Return the rates of these codes that stand on a day, in one query."""
    wanted = sorted(set(codes))
    query = select(TaxRate).where(*_standing(work, on), TaxRate.code.in_(wanted))
    return {rate.code: rate for rate in work.session.scalars(query)}


def known_codes(work: Work, on: date) -> str:
    """Return the codes that could have been meant, for a person who mistyped one."""
    query = select(TaxRate.code).where(*_standing(work, on)).order_by(TaxRate.code)
    return ", ".join(work.session.scalars(query))


def _standing(work: Work, on: date) -> tuple[Any, ...]:
    stands = or_(TaxRate.valid_to.is_(None), TaxRate.valid_to >= on)
    return TaxRate.company_id == work.company.id, TaxRate.valid_from <= on, stands


@operation("tax_rate.add", title=N_("New tax rate"), schema=schemas.RateInput, roles=("finance",))
def add_rate(
    work: Work,
    *,
    code: str,
    name: str,
    percent: Decimal,
    valid_from: date,
    valid_to: date | None = None,
    name_en: str | None = None,
) -> TaxRate:
    """Add a tax rate, or a new percentage of one; what was issued keeps the one it had (LED-24)."""
    query = select(TaxRate).where(TaxRate.company_id == work.company.id, TaxRate.code == code)
    for earlier in work.session.scalars(query):
        if earlier.valid_to is None and earlier.valid_from < valid_from:
            earlier.valid_to = valid_from - timedelta(days=1)
        elif earlier.valid_from <= (valid_to or date.max) and valid_from <= (earlier.valid_to or date.max):
            raise RateOverlaps(rate=code, start=max(earlier.valid_from, valid_from))
    rate = TaxRate(
        company_id=work.company.id,
        code=code,
        name=name,
        name_en=name_en,
        percent=percent,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    work.session.add(rate)
    work.session.flush()
    return rate


@operation("tax_rate.end", title=N_("End a tax rate"), schema=schemas.RateEnd, roles=("finance",))
def end_rate(work: Work, *, code: str, valid_to: date) -> TaxRate:
    """End a tax rate with a last day; it is not offered any more afterwards (LED-24)."""
    rate = rates_on(work, [code], valid_to).get(code)
    if rate is None:
        raise NoRate(key=code, on=valid_to, known=known_codes(work, valid_to))
    rate.valid_to = valid_to
    return rate


@question("tax_rate.list", schema=schemas.RatesQuestion, roles=RATE_READERS)
def list_rates(work: Work, *, on: date | None = None) -> list[dict[str, Any]]:
    """Return the tax rates that stand on a day."""
    query = (
        select(TaxRate)
        .where(*_standing(work, on or work.today))
        .order_by(TaxRate.percent.desc(), TaxRate.code)
    )
    return [
        {
            "code": rate.code,
            "name": rate.name_en or rate.name if current_locale() == "en" else rate.name,
            "percent": rate.percent,
            "valid_from": rate.valid_from,
            "valid_to": rate.valid_to,
        }
        for rate in work.session.scalars(query)
    ]
