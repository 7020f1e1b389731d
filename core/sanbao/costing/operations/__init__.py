"""What people do with the cost of a case: collect, take back, propose shares, approve goodwill, settle."""

from sanbao.costing.operations.cases import COST_KEEPERS, refuse_no_cost_object, unsettled
from sanbao.costing.operations.collecting import collect, take_back
from sanbao.costing.operations.goodwill import approve_goodwill, goodwill_budget, set_budget
from sanbao.costing.operations.settling import settle, settle_shares, unsettle
from sanbao.costing.operations.shares import propose, proposed_by_plugins, shares_of
from sanbao.costing.operations.sheet import cost_sheet

__all__ = [
    "COST_KEEPERS",
    "approve_goodwill",
    "collect",
    "cost_sheet",
    "goodwill_budget",
    "propose",
    "proposed_by_plugins",
    "refuse_no_cost_object",
    "set_budget",
    "settle",
    "settle_shares",
    "shares_of",
    "take_back",
    "unsettle",
    "unsettled",
]
