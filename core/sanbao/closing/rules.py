"""What the month end decides: which checks keep a month open, and the lines that carry a result. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sanbao.closing.facts import ClosingCheck
from sanbao.decision import to_json
from sanbao.ledger.entries import Code, Line, credit, debit


@dataclass(frozen=True, slots=True)
class Carried:
    """What an account of income or expense carries at a month's end, for one cost centre or none."""

    account: str
    is_income: bool
    cost_centre: int | None
    balance: Decimal


def as_the_company_wants(checks: Iterable[ClosingCheck], stops: Mapping[str, bool]) -> list[ClosingCheck]:
    """Return the checks, each blocking or not as the company has decided; arithmetic always blocks."""
    return [
        replace(check, is_blocking=stops[check.code]) if check.may_override and check.code in stops else check
        for check in checks
    ]


def obstacles(
    checks: Iterable[ClosingCheck], overrides: Mapping[str, Mapping[str, Any]]
) -> list[ClosingCheck]:
    """Return what keeps a month open: blocking, not in order, and not let pass with these very figures."""
    return [
        check
        for check in checks
        if check.is_blocking
        and not check.ok
        and not (check.may_override and overrides.get(check.code, {}).get("seen") == seen(check))
    ]


def seen(check: ClosingCheck) -> str:
    """Return the hash of a check's figures: whoever let them pass has let pass no others."""
    figures = to_json([check.title, list(check.details)])
    return hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()


def carry_lines(balances: Sequence[Carried]) -> list[Line]:
    """Return the lines that empty income and expense into the profit of the year (结转损益).

    Income is carried by debits, expense by credits, each on the side that is its own; what stands on the other
    side is carried in red, so that the turnovers of a month stay true.

    >>> [(line.account, line.debit, line.credit) for line in carry_lines([Carried("6001", True, None, Decimal("-5.00"))])]
    [(Code(code='6001'), Decimal('5.00'), Decimal('0')), ('PROFIT', Decimal('0'), Decimal('5.00'))]
    """
    income = [one for one in balances if one.is_income and one.balance]
    expense = [one for one in balances if not one.is_income and one.balance]
    earned = sum((-one.balance for one in income), Decimal(0))
    spent = sum((one.balance for one in expense), Decimal(0))
    lines = [debit(Code(one.account), -one.balance, cost_centre=one.cost_centre) for one in income]
    lines += [credit("PROFIT", earned)] if earned else []
    lines += [debit("PROFIT", spent)] if spent else []
    return lines + [credit(Code(one.account), one.balance, cost_centre=one.cost_centre) for one in expense]
