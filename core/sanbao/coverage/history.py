"""Which repairs units went through: plugins that repair tell, those that judge terms and rights ask (N-03…N-05)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from sanbao.coverage.repairs import Repair
from sanbao.coverage.visits import one_stay

if TYPE_CHECKING:
    from sanbao.work import Work

#: Returns the repairs of units by their ids.
ReadRepairs = Callable[[Sequence[int]], Mapping[int, Sequence[Repair]]]


def repairs_of(work: Work, unit_ids: Sequence[int]) -> dict[int, list[Repair]]:
    """Ask every plugin which repairs these units went through, however many units in one call (N-04, RMA-13)."""
    ids = list(dict.fromkeys(unit_ids))
    found: dict[int, list[Repair]] = {key: [] for key in ids}
    for _plugin, answers in work.hooks.ask("find_repairs", work, unit_ids=ids) if ids else ():
        for key, repairs in zip(ids, answers, strict=True):
            found[key] += one_stay(found[key], repairs)
    return found
