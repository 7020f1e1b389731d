"""What the codes of a warranty decision are called when people read them: inputs, guarantees, terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sanbao.calendar.periods import Period
from sanbao.coverage import words as core
from sanbao.coverage.facts import cause_text
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.rules.starts import EVENTS

#: The guarantees that shipped policies know; a policy may bring others, which are shown by their code.
KINDS = (
    N_("repair"),
    N_("exchange"),
    N_("return"),
    N_("use"),
    N_("maintenance"),
    N_("latent defect"),
    N_("lifetime service"),
    N_("structure"),
    N_("waterproofing"),
    N_("heating cooling"),
    N_("installation"),
    N_("accessory"),
    N_("conformity"),
    N_("delivery"),
    N_("early assembly"),
    N_("early safety"),
    N_("first season"),
    N_("override"),
    N_("three guarantees"),
)

#: The rights that arise by counting, as shipped policies call them; a policy may bring others.
RIGHTS = (
    N_("accessory exchanged twice"),
    N_("assembly replaced"),
    N_("exchanged in vain"),
    N_("main part replaced"),
    N_("no service"),
    N_("parts missing"),
    N_("repair days"),
    N_("repeat repair"),
    N_("same fault repaired"),
    N_("same serious fault"),
    N_("serious fault"),
    N_("slow repair"),
)

#: What an exchange of the unit does to its term (N-06).
EXCHANGES: Mapping[str, str] = {
    "restart": N_("the term begins anew"),
    "inherit": N_("the old term goes on"),
    "minimum": N_("the old term goes on, for a least time"),
}

#: How a term is counted (CAL-01).
CONVENTIONS: Mapping[str, str] = {
    "civil_code": N_("from the day after the start"),
    "inclusive_start": N_("from the start itself"),
}

#: What goes into the steps of this plugin, beside what the core names.
INPUTS: Mapping[str, str] = {
    **core.INPUTS,
    **{event.value: words for event, words in EVENTS.items()},
    "acceptance_failed_on": N_("Acceptance failed on"),
    "at_least": N_("At least"),
    "cause": N_("Cause"),
    "causes": N_("Causes that count"),
    "contract": N_("By contract"),
    "convention": N_("Counted"),
    "count": N_("Count"),
    "count_partial_season": N_("A part of a season counts"),
    "day": N_("Day that decides"),
    "days": N_("Days"),
    "days_in_shop": N_("Days in the shop"),
    "distance": N_("Kilometres"),
    "end_before": N_("Covered until then"),
    "evidence": N_("Proven"),
    "exchanged_on": N_("Exchanged on"),
    "exclusions": N_("Excluded causes"),
    "fault_class": N_("Class of fault"),
    "floor": N_("At least"),
    "free": N_("Free of charge"),
    "is_consumer": N_("Consumer"),
    "limit": N_("Limit"),
    "listed": N_("Listed faults"),
    "manufacturer": N_("By the manufacturer"),
    "more_than": N_("More than"),
    "on_exchange": N_("After an exchange"),
    "part": N_("Part"),
    "price_paid": N_("Price paid"),
    "price_today": N_("Price today"),
    "product_caused": N_("Caused by the product"),
    "proof": N_("Proof shown"),
    "proofs": N_("Proofs that count"),
    "rate": N_("Rate"),
    "reasons": N_("Reasons"),
    "repaired_on": N_("Repaired on"),
    "responsible": N_("Responsible"),
    "rule": N_("Rule"),
    "start": N_("Start"),
    "term": N_("Term"),
    "until": N_("Until"),
}

_UNITS = (
    ("years", N_("1 year"), N_("{count} years")),
    ("months", N_("1 month"), N_("{count} months")),
    ("weeks", N_("1 week"), N_("{count} weeks")),
    ("days", N_("1 day"), N_("{count} days")),
    ("working_days", N_("1 working day"), N_("{count} working days")),
)


def kind_label(kind: str) -> str:
    """Return the label of a guarantee: the words of its code.

    >>> kind_label("latent_defect")
    'latent defect'
    """
    return core.label(kind)


def term_text(term: Period) -> Text:
    """Return a term in words: ``1 year 6 months``."""
    counts = [(getattr(term, name), one, several) for name, one, several in _UNITS if getattr(term, name)]
    texts = [Text(one) if count == 1 else Text(several, {"count": count}) for count, one, several in counts]
    if len(texts) == 1:
        return texts[0]
    names = [f"part{position}" for position in range(len(texts))]
    return Text(" ".join(f"{{{name}}}" for name in names) or "0", dict(zip(names, texts, strict=True)))


def shown_inputs(step: Step) -> dict[str, Any]:
    """Return what a step rests on, named and written for people; the list of all answers stands elsewhere."""
    inputs = {name: given for name, given in step.inputs.items() if name != "heard"}
    return {INPUTS.get(name, core.label(name)): _shown(name, given) for name, given in inputs.items()}


def _shown(name: str, given: Any) -> Any:
    if given is None or name not in _SHOWN:
        return given
    return [_SHOWN[name](each) for each in given] if isinstance(given, list | tuple) else _SHOWN[name](given)


_SHOWN: Mapping[str, Callable[[Any], Any]] = {
    "category": lambda code: Text(core.CATEGORIES.get(code, code)),
    "cause": cause_text,
    "causes": cause_text,
    "convention": lambda code: Text(CONVENTIONS.get(code, code)),
    "exclusions": cause_text,
    "on_exchange": lambda code: Text(EXCHANGES.get(code, code)),
    "term": lambda written: term_text(Period.parse(written)),
}
