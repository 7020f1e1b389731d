"""What people ask about jobs: a page of them, who could do them, how they come on, and the quota."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from sanbao.i18n import N_
from sanbao.schema import CodeField, DayField, Input, Message, RefField, WholeField


class JobsQuestion(Input):
    """Which jobs are wanted, a page at a time."""

    contract = RefField("installer_contract")
    order = RefField("installation_order")
    centre = RefField("office")
    state = CodeField()
    on = DayField()
    vehicle = CodeField(metadata={"reference": "installation_vehicle"})
    after = WholeField(load_default=0)
    limit = WholeField(least=1, most=1_000, load_default=100)


class CandidatesQuestion(Input):
    """Who could do a centre's work on a day."""

    on = DayField()
    centre = RefField("office")


class ProgressQuestion(Input):
    """Of which contract or centre, over which days."""

    contract = RefField("installer_contract")
    centre = RefField("office")
    start = DayField()
    end = DayField()


class WorkQuestion(ProgressQuestion):
    """Of which contract, lot, centre or installer, over which days."""

    lot = CodeField(metadata={"reference": "installer_lot"})
    party = RefField("party", metadata={"title": N_("Installing firm")})

    @validates_schema
    def lot_of_something(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """A lot is one of a contract."""
        if "lot" in data and "contract" not in data:
            raise ValidationError(
                str(Message(N_("Please name the contract of the lot.")).format()), "contract"
            )


class QuotaQuestion(Input):
    """Whose quota, over which days."""

    contract = RefField("installer_contract", required=True)
    lot = CodeField(metadata={"reference": "installer_lot"})
    start = DayField()
    end = DayField()
