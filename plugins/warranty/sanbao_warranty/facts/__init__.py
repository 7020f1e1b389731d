"""What the rules need to know of units, read for one or for thousands in the same few queries."""

from __future__ import annotations

from sanbao_warranty.facts.cases import Case, calendar_of, cases, cases_anew, cases_of, roller
from sanbao_warranty.facts.promises import policy_of

__all__ = ["Case", "calendar_of", "cases", "cases_anew", "cases_of", "policy_of", "roller"]
