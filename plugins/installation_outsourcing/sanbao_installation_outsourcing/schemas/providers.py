"""What comes in about kinds of providers: what each may do, and which firm is of which kind from when (PTY-07)."""

from __future__ import annotations

from marshmallow import fields, validate

from sanbao.i18n import N_
from sanbao.schema import (
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    Message,
    RefField,
    TextField,
    WholeField,
)
from sanbao_installation_outsourcing.rules.providers import SETTLEMENTS, WORKS


class ProviderKindInput(Input):
    """A kind of provider as a profile."""

    code = CodeField(required=True)
    version = WholeField(least=1)
    names = fields.Dict(keys=fields.String(), values=fields.String())
    source = TextField()
    works = ListField(ChoiceField(WORKS), required=True)
    settlement = ChoiceField(SETTLEMENTS, required=True)


class Classification(Input):
    """Which firms are of which kind, from which day; what own branches cost falls on their cost centre."""

    parties = ListField(
        RefField("party"),
        required=True,
        validate=validate.Length(min=1, error=Message(N_("Please name at least one firm."))),
        metadata={"title": N_("Firms")},
    )
    kind = CodeField(
        required=True,
        metadata={
            "title": N_("Kind of provider"),
            "reference": "provider_kind",
            "help": N_(
                "PK-004-OWN, PK-004-SHOP, PK-004-TENDER, PK-004-MAKER, PK-004-LOCAL, or one of your own."
            ),
        },
    )
    from_on = DayField(metadata={"title": N_("Of this kind from")})
    cost_centre = RefField("cost_centre")
    reason = TextField(longest=400)


class ProvidersQuestion(Input):
    """Of which kind they are on which day; one firm, or all that were classified."""

    party = RefField("party")
    on = DayField()
