"""Certificates that end soon: noted on each, and written to whoever holds it (PTY-12)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sanbao import mail
from sanbao.i18n import N_, in_language
from sanbao_training.models import Certificate
from sanbao_training.operations.certificates import ending
from sanbao_training.rules.validity import reminder_due

if TYPE_CHECKING:
    from sanbao.work import Work

_REMINDER = N_("Certificate ends soon: {skill}, {day}")
_REMINDED = N_(
    "{name}: your certificate {number} ({skill}) is valid until {day}, that day included. "
    "Please ask your company for the next course in time."
)


def remind(work: Work) -> None:
    """Tell the holder that a certificate ends soon, once at each step of the setting: what the worker does."""
    steps = sorted(int(part) for part in work.setting("training_reminders").split(",") if part.strip())
    if not steps:
        return
    for one in ending(work, work.today, work.today + timedelta(days=steps[-1])):
        if one.valid_until is None:
            continue
        step = reminder_due(one.valid_until, steps, one.reminded_days, work.today)
        if step is not None:
            one.reminded_days = step
            work.note(one.document, operation="certificate.reminded", note=one.valid_until.isoformat())
            _write_to_holder(work, one, step)


def _write_to_holder(work: Work, one: Certificate, step: int) -> None:
    """Write to the holder in her language, where her address is known."""
    if not one.person.email:
        return
    language = "en" if one.person.language == "en" else work.company.locale
    skill = one.skill.name_en or one.skill.name if language == "en" else one.skill.name
    said = {"number": one.document.number, "skill": skill, "name": one.person.name, "day": one.valid_until}
    mail.write(
        work,
        key=f"training_certificate/{one.document_id}/{step}",
        to=one.person.email,
        subject=in_language(language, _REMINDER, **said),
        words=in_language(language, _REMINDED, **said) + "\n",
        document=one.document,
    )
