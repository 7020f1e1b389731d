"""What people do with master data and units."""

from sanbao.registry.operations.acceptance import (
    accept,
    accept_units,
    fail_acceptance,
    reach_milestone,
    unaccept,
)
from sanbao.registry.operations.corrections import correct, decisions_resting_on
from sanbao.registry.operations.exchanges import (
    exchange_part,
    move_exchanges,
    replace_part,
    take_back_exchanges,
)
from sanbao.registry.operations.keepers import MASTER, UNIT_KEEPERS
from sanbao.registry.operations.master_data import (
    create_cost_centre,
    create_host,
    create_office,
    create_party,
    create_place,
    create_product,
    create_site,
    refuse_twin,
)
from sanbao.registry.operations.milestones import DAY_OF, FAILED, has_failed, refuse_contradiction
from sanbao.registry.operations.units import (
    is_untouched,
    register,
    register_all,
    replace,
    replace_from_stock,
    search,
)

__all__ = [
    "DAY_OF",
    "FAILED",
    "MASTER",
    "UNIT_KEEPERS",
    "accept",
    "accept_units",
    "correct",
    "create_cost_centre",
    "create_host",
    "create_office",
    "create_party",
    "create_place",
    "create_product",
    "create_site",
    "decisions_resting_on",
    "exchange_part",
    "fail_acceptance",
    "has_failed",
    "is_untouched",
    "move_exchanges",
    "reach_milestone",
    "refuse_contradiction",
    "refuse_twin",
    "register",
    "register_all",
    "replace",
    "replace_from_stock",
    "replace_part",
    "search",
    "take_back_exchanges",
    "unaccept",
]
