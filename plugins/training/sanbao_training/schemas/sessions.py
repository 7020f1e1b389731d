"""What comes in about sessions: when, where, who, what came of it."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import (
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    MomentField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_training.schemas.common import LANGUAGES, PAYERS, PLACES, Reason, ScoreField


class SlotInput(Input):
    """One stretch of time."""

    starts_at = MomentField(required=True)
    ends_at = MomentField(required=True)

    @validates_schema
    def in_order(self, data: dict[str, object], **_kwargs: object) -> None:
        """Refuse an end before the beginning."""
        if "starts_at" in data and "ends_at" in data and data["ends_at"] <= data["starts_at"]:  # type: ignore[operator]
            raise ValidationError(_(N_("The end must lie after the beginning.")), "ends_at")


class Times(Input):
    """When a session takes place, in one stretch or several."""

    starts_at = MomentField()
    ends_at = MomentField()
    slots = fields.List(fields.Nested(SlotInput), load_default=list)
    accept_conflict = YesNoField(load_default=False)

    @validates_schema
    def some_time(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for one stretch, or for a list of them that do not overlap."""
        slots: list[dict[str, object]] = data.get("slots") or []  # type: ignore[assignment]
        given = [name for name in ("starts_at", "ends_at") if name in data]
        if bool(slots) == bool(given) or len(given) == 1:
            raise ValidationError(
                _(N_("Please say when it begins and ends, or list several stretches.")), "starts_at"
            )
        if given and data["ends_at"] <= data["starts_at"]:  # type: ignore[operator]
            raise ValidationError(_(N_("The end must lie after the beginning.")), "ends_at")
        ordered = sorted(slots, key=lambda slot: slot["starts_at"])  # type: ignore[arg-type,return-value]
        for first, second in zip(ordered, ordered[1:], strict=False):
            if second["starts_at"] < first["ends_at"]:  # type: ignore[operator]
                raise ValidationError(_(N_("Two of these stretches overlap.")), "slots")


class SessionInput(Times):
    """A session: what is taught by whom, where and when, for how many, at whose cost."""

    outline = CodeField(required=True)
    trainer = RefField("training_person", required=True)
    place = ChoiceField(PLACES, load_default="company")
    room = CodeField()
    site = RefField("site")
    address = TextField(longest=400)
    language = ChoiceField(LANGUAGES, load_default="zh")
    materials = TextField()
    capacity = WholeField(least=1, most=100000)
    planned_heads = WholeField(least=1, most=100000, load_default=1)
    payer = ChoiceField(PAYERS)
    payer_party = RefField("party")
    is_free = YesNoField()
    party = RefField("party")
    duty = RefField("training_duty")

    @validates_schema
    def known_place(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for the site where it is at a customer's, and who pays where somebody else does."""
        problems = {}
        if data.get("place") == "customer" and not {"site", "address", "duty"} & set(data):
            problems["site"] = [_(N_("Please name the customer's site, or give the address."))]
        if data.get("payer") in ("installer", "supplier") and "payer_party" not in data:
            problems["payer_party"] = [_(N_("Please name the supplier or installer."))]
        if problems:
            raise ValidationError(problems)


class PostponeInput(Times, Reason):
    """Other times, and why."""


class SubstituteInput(Reason):
    """Who teaches instead, and why."""

    trainer = RefField("training_person", required=True)
    accept_conflict = YesNoField(load_default=False)


class PeopleInput(Input):
    """Which people, by their codes."""

    people = ListField(RefField("training_person"), required=True)


class AttendanceInput(Input):
    """Who came and who did not."""

    present = ListField(RefField("training_person"), load_default=list)
    absent = ListField(RefField("training_person"), load_default=list)

    @validates_schema
    def once(self, data: dict[str, list[object]], **_kwargs: object) -> None:
        """Refuse somebody who is said to be both."""
        if set(map(id, data.get("present", ()))) & set(map(id, data.get("absent", ()))):
            raise ValidationError(_(N_("Somebody is named as present and as absent.")), "absent")


class SignInInput(Input):
    """Who signs in herself: her code, or the end of her identity or phone number."""

    person = CodeField(required=True)


class HoldInput(Input):
    """On which day it was held."""

    held_on = DayField()


class ResultInput(Input):
    """One person's score, such as 91 or 45/50."""

    person = RefField("training_person", required=True)
    score = ScoreField(required=True)


class GradeInput(Input):
    """The results of an exam."""

    results = fields.List(fields.Nested(ResultInput), required=True)
    examined_on = DayField()


class AnswerInput(Input):
    """The letters that somebody chose for a question."""

    position = WholeField(least=1, required=True)
    answer = CodeField(required=True, longest=40)


class ExamInput(Input):
    """One person's answers to the questions of the outline."""

    person = RefField("training_person", required=True)
    answers = fields.List(fields.Nested(AnswerInput), required=True)
    examined_on = DayField()


class CorrectionInput(Reason):
    """The right score of somebody, and why the recorded one is wrong."""

    person = RefField("training_person", required=True)
    score = ScoreField(required=True)


class FeedbackInput(Input):
    """What somebody who was there thought of it, from 1 to 5."""

    person = RefField("training_person", required=True)
    content = WholeField(least=1, most=5, required=True)
    trainer = WholeField(least=1, most=5, required=True)
    organisation = WholeField(least=1, most=5, required=True)
    words = TextField(longest=1000)


class SessionsQuestion(Input):
    """Between which days, of whom."""

    start = DayField(required=True)
    end = DayField(required=True)
    trainer = RefField("training_person")
