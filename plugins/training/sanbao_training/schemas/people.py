"""What comes in about people, skills and the role matrix."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.schema import (
    ChoiceField,
    CodeField,
    DayField,
    EmailField,
    Input,
    ListField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_training.schemas.common import LANGUAGES, PARTY_ROLES


class PersonInput(Input):
    """Somebody who learns or teaches."""

    code = CodeField(required=True, metadata={"help": N_("A short code that is unique, for example P001.")})
    name = TextField(required=True, longest=80)
    name_en = TextField(longest=80)
    party = RefField("party")
    identity = CodeField(
        longest=40, metadata={"help": N_("The end of an identity card or passport number is enough.")}
    )
    phone = CodeField()
    email = EmailField()
    language = ChoiceField(LANGUAGES, load_default="zh")
    jobs = ListField(
        CodeField(), load_default=list, metadata={"help": N_("Kinds of work, such as installation.")}
    )
    is_trainer = YesNoField(load_default=False)


class PersonChange(Input):
    """What of a person changes; only what is given, and null empties a field."""

    name = TextField(longest=80)
    name_en = TextField(longest=80, allow_none=True)
    party = RefField("party", allow_none=True)
    identity = CodeField(longest=40, allow_none=True)
    phone = CodeField(allow_none=True)
    email = EmailField(allow_none=True)
    language = ChoiceField(LANGUAGES)
    jobs = ListField(CodeField(), allow_none=True)
    is_trainer = YesNoField()
    is_active = YesNoField()


class SkillInput(Input):
    """A skill, or a licence of another office."""

    code = CodeField(required=True)
    name = TextField(required=True, longest=80)
    name_en = TextField(longest=80)
    valid_months = WholeField(least=1, most=600)
    is_licence = YesNoField(load_default=False)


class RequiredSkillInput(Input):
    """Which skills a kind of work needs, from a day on; of installers alone, or of everybody."""

    kind_of_work = CodeField(required=True)
    skills = ListField(RefField("training_skill"), required=True)
    party_role = ChoiceField(PARTY_ROLES)
    valid_from = DayField(required=True)
    valid_until = DayField()


class RequirementEnd(Input):
    """Which skill a kind of work needs no longer, and the last day."""

    kind_of_work = CodeField(required=True)
    skill = RefField("training_skill", required=True)
    valid_until = DayField(required=True)


class MatrixQuestion(Input):
    """Whose skills, on which day; which certificates end soon."""

    party = RefField("party")
    party_role = ChoiceField(PARTY_ROLES, metadata={"title": N_("Kind of party")})
    kind_of_work = CodeField()
    on = DayField()
    soon_days = WholeField(
        least=0, most=3650, load_default=90, metadata={"title": N_("Ends soon means within days")}
    )
