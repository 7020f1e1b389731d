"""What comes in about certificates and licences."""

from __future__ import annotations

from sanbao.documents.schemas import BytesField
from sanbao.i18n import N_
from sanbao.schema import CodeField, DayField, Input, ListField, RefField, TextField, WholeField
from sanbao_training.schemas.common import Reason


class LicenceInput(Input):
    """A licence that another office issued, with a scan of it (PTY-12)."""

    person = RefField("training_person", required=True)
    skill = RefField("training_skill", required=True)
    issuer = TextField(required=True, longest=120)
    licence_no = CodeField(required=True)
    issued_on = DayField(required=True)
    valid_until = DayField()
    scan_name = TextField(required=True, longest=200)
    scan = BytesField(required=True)


class RevokeInput(Reason):
    """Why a certificate counts no more, and from which day; left out, from today."""

    void_from = DayField()


class CodeQuestion(Input):
    """The verification code as it stands on the paper."""

    code = CodeField(required=True)


class ExpiringQuestion(Input):
    """Within how many days from when."""

    within_days = WholeField(least=0, most=3660, load_default=90)
    on = DayField()
    party = RefField("party")


class ValidQuestion(Input):
    """Who is qualified on a day, for which skills; left out, all."""

    on = DayField()
    skills = ListField(RefField("training_skill"), load_default=list)
    party = RefField("party")


class PeriodQuestion(Input):
    """From which day to which."""

    start = DayField(required=True)
    end = DayField(required=True)


class EffectQuestion(Input):
    """Which course or session, and how many days before and after are compared."""

    outline = CodeField(metadata={"title": N_("Training outline")})
    sessions = ListField(RefField("training_session"), load_default=list)
    days = WholeField(least=1, most=1830, load_default=90)
