"""What the first page tells of training: what is held today, what is owed late, whose certificate ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao_admin.home.cards import Card, countable, counted, shown_count
from sanbao_training.models import Certificate, Duty

if TYPE_CHECKING:
    from sanbao.work import Work

_SOON = timedelta(days=30)


def cards(work: Work) -> Iterator[Card]:
    """Give what waits in training, as numbers that lead there."""
    kinds = ("training_session", "training_duty", "training_certificate")
    if not all(countable(work, kind) for kind in kinds):
        return
    here = Document.company_id == work.company.id
    found = counted(
        work,
        {
            "today": select(Document.id).where(
                here,
                Document.kind == "training_session",
                Document.state == "planned",
                Document.dated_on == work.today,
            ),
            "late": select(Document.id)
            .join(Duty, Duty.document_id == Document.id)
            .where(here, Document.state == "open", Duty.due_on < work.today),
            "ending": select(Document.id)
            .join(Certificate, Certificate.document_id == Document.id)
            .where(
                here,
                Document.state == "issued",
                Certificate.valid_until.between(work.today, work.today + _SOON),
            ),
        },
    )
    if found.get("today"):
        yield Card(_(N_("Sessions today")), shown_count(found["today"]), "/training/roll/")
    if found.get("late"):
        yield Card(
            _(N_("Training owed too long")),
            shown_count(found["late"]),
            "/papers/training_duty?state=open",
            look="bad",
        )
    if found.get("ending"):
        yield Card(
            _(N_("Certificates that end in 30 days")),
            shown_count(found["ending"]),
            "/training/skills/?soon_days=30&as=expiring",
            look="warn",
        )
