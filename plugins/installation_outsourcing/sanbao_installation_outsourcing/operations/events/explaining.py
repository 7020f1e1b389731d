"""Why an event costs what it costs: each clause with every step of its reckoning, and what a court may say (PEN-08, CAL-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanbao.operation import question
from sanbao_installation_outsourcing import happened
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import InstallerEvent
from sanbao_installation_outsourcing.operations.events.answering import contract_of
from sanbao_installation_outsourcing.questions import shown_item
from sanbao_installation_outsourcing.rules.penalties.warning import concerning
from sanbao_installation_outsourcing.schemas.events import EventQuestion

if TYPE_CHECKING:
    from sanbao.work import Work


@question("installer_event.why", schema=EventQuestion, roles=EVERYBODY)
def why(work: Work, *, event: InstallerEvent) -> dict[str, Any]:
    """Return what the clauses make of an event today, step by step, and the warning that a court may cut it (INS-09)."""
    key = happened.key_of(event)
    assessment = happened.reckon(work, contract_of(work, event), work.today).assessment
    return {
        "event": key,
        "until_on": work.today,
        "items": [shown_item(item) for item in assessment.of(key)],
        "warnings": [str(text) for text in concerning(assessment, key)],
    }
