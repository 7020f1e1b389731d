"""Which units may be paid, and what the others lack (INS-02, INS-08)."""

from __future__ import annotations

from collections.abc import Sequence

from sanbao.i18n import N_

#: What a unit lacks → how people say it; in the order in which a unit meets them.
REASONS = {
    "not_installed": N_("Not installed yet"),
    "failed": N_("Did not pass the inspection"),
    "not_inspected": N_("Not inspected yet"),
    "no_client_signature": N_("The client's signature is missing"),
    "no_manager_confirmation": N_("The implementation manager's confirmation is missing"),
    "not_accepted": N_("Not accepted yet"),
}
#: Precondition of a unit → the reason that it lacks.
OF_UNITS = {
    "client_signed": "no_client_signature",
    "manager_confirmed": "no_manager_confirmation",
    "inspected": "not_inspected",
    "accepted": "not_accepted",
}


def asked(preconditions: Sequence[str]) -> tuple[str, ...]:
    """Return the reasons for which a unit may have to wait: installed and not failed it must always be."""
    return tuple(
        reason
        for reason in REASONS
        if reason in ("not_installed", "failed")
        or any(OF_UNITS.get(precondition) == reason for precondition in preconditions)
    )
