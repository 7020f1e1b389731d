"""What codes are called where people read them; programs get the codes themselves (``--json``)."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sanbao.coverage.facts import CAUSES
from sanbao.coverage.verdicts import WORDS as VERDICTS
from sanbao.coverage.verdicts import Verdict
from sanbao.coverage.words import CATEGORIES, REMEDIES
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry

#: What one of several answers to a question of coverage says (CAL-11).
OUTCOMES = {
    "covered": N_("covered"),
    "excluded": N_("the cause is excluded"),
    "term_not_stated": N_("the term is not stated"),
    "start_missing": N_("the start is missing"),
    "ended": N_("the term has ended"),
    "not_started": N_("the term has not begun"),
    "not_listed": N_("the fault is not listed"),
    "other_part": N_("about another part"),
    "lifetime_service": N_("paid service for life"),
}
#: Where a promise comes from (W-18).
SOURCES = {
    "policy": N_("warranty policy"),
    "part": N_("guarantee of a new part"),
    "repair": N_("guarantee of a repair"),
    "extension": N_("extended warranty"),
    "supplier": N_("the supplier's promise"),
    "statutory": N_("law"),
    "service_contract": N_("service contract"),
}
BEARERS = {
    "contract": N_("Sales contract"),
    "customer": N_("Customer"),
    "department": N_("Own department"),
    "goodwill": N_("Goodwill"),
    "installer": N_("Installer"),
    "provision": N_("Warranty provision"),
    "self": N_("We ourselves"),
    "supplier": N_("Supplier"),
}
#: Which way money went (收付方向).
DIRECTIONS = {"in": N_("money received"), "out": N_("money paid")}
#: What is paid for: as the policies call it, and as a case collects it (W-08, LED-04).
COSTS = {
    "freight": N_("Freight"),
    "install": N_("Installation work"),
    "labour": N_("Labour"),
    "lodging": N_("Lodging"),
    "material": N_("Material"),
    "other": N_("Other cost"),
    "outside": N_("Outside work"),
    "parts": N_("Parts"),
    "travel": N_("Travel"),
}
STATES = {
    "available": N_("available"),
    "disabled": N_("switched off"),
    "enabled": N_("switched on"),
    "in_use": N_("in use"),
    "in_stock": N_("in stock"),
    "installed": N_("installed"),
    "purged": N_("deleted for good"),
    "scrapped": N_("scrapped"),
    "waiting": N_("waiting"),
}
EVENTS = {
    "accepted": N_("Accepted"),
    "commissioned": N_("Commissioned"),
    "delivered": N_("Delivered"),
    "ex_factory": N_("Left the factory"),
    "handed_over": N_("Handed over"),
    "installed": N_("Installed"),
    "invoiced": N_("Invoiced"),
    "sold": N_("Sold"),
}
#: Books of others to which vouchers are handed over (LED-28).
LAYOUTS = {"generic": N_("Any other program"), "kingdee": N_("Kingdee"), "yonyou": N_("Yonyou")}
CONVENTIONS = {
    "civil_code": N_("from the day after the start"),
    "inclusive_start": N_("from the start itself"),
}
#: Which fields hold codes, and their words.
WORDS: Mapping[str, Mapping[str, str]] = {
    "bearer": BEARERS,
    "category": CATEGORIES,
    "cause": CAUSES,
    "causes": CAUSES,
    "charge_rates": COSTS,
    "choice": REMEDIES,
    "convention": CONVENTIONS,
    "direction": DIRECTIONS,
    "exclusions": CAUSES,
    "flags": OUTCOMES,
    "from": STATES,
    "guarantee": {},
    "kind": {},
    "layout": LAYOUTS,
    "operation": EVENTS,
    "remedies": REMEDIES,
    "remedy": REMEDIES,
    "right": {},
    "says": OUTCOMES,
    "source": SOURCES,
    "state": STATES,
    "status": STATES,
    "target": STATES,
    "to": STATES,
    "type": COSTS,
    "verdict": {verdict.value: word for verdict, word in VERDICTS.items()},
}
#: Codes that a plugin made up, and has words for in its catalogue.
_SPOKEN = frozenset({"guarantee", "kind", "right"})
#: What the plugins of the open company call their kinds of papers, their states and their costs.
company_words: ContextVar[Mapping[str, Mapping[str, str]]] = ContextVar("sanbao_company_words", default=MappingProxyType({}))


def words_of(registry: Registry) -> dict[str, dict[str, str]]:
    """Return what this company's plugins call their codes; a state that two papers call differently stays a code."""
    states: dict[str, set[str]] = {}
    for kind in registry.kinds.values():
        for code in kind.flow.codes:
            states.setdefault(code, set()).add(kind.flow.state(code).label)
    for away in registry.away.values():
        for code, label in away.states.items():
            states.setdefault(code, set()).add(label)
    agreed = {code: labels.pop() for code, labels in states.items() if len(labels) == 1}
    kinds = {name: away.title for name, away in registry.away.items()}
    kinds |= {name: kind.title for name, kind in registry.kinds.items()}
    costs = {code: cost.title for code, cost in registry.cost_types.items()}
    return {"state": agreed, "from": agreed, "to": agreed, "kind": kinds, "type": costs}


def worded(field: str, value: Any) -> Any:
    """Return a field's value in words where it is a code that somebody has words for.

    >>> worded("status", "in_use")
    'in use'
    """
    if field == "covered" and value is None:
        return _(VERDICTS[Verdict.NOT_CHECKED])
    if field not in WORDS:
        return value
    if isinstance(value, list):
        return [worded(field, item) for item in value]
    if isinstance(value, Mapping):
        return {worded(field, name): item for name, item in value.items()}
    return _word(field, value) if isinstance(value, str) and value else value


def _word(field: str, code: str) -> str:
    own = company_words.get().get(field, {})
    known = own.get(code) or WORDS[field].get(code)
    if known is not None:
        return _(known)
    spoken = code.replace("_", " ")
    # A plugin's catalogue may know a code that the core does not: kinds of guarantees, for one.
    return _(spoken) if field in _SPOKEN or _(spoken) != spoken else code
