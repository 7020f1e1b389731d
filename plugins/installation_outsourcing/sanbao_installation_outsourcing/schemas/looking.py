"""What comes in when a contract is looked at: a clause that is tried, versions that are compared."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    MomentField,
    RefField,
    WholeField,
    YesNoField,
)
from sanbao_installation_outsourcing.schemas.events import CAUSES, DECISIONS

LEAST = "0"


class TryInput(Input):
    """A clause, and what is thought to have happened; nothing of it is kept."""

    contract = RefField("installer_contract", required=True)
    clause = CodeField(required=True, metadata={"title": N_("Clause")})
    lot = CodeField(metadata={"reference": "installer_lot"})
    times = WholeField(
        least=1,
        most=1_000,
        load_default=1,
        metadata={"title": N_("How often"), "help": N_("Each time is a matter of its own.")},
    )
    units = WholeField(least=1, most=1_000_000, load_default=1, metadata={"title": N_("Units concerned")})
    due_on = DayField(metadata={"title": N_("Due on")})
    done_on = DayField(metadata={"title": N_("Done on")})
    excused_days = WholeField(least=0, most=3_650, load_default=0, metadata={"title": N_("Excused days")})
    excused_by = ChoiceField(CAUSES, load_default="client", metadata={"title": N_("By whose doing")})
    due_at = MomentField(metadata={"title": N_("Due at")})
    done_at = MomentField(metadata={"title": N_("Done at")})
    loss = AmountField(least=LEAST, metadata={"title": N_("Proven loss")})
    serious = YesNoField(load_default=False, metadata={"title": N_("Serious")})
    never_accepted = YesNoField(load_default=False, metadata={"title": N_("Never accepted")})
    decision = ChoiceField(DECISIONS, metadata={"title": N_("Decision")})
    amount = AmountField(least=LEAST, metadata={"title": N_("Reduced to")})
    with_events = YesNoField(
        load_default=False,
        metadata={
            "title": N_("Together with all events so far"),
            "help": N_("Caps that are used up already then count."),
        },
    )


class VersionsInput(Input):
    """Which contract."""

    contract = RefField("installer_contract", required=True)
