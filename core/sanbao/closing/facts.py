"""What the checklist of a month end is made of, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanbao.decision import Text


@dataclass(frozen=True, slots=True)
class ClosingCheck:
    """One thing that is looked at before a month is closed (结账检查): what was found, and what it means.

    ``details`` are rows with figures and numbers of papers. One that ``is_blocking`` keeps the month open while
    it is not ``ok``; ``may_override`` says that a second role may let it pass with a reason, and that the company
    may decide by its settings whether it blocks. What the arithmetic of the books says is neither.
    """

    code: str
    period: str
    title: Text
    ok: bool
    is_blocking: bool = True
    may_override: bool = True
    details: Sequence[Mapping[str, Any]] = ()
    rule: str = ""
