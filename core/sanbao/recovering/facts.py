"""What a supplier's terms say about claiming its share, as plain values (LED-14, PTY-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RecoveryTerms:
    """How a supplier's share of a case is claimed (供方索赔条款): by when, with what proof, when it answers, how it pays."""

    document_id: int
    supplier_id: int
    file_due_on: date | None = None
    answer_days: int | None = None
    evidence: tuple[str, ...] = ()
    settled_by: str | None = None
