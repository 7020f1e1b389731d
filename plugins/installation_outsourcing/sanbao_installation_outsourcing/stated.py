"""A contract's version as one would state it anew: what a form offers to whoever changes or amends it (INS-17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sanbao.profiles.operations import find_version
from sanbao.schema import load
from sanbao_installation_outsourcing import clauses
from sanbao_installation_outsourcing.agreed import HEADER, newest
from sanbao_installation_outsourcing.models import Contract
from sanbao_installation_outsourcing.rules.team import function_text
from sanbao_installation_outsourcing.schemas.clauses import ClauseInput

if TYPE_CHECKING:
    from sanbao.work import Work


def stated(work: Work, contract: Contract) -> dict[str, Any]:
    """Return what the newest version says as input of the operations that write one; nothing is lost on the way."""
    terms = newest(work, contract).terms
    cap = terms.get("joint_cap_percent")
    joint = {"no_joint_cap": True} if cap is None else {"joint_cap_percent": cap}
    return {
        **{name: terms[name] for name in HEADER if name in terms},
        **joint,
        **({"service_level": terms["service_level"]["profile"]} if "service_level" in terms else {}),
        "payment": terms["payment"],
        "lots": terms["lots"],
        "team": [{**row, "function": str(function_text(row["function"]))} for row in terms.get("team", [])],
        "clauses": [_clause(work, one) for one in terms["clauses"]],
    }


def _clause(work: Work, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return a clause with its profile and only what it says otherwise; one written anew as it is."""
    own = {name: value for name, value in kept.items() if name != "version"}
    if "profile" not in kept:
        return own
    content = find_version(work, clauses.KIND, kept["profile"]).content
    usual = clauses.dumped(load(ClauseInput(), content))
    return {name: value for name, value in own.items() if name == "profile" or value != usual.get(name)}
