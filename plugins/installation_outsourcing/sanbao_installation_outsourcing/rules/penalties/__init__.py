"""What a contract's clauses make of what happened: pure, explained, the same for every direction (PEN-08)."""

from __future__ import annotations

from sanbao_installation_outsourcing.rules.penalties.evaluating import Drawn, assess, evaluate, judge
from sanbao_installation_outsourcing.rules.penalties.facts import (
    Amounts,
    Happening,
    LotAmounts,
    Ruling,
    Wait,
    happening_from_json,
    happening_to_json,
)
from sanbao_installation_outsourcing.rules.penalties.results import Assessment, Item
from sanbao_installation_outsourcing.rules.penalties.terms import Cap, Clause, Grace, JointCap, Rounding, Tier

__all__ = [
    "Amounts",
    "Assessment",
    "Cap",
    "Clause",
    "Drawn",
    "Grace",
    "Happening",
    "Item",
    "JointCap",
    "LotAmounts",
    "Rounding",
    "Ruling",
    "Tier",
    "Wait",
    "assess",
    "evaluate",
    "happening_from_json",
    "happening_to_json",
    "judge",
]
