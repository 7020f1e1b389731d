"""What the reports on pieces are asked."""

from __future__ import annotations

from datetime import date

from marshmallow import ValidationError, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import ChoiceField, DayField, Input, RefField, WholeField
from sanbao_rma.kinds import LINE_FLOW

#: By what the monthly report counts (RMA-09).
GROUPS = {
    "customer": N_("Customer"),
    "product": N_("Product"),
    "fault": N_("Fault"),
    "outcome": N_("Outcome"),
}
#: Of what the cost is told.
COST_GROUPS = {
    "rma": N_("RMA"),
    "serial": N_("Serial number"),
    "fault": N_("Fault"),
    "product": N_("Product"),
    "customer": N_("Customer"),
}


class Span(Input):
    """From which day to which; left out, this month so far."""

    since = DayField()
    until = DayField()

    @validates_schema
    def forwards(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for an end that is not before the start."""
        since, until = data.get("since"), data.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            raise ValidationError(_(N_("This lies before the start.")), "until")


class MonthlyQuestion(Span):
    """Which months, counted by what."""

    by = ChoiceField(GROUPS, load_default="product")


class CostQuestion(Span):
    """What pieces cost that were received in this time, told of what."""

    by = ChoiceField(COST_GROUPS, load_default="rma")


class RunningQuestion(Input):
    """On which pieces promises run: of one parcel all of them; else those that are missed, or end within so many days."""

    rma = RefField("rma")
    party = RefField("party")
    within = WholeField(least=0, most=3650, load_default=7, metadata={"title": N_("Days ahead")})


class WaitingQuestion(Input):
    """Which pieces: those in one state, or of one customer; left out, all that somebody is waited for."""

    state = ChoiceField({state.code: state.label for state in LINE_FLOW.states if not state.is_final})
    party = RefField("party")
