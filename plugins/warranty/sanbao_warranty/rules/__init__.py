"""The warranty rules (保修 / 三包规则): pure functions of plain values; no database, no clock."""

from __future__ import annotations

from sanbao.coverage.judging import decision_day, service_category
from sanbao.coverage.selection import Outcome, choose, outcome_of
from sanbao_warranty.rules.answers import answers, answers_of_all
from sanbao_warranty.rules.charges import Charge, ChargeLine, charge
from sanbao_warranty.rules.decide import decide, decide_many, remedy_due
from sanbao_warranty.rules.entitle import entitle
from sanbao_warranty.rules.facts import (
    BadFault,
    Cost,
    Exchange,
    Extension,
    Fault,
    FinalTest,
    Override,
    Repair,
    Replacement,
    Roll,
    UnitFacts,
    Upstream,
    Usage,
    Wait,
)
from sanbao_warranty.rules.final_tests import is_test_missing, test_window
from sanbao_warranty.rules.overview import End, ends, ends_many
from sanbao_warranty.rules.parts import part_cover
from sanbao_warranty.rules.requests import Entitlement, Option, Request, Shop
from sanbao_warranty.rules.starts import start_day, term_start

__all__ = [
    "BadFault",
    "Charge",
    "ChargeLine",
    "Cost",
    "End",
    "Entitlement",
    "Exchange",
    "Extension",
    "Fault",
    "FinalTest",
    "Option",
    "Outcome",
    "Override",
    "Repair",
    "Replacement",
    "Request",
    "Roll",
    "Shop",
    "UnitFacts",
    "Upstream",
    "Usage",
    "Wait",
    "answers",
    "answers_of_all",
    "charge",
    "choose",
    "decide",
    "decide_many",
    "decision_day",
    "ends",
    "ends_many",
    "entitle",
    "is_test_missing",
    "outcome_of",
    "part_cover",
    "remedy_due",
    "service_category",
    "start_day",
    "term_start",
    "test_window",
]
