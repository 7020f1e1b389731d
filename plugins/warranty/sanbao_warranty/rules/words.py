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
)

#: How a term is counted (CAL-01).
CONVENTIONS: Mapping[str, str] = {
    "civil_code": N_("from the day after the start"),
    "inclusive_start": N_("from the start itself"),
}

#: What goes into the steps of this plugin, beside what the core names.
INPUTS: Mapping[str, str] = {
    **core.INPUTS,
    **{event.value: words for event, words in EVENTS.items()},
    "cause": N_("Cause"),
    "causes": N_("Causes that count"),
    "contract": N_("By contract"),
    "convention": N_("Counted"),
    "day": N_("Day that decides"),
    "end_before": N_("Covered until then"),
    "evidence": N_("Proven"),
    "exclusions": N_("Excluded causes"),
    "fault_class": N_("Class of fault"),
    "floor": N_("At least"),
    "free": N_("Free of charge"),
    "listed": N_("Listed faults"),
    "manufacturer": N_("By the manufacturer"),
    "part": N_("Part"),
    "product_caused": N_("Caused by the product"),
    "repaired_on": N_("Repaired on"),
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
    "term": lambda written: term_text(Period.parse(written)),
}
