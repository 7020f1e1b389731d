"""The checklist of a month end: what the core looks at, and what every plugin adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from marshmallow import ValidationError

from sanbao.closing import arithmetic, cases, goods, papers, rules
from sanbao.closing.errors import BadSetting
from sanbao.closing.facts import ClosingCheck
from sanbao.ledger.periods import Month
from sanbao.recovering import closing as recoveries
from sanbao.schema import YesNoField

if TYPE_CHECKING:
    from sanbao.work import Work

ROOMS = (cases, goods, papers, recoveries, arithmetic)


def look(work: Work, months: Sequence[Month]) -> list[ClosingCheck]:
    """Look at everything in these months, the core's own first, then the plugins in their order (LED-27)."""
    own = [check for month in months for room in ROOMS for check in room.look(work, month)]
    answered = work.hooks.ask("find_closing_obstacles", work, periods=list(months))
    found = [*own, *(check for _plugin, checks in answered for check in checks)]
    return rules.as_the_company_wants(found, _stops(work))


def _stops(work: Work) -> dict[str, bool]:
    """Return what the company itself says of a check: that it blocks, or that it does not."""
    stops = work.setting("closing_stops")
    try:
        return {code: YesNoField().deserialize(said) for code, said in stops.items()}
    except ValidationError as error:
        raise BadSetting(name="closing_stops", value=stops, known='{"closing.drafts": "yes"}') from error
