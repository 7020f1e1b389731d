"""The printed training outline (TRN-01)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao_training.models import Outline
from sanbao_training.operations.outlines import topics_of
from sanbao_training.schemas.outlines import AUDIENCES

if TYPE_CHECKING:
    from sanbao.work import Work

# Said by the template through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (N_("Written by"), N_("Approved by"))


def outline_context(work: Work, outline: Outline) -> dict[str, Any]:
    """Gather what an outline shows: topics with hours, exam, the skill that it certifies (TRN-01)."""
    topics = topics_of(work, outline.document_id)
    return {
        "document": {"number": outline.document.number},
        "facts": [
            (N_("Course"), outline.name),
            (N_("Code"), f"{outline.code} / {outline.version}"),
            (N_("Audience"), Text(AUDIENCES[outline.audience])),
            (N_("Product"), outline.product.name if outline.product is not None else None),
            (N_("Certifies"), outline.skill.name if outline.skill is not None else None),
            (N_("Pass mark"), f"{outline.pass_mark.normalize():f}" if outline.has_exam else None),
            (N_("Attempts"), outline.most_attempts if outline.has_exam else None),
            (N_("Approved on"), outline.approved_on),
        ],
        "topics": [
            {
                "text": {"zh": topic.text, "en": topic.text_en or topic.text},
                "hours": f"{topic.hours.normalize():f}",
                "practice": "✓" if topic.is_practical else "",
            }
            for topic in topics
        ],
        "hours": f"{sum((topic.hours for topic in topics), start=topics[0].hours * 0).normalize():f}"
        if topics
        else "0",
        "materials": outline.materials,
    }
