"""What forms of the training plugin begin with, because their paper says it now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sanbao_admin.acting.opening import written
from sanbao_training.models import Duty, Outline, Topic
from sanbao_training.operations.outlines import topics_of

if TYPE_CHECKING:
    from sanbao.work import Work


def filled(work: Work, operation: str, record: Any) -> Sequence[dict[str, Any]]:
    """Return what stands in a form: the topics and the exam of a draft, the day that is to be moved."""
    if operation == "training_outline.change" and isinstance(record, Outline):
        topics = [_topic(one) for one in topics_of(work, record.document_id)]
        return [{"topics": topics, "questions": [_question(one) for one in record.questions]}]
    if operation == "training_duty.move" and isinstance(record, Duty):
        return [written(due_on=record.due_on)]
    return []


def _topic(topic: Topic) -> dict[str, Any]:
    return written(text=topic.text, text_en=topic.text_en, hours=topic.hours, is_practical=topic.is_practical)


def _question(question: dict[str, Any]) -> dict[str, Any]:
    """Return a question as it is typed: its choices in one field, a comma between them."""
    return written(**{**question, "choices": "\n".join(question["choices"])})
