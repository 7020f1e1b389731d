"""What is promised on the pieces of a parcel, on its page: until when, kept or not, what right came of it (N-05, CAL-12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sanbao.i18n import N_, _
from sanbao_admin.papers.panels import Panel

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

#: How a promise looks by how it stands; what is not named looks like nothing special.
_TONES: Mapping[str, str] = {"missed": "bad", "reached": "bad", "due": "warn", "soon": "warn", "kept": "good"}


def promised(work: Work, document: Document) -> list[Panel]:
    """Return the promises that run, or ran, on the pieces of a parcel."""
    if document.kind != "rma" or not work.access.may("rma.running"):
        return []
    rows = work.ask("rma.running", {"rma": document.number})["rows"]
    rows.sort(key=lambda row: row["position"])
    told = {"rows": [row | {"tone": _TONES.get(row["stands"], "")} for row in rows]}
    return [Panel(_(N_("What is promised")), told, "sanbao_rma/promises.html")] if rows else []
