"""What comes in about the persons named for a contract: who they are, and who came after whom."""

from __future__ import annotations

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import DayField, Input, RefField, TextField, YesNoField
from sanbao_installation_outsourcing.schemas.parts import Photo


class NamedPersonInput(Input):
    """Who was named for which post, and whether nobody may replace him without consent."""

    contract = RefField("installer_contract", required=True)
    post = TextField(required=True, longest=80, metadata={"title": N_("Position held")})
    function = TextField(
        longest=80,
        metadata={
            "title": N_("Function"),
            "reference": "team_function",
            "help": N_("What of the contract's team he is counted for; left out, the post."),
        },
    )
    name = TextField(required=True, longest=80, metadata={"title": N_("Person named")})
    is_key = YesNoField(load_default=False, metadata={"title": N_("Key person")})
    from_on = DayField(metadata={"title": N_("Named from")})


class ReplacementInput(Input):
    """Who comes after a named person, why, and the other side's written consent where there is one."""

    person = RefField("named_person", required=True, metadata={"title": N_("Who is replaced")})
    name = TextField(required=True, longest=80, metadata={"title": N_("Person named")})
    from_on = DayField(metadata={"title": N_("Named from")})
    reason = TextField(required=True, longest=400)
    consent_paper = fields.Nested(Photo, metadata={"title": N_("Written consent")})


class WithdrawalInput(Input):
    """Who leaves without a successor, on which last day and why, and the other side's written consent where there is one."""

    person = RefField("named_person", required=True, metadata={"title": N_("Who leaves")})
    until_on = DayField(metadata={"title": N_("Last day")})
    reason = TextField(required=True, longest=400)
    consent_paper = fields.Nested(Photo, metadata={"title": N_("Written consent")})


class TeamQuestion(Input):
    """Of which contract, and on which day."""

    contract = RefField("installer_contract", required=True)
    on = DayField()


class NamedPersonsQuestion(Input):
    """Of which contract; those who are named on a day, or all there ever were."""

    contract = RefField("installer_contract")
    on = DayField()
    former = YesNoField(load_default=True, metadata={"title": N_("Also former ones")})
