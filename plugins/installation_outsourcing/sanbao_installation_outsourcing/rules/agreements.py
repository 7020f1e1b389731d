"""What a version of a contract says, as typed values (INS-01…20)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sanbao.calendar.periods import add_months
from sanbao.i18n import N_
from sanbao.money import Currency
from sanbao_installation_outsourcing.rules.fees import LotTerms
from sanbao_installation_outsourcing.rules.penalties import Amounts, Clause, JointCap, LotAmounts
from sanbao_installation_outsourcing.rules.service_levels import ServiceLevel
from sanbao_installation_outsourcing.rules.team import Wanted

ZERO = Decimal(0)
_HUNDRED = Decimal(100)
#: What may have to be there before a payment (INS-02).
PRECONDITIONS = {
    "client_signed": N_("Signed by the client"),
    "manager_confirmed": N_("Confirmed by the implementation manager"),
    "inspected": N_("Passed the technical inspection"),
    "accepted": N_("Accepted"),
    "invoice": N_("The installer's invoice is there"),
    "bond": N_("The performance bond is paid in"),
}


@dataclass(frozen=True, slots=True)
class Payment:
    """How the contract pays: what must be there before, when, what is kept back, and how deductions are booked."""

    preconditions: tuple[str, ...] = ("client_signed", "manager_confirmed")
    days: int = 30
    retention_percent: Decimal = ZERO
    retention_months: int = 0
    treatment: str = "reduce_cost"
    accrue: str = "acceptance"
    frozen: str = "withheld"
    below_zero: str = "carry"


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that a version of a contract says."""

    lots: tuple[LotTerms, ...]
    clauses: tuple[Clause, ...] = ()
    payment: Payment = field(default_factory=Payment)
    joint_cap_percent: Decimal | None = _HUNDRED
    tax_percent: Decimal = ZERO
    price: Decimal | None = None
    bond: Decimal = ZERO
    team: tuple[Wanted, ...] = ()
    service_level: ServiceLevel | None = None

    def total_fee(self, currency: Currency) -> Decimal:
        """Return the fee of everything contracted, without tax (INS-09)."""
        return sum((lot.total_fee(currency) for lot in self.lots), ZERO)

    def contract_price(self, currency: Currency) -> Decimal:
        """Return the signed price with tax, stated or reckoned from the fees (PEN-01)."""
        if self.price is not None:
            return self.price
        return currency.round(self.total_fee(currency) * (1 + self.tax_percent / _HUNDRED))

    def amounts(self, currency: Currency) -> Amounts:
        """Return what the clauses' percentages are taken of."""
        lots = {lot.code: LotAmounts(lot.total_fee(currency), lot.unit_fee) for lot in self.lots}
        return Amounts(self.total_fee(currency), self.contract_price(currency), lots, currency)

    @property
    def joint_cap(self) -> JointCap | None:
        """The cap that all deductions share (INS-20)."""
        return JointCap(self.joint_cap_percent) if self.joint_cap_percent is not None else None

    def lot(self, code: str) -> LotTerms | None:
        """Return a lot by its code."""
        return next((lot for lot in self.lots if lot.code == code), None)


def effective_on(ours: date | None, theirs: date | None) -> date | None:
    """Return the later of two signatures, nothing while one is missing (INS-17)."""
    return max(ours, theirs) if ours is not None and theirs is not None else None


def payable_on(last_met: date, days: int) -> date:
    """Return when something is due: so many calendar days after the last precondition (INS-03)."""
    return last_met + timedelta(days=days)


def retention_due_on(accepted_on: date, months: int) -> date:
    """Return when what was kept back is to be paid (INS-20)."""
    return add_months(accepted_on, months)
