"""Is it covered, by which promise, who pays: the core asks, plugins answer, the core chooses (W-18, CAL-11)."""

from sanbao.coverage.facts import CAUSES, CostShare, Fault, ProvisionBatch, UnitFault
from sanbao.coverage.judging import decision_day, judge, service_category
from sanbao.coverage.selection import Outcome, choose, outcome_of
from sanbao.coverage.terms import Mark, Term, Turn
from sanbao.coverage.verdicts import Verdict, verdict_of, verdict_of_answer

__all__ = [
    "CAUSES",
    "CostShare",
    "Fault",
    "Mark",
    "Outcome",
    "ProvisionBatch",
    "Term",
    "Turn",
    "UnitFault",
    "Verdict",
    "choose",
    "decision_day",
    "judge",
    "outcome_of",
    "service_category",
    "verdict_of",
    "verdict_of_answer",
]
