"""What a month end looks at in the books themselves: sums, chain, numbers; nobody lets these pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sanbao.closing.facts import ClosingCheck
from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao.ledger import verify_period
from sanbao.ledger.periods import Month
from sanbao.money import from_units

if TYPE_CHECKING:
    from sanbao.ledger.standalone import Finding
    from sanbao.work import Work

MOST_NAMED = 50


def look(work: Work, month: Month) -> Iterator[ClosingCheck]:
    """Check the arithmetic of a month (LED-01)."""
    yield _trial_balance(work, month)
    yield _chain(work, month)
    yield _balances(work, month)
    yield _numbers(work, month)


def _trial_balance(work: Work, month: Month) -> ClosingCheck:
    debit, credit = (
        from_units(units, work.ledger.currency.digits)
        for units in verify_period.turnover(work.connection, month.id)
    )
    title = Text(
        N_("Debits and credits of the month are the same: {debit}, {credit}"),
        {"debit": f"{debit:,f}", "credit": f"{credit:,f}"},
    )
    details = () if debit == credit else ({"debit": debit, "credit": credit},)
    return _check("closing.trial_balance", month, title, details)


def _chain(work: Work, month: Month) -> ClosingCheck:
    report = verify_period.chain(work.connection, month.id)
    title = Text(N_("Each of {count} entries balances and hangs in the chain"), {"count": report.entries})
    return _check("closing.chain", month, title, _sentences(report.findings))


def _balances(work: Work, month: Month) -> ClosingCheck:
    differing = verify_period.balances_differ(work.connection, month.id)
    title = Text(N_("The balances are the sums of their lines"))
    return _check("closing.balances", month, title, [{"account": code} for code in differing])


def _numbers(work: Work, month: Month) -> ClosingCheck:
    found = verify_period.gaps(work.connection, work.company.id, month.code)
    return _check("closing.numbers", month, Text(N_("Voucher numbers run without a gap")), _sentences(found))


def _sentences(findings: list[Finding]) -> list[dict[str, Any]]:
    return [{"finding": Text(one.message, one.params)} for one in findings[:MOST_NAMED]]


def _check(code: str, month: Month, title: Text, details: Any) -> ClosingCheck:
    return ClosingCheck(
        code,
        month.code,
        title,
        not details,
        is_blocking=True,
        may_override=False,
        details=tuple(details),
        rule="LED-01",
    )
