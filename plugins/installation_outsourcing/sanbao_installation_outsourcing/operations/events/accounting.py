"""What an event does to the books before anything is settled: the accrued cost follows units that are held back (LED-15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao_installation_outsourcing.models import InstallerEvent
from sanbao_installation_outsourcing.operations.settlements import accruing

if TYPE_CHECKING:
    from sanbao.work import Work


def follow_units(work: Work, documents: Sequence[Document]) -> None:
    """Let the accrual follow events of a unit that were verified, decided on, taken up again or voided (INS-08)."""
    ids = [document.id for document in documents if document.kind == "installer_event"]
    if ids:
        work.session.flush()
        query = select(InstallerEvent.contract_id).where(
            InstallerEvent.document_id.in_(ids), InstallerEvent.job_id.is_not(None)
        )
        accruing.follow(work, set(work.session.scalars(query)), work.today)
