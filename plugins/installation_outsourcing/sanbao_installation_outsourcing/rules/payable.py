"""Which units may be paid, what the others lack, and how much tax a fee bears (INS-02, INS-08, PTY-12)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sanbao.i18n import N_
from sanbao.money import Currency

#: What a unit lacks → how people say it; in the order in which a unit meets them.
REASONS = {
    "not_installed": N_("Not installed yet"),
    "failed": N_("Did not pass the inspection"),
    "nonconforming": N_("Does not conform, as reported and verified"),
    "unqualified": N_("Installed by somebody who was not qualified on that day"),
    "not_inspected": N_("Not inspected yet"),
    "no_client_signature": N_("The client's signature is missing"),
    "no_manager_confirmation": N_("The implementation manager's confirmation is missing"),
    "not_accepted": N_("Not accepted yet"),
    "no_bond": N_("The performance bond is not paid in"),
    "no_invoice": N_("The installer's invoice is missing"),
}
#: Precondition of a unit → the reason that it lacks.
OF_UNITS = {
    "client_signed": "no_client_signature",
    "manager_confirmed": "no_manager_confirmation",
    "inspected": "not_inspected",
    "accepted": "not_accepted",
    "bond": "no_bond",
    "invoice": "no_invoice",
}
#: What a unit may lack whatever the contract says.
ALWAYS = ("not_installed", "failed", "nonconforming", "unqualified")


def asked(preconditions: Sequence[str]) -> tuple[str, ...]:
    """Return the reasons for which a unit may have to wait: installed and not found wanting it must always be."""
    return tuple(
        reason
        for reason in REASONS
        if reason in ALWAYS or any(OF_UNITS.get(precondition) == reason for precondition in preconditions)
    )


def most_tax(gross: Decimal, percent: Decimal, currency: Currency) -> Decimal:
    """Return the most tax that an invoice over a fee may state: that of the agreed rate, else no more than the fee (LED-24).

    >>> from sanbao.money import CNY
    >>> most_tax(Decimal("1170.00"), Decimal(9), CNY)
    Decimal('105.30')
    """
    fee = max(Decimal(0), gross)
    return currency.round(fee * percent / 100) if percent else fee
