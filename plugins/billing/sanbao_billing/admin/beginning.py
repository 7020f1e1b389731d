"""What forms of the billing plugin begin with, because their paper says it now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao_admin.acting.opening import written
from sanbao_billing.models import DueDay

if TYPE_CHECKING:
    from sanbao.work import Work


def filled(work: Work, operation: str, record: Any) -> Sequence[dict[str, Any]]:
    """Return what stands in a form: the day that was agreed on before."""
    if operation != "due.change" or not isinstance(record, Document):
        return []
    agreed = work.session.get(DueDay, record.id)
    return [written(due_on=agreed.due_on)] if agreed is not None else []
