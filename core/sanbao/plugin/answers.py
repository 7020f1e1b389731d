"""What an answer to a question must look like, so that a wrong one is named before anybody reckons with it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from sanbao.decision import Text
from sanbao.i18n import N_

#: Question → the argument for whose members it must give one answer each.
_ONE_FOR_EACH = {
    "find_covers": "faults",
    "find_returns": "wishes",
    "find_repairs": "unit_ids",
    "describe_unit": "units",
    "describe_party": "parties",
}


def what_is_wrong(name: str, answer: Any, arguments: Mapping[str, Any]) -> Text | None:
    """Return what is wrong with a plugin's answer, or nothing when it can be used."""
    if inspect.isgenerator(answer) or isinstance(answer, str | bytes) or not isinstance(answer, Sequence | Mapping):
        return Text(N_("it answered with a {kind}, not a list"), {"kind": type(answer).__name__})
    about = _ONE_FOR_EACH.get(name)
    if about is not None and len(answer) != len(arguments[about]):
        counts = {"given": len(answer), "asked": len(arguments[about])}
        return Text(N_("it gave {given} answers where {asked} were asked for"), counts)
    return _wrong_member(name, answer, arguments)


def _wrong_member(name: str, answer: Any, arguments: Mapping[str, Any]) -> Text | None:
    wanted = _members(name)
    if wanted is None:
        return None
    nested, kind = wanted
    if name == "find_covers":  # None in place of a list: of this one I know nothing
        answer = [one for one in answer if one is not None]
    if nested and not all(isinstance(one, list | tuple) for one in answer):
        return Text(N_("its answer is not one list for each"))
    members = [member for one in answer for member in one] if nested else list(answer)
    lost = name in ("find_disqualifications", "find_work_limits") and any(
        not 0 <= one.position < len(arguments["assignments"]) for one in members if isinstance(one, kind)
    )
    if lost:
        return Text(N_("it spoke of an assignment that nobody asked about"))
    strange = next((member for member in members if not isinstance(member, kind)), None)
    if strange is None:
        return None
    kinds = {"kind": type(strange).__name__, "wanted": kind.__name__}
    return Text(N_("it answered with a {kind}, not a {wanted}"), kinds)


def _members(name: str) -> tuple[bool, type[Any]] | None:
    """Return whether a question is answered with lists in a list, and of what; imported late, for it is above."""
    if name == "find_covers":
        from sanbao.decision import Answer

        return True, Answer
    if name == "find_returns":
        from sanbao.coverage.returns import ReturnOffer

        return True, ReturnOffer
    if name == "find_repairs":
        from sanbao.coverage.repairs import Repair

        return True, Repair
    if name == "find_cost_shares":
        from sanbao.coverage.facts import CostShare

        return False, CostShare
    if name == "find_provisions":
        from sanbao.coverage.facts import ProvisionBatch

        return False, ProvisionBatch
    if name == "find_recovery_terms":
        from sanbao.recovering.facts import RecoveryTerms

        return False, RecoveryTerms
    if name in ("find_disqualifications", "find_work_limits"):
        from sanbao.competence.facts import Disqualification

        return False, Disqualification
    if name == "find_closing_obstacles":
        from sanbao.closing.facts import ClosingCheck

        return False, ClosingCheck
    if name == "find_records":
        from sanbao.searching.facts import Found

        return False, Found
    return (False, Mapping) if name in ("describe_unit", "describe_party") else None
