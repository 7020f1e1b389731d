"""What comes in about outlines."""

from __future__ import annotations

from decimal import Decimal

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    Input,
    ListField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_training.schemas.common import PercentField

AUDIENCES = {
    "customer": N_("Customer"),
    "staff": N_("Staff"),
    "installer": N_("Installer"),
    "supplier": N_("Supplier"),
    "all": N_("Everybody"),
}


class TopicInput(Input):
    """One topic with its hours."""

    text = TextField(required=True, longest=400)
    text_en = TextField(longest=400)
    hours = AmountField(places=1, least="0.5", load_default=Decimal(1))
    is_practical = YesNoField(load_default=False)


class QuestionInput(Input):
    """A question of the exam: its choices, the letters of the right ones, its points."""

    text = TextField(required=True, longest=1000)
    choices = ListField(TextField(longest=400), load_default=list)
    answer = CodeField(required=True, longest=40)
    points = AmountField(places=1, least="0.5", load_default=Decimal(10))


class OutlineContent(Input):
    """What an outline says; left out, it stays as it is, and null empties a field."""

    name = TextField(longest=120)
    name_en = TextField(longest=120, allow_none=True)
    audience = ChoiceField(AUDIENCES)
    product = RefField("product", allow_none=True)
    skill = RefField("training_skill", allow_none=True)
    pass_mark = PercentField()
    most_attempts = WholeField(least=1, most=20)
    valid_months = WholeField(least=1, most=600, allow_none=True)
    has_exam = YesNoField()
    materials = TextField(allow_none=True)
    topics = fields.List(fields.Nested(TopicInput))
    questions = fields.List(fields.Nested(QuestionInput))


class OutlineInput(OutlineContent):
    """A new outline; the pass mark is 60 where nothing is said (TRN-10)."""

    code = CodeField(required=True, longest=40)
    name = TextField(required=True, longest=120)
    audience = ChoiceField(AUDIENCES, load_default="all")
    pass_mark = PercentField(load_default=Decimal(60))
    most_attempts = WholeField(least=1, most=20, load_default=3)
    has_exam = YesNoField(load_default=True)
