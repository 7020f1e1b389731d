"""The warranty rules (保修 / 三包规则): pure functions of plain values; no database, no clock."""

from __future__ import annotations

from sanbao.coverage.judging import decision_day, service_category
from sanbao.coverage.selection import Outcome, choose, outcome_of
from sanbao_warranty.rules.answers import answers
from sanbao_warranty.rules.charges import Charge, ChargeLine, charge
from sanbao_warranty.rules.decide import decide, decide_many, remedy_due
from sanbao_warranty.rules.facts import BadFault, Cost, Fault, Repair, Replacement, Roll, UnitFacts, Upstream
from sanbao_warranty.rules.overview import End, ends, ends_many
from sanbao_warranty.rules.parts import part_cover
from sanbao_warranty.rules.starts import start_day

__all__ = [
    "BadFault",
    "Charge",
    "ChargeLine",
    "Cost",
    "End",
    "Fault",
    "Outcome",
    "Repair",
    "Replacement",
    "Roll",
    "UnitFacts",
    "Upstream",
    "answers",
    "charge",
    "choose",
    "decide",
    "decide_many",
    "decision_day",
    "ends",
    "ends_many",
    "outcome_of",
    "part_cover",
    "remedy_due",
    "service_category",
    "start_day",
]
