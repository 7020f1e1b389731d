"""What comes in when somebody is enrolled by name."""

from __future__ import annotations

from sanbao.schema import ChoiceField, CodeField, EmailField, Input, ListField, RefField, TextField
from sanbao_training.schemas.common import LANGUAGES


class EnrolByName(Input):
    """One name of a list, with what tells two people apart."""

    name = TextField(required=True, longest=80)
    name_en = TextField(longest=80)
    party = RefField("party")
    identity = CodeField(longest=40)
    phone = CodeField()
    email = EmailField()
    language = ChoiceField(LANGUAGES)
    jobs = ListField(CodeField())
