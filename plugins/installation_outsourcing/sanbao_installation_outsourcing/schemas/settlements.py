"""What comes in about statements, bonds, retention and accounts."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)

LEAST = "0.0001"


class RequestInput(Input):
    """Up to which day units and events are settled."""

    contract = RefField("installer_contract", required=True)
    until_on = DayField(metadata={"title": N_("Settled up to")})


class RunInput(Input):
    """Up to which day all contracts are settled, how many at a time, and whether a finished run is looked through again."""

    until_on = DayField(metadata={"title": N_("Settled up to")})
    limit = WholeField(
        least=1,
        most=10_000,
        metadata={"help": N_("So many contracts at a time; left out, all of them.")},
    )
    again = YesNoField(
        load_default=False,
        metadata={"help": N_("Look through all contracts again for what has come since.")},
    )


class RunsInput(Input):
    """Of which day, or of all."""

    until_on = DayField(metadata={"title": N_("Settled up to")})


class PreviewInput(Input):
    """Which contract, up to which day, and how many of the units that wait are listed."""

    contract = RefField("installer_contract", required=True)
    until_on = DayField(metadata={"title": N_("Settled up to")})
    limit = WholeField(most=10_000, load_default=200)


class ApproveInput(Input):
    """Whether what waits for a decision is left frozen."""

    freeze = YesNoField(load_default=False)


class InvoiceInput(Input):
    """His invoice over a statement."""

    invoice_no = CodeField(required=True)
    special = YesNoField(load_default=True)
    tax = AmountField(least="0")
    on = DayField()


class SignStatementInput(Input):
    """Who signed a statement for which side."""

    side = ChoiceField(
        {"ours": N_("Our side"), "theirs": N_("Their side")},
        required=True,
        metadata={"title": N_("Signing side")},
    )
    signer = TextField(longest=80, required=True)
    on = DayField()


class CancelInput(Input):
    """Why a statement is taken back, and from which day on."""

    reason = TextField(longest=200, required=True)
    on = DayField()


class ReleaseInput(Input):
    """How much of the retention is paid out, and why earlier than agreed."""

    amount = AmountField(least=LEAST)
    reason = TextField(longest=200)
    on = DayField()


class AdvanceInput(Input):
    """What we paid for damage that the installer has to bear."""

    amount = AmountField(least=LEAST, required=True)
    account = ChoiceField({"BANK": N_("Bank"), "OTHER_PAYABLE": N_("Other payable")}, load_default="BANK")
    reason = TextField(longest=200, required=True)
    event = RefField(
        "installer_event",
        metadata={"help": N_("What it was paid for: no statement claims that a second time.")},
    )
    on = DayField()


class OwedInput(Input):
    """How a penalty that we owe is taken: from what the customer owes us, or paid separately."""

    against = ChoiceField(
        {"AR": N_("Deducted by the customer"), "OTHER_PAYABLE": N_("Paid separately")}, load_default="AR"
    )
    on = DayField()


class BondInput(Input):
    """A performance bond as it is paid."""

    party = RefField("party", required=True)
    contract = RefField("installer_contract")
    direction = ChoiceField({"paid": N_("Paid by us"), "held": N_("Held by us")}, required=True)
    amount = AmountField(least=LEAST, required=True)
    release_on = DayField()
    on = DayField()


class BondDeductInput(Input):
    """What is taken from a bond, why, and which department bears it."""

    amount = AmountField(least=LEAST, required=True)
    reason = TextField(longest=200, required=True)
    cost_centre = RefField("cost_centre")
    on = DayField()


class BondReturnInput(Input):
    """What goes back; left out, all that is left."""

    amount = AmountField(least=LEAST)
    reason = TextField(longest=200, load_default="")
    on = DayField()


class BankInput(Input):
    """Where an installer's money shall go."""

    party = RefField("party", required=True)
    bank_name = TextField(longest=80, required=True)
    bank_account = CodeField(required=True)
    reason = TextField(longest=200, required=True)


class BankAnswerInput(Input):
    """Whether a second person confirms the account."""

    party = RefField("party", required=True)
    bank_account = CodeField(
        metadata={
            "title": N_("Account, read anew"),
            "help": N_(
                "To confirm, type the account from the installer's own paper; it has to be the one written down."
            ),
        }
    )
    confirm = YesNoField(load_default=True)


class BanksInput(Input):
    """Whose accounts, and whether only those that wait for a second person."""

    party = RefField("party")
    only_waiting = YesNoField(load_default=False, metadata={"title": N_("Only what waits")})


class ContractDayInput(Input):
    """A contract, and the day as of which it is looked at."""

    contract = RefField("installer_contract", required=True)
    on = DayField()


class TraceInput(Input):
    """A statement."""

    settlement = RefField("installer_settlement", required=True)
