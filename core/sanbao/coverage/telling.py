"""A decision as a person reads it: covered or not, which promise, until when, what may be demanded, who pays."""

from __future__ import annotations

from sanbao.codes import worded
from sanbao.coverage.verdicts import mark, verdict_of_answer
from sanbao.decision import Answer, Decision, Step
from sanbao.i18n import N_, _


def rows(decision: Decision) -> list[tuple[str, str]]:
    """Return what is known of a decision, named; what is empty is left out."""
    chosen = decision.chosen
    rows = [(_(N_("Decided on")), decision.decided_on.isoformat())]
    if chosen is not None:
        rows += _chosen_rows(chosen)
    rows.append((_(N_("Rules")), ", ".join(decision.cites)))
    if chosen is not None:
        rows.append((_(N_("What would change it")), "\n".join(str(change) for change in chosen.changes)))
    losing = [answer for answer in decision.answers if answer != chosen]
    rows.append((_(N_("Other promises")), "\n".join(shortly(answer) for answer in losing)))
    return [(name, value) for name, value in rows if value]


def reckoning(decision: Decision) -> list[tuple[str, str]]:
    """Return the steps that a decision rests on in one row: rule, sentence, arithmetic (CAL-12); none without steps."""
    chosen = decision.chosen.steps if decision.chosen is not None else ()
    shown = "\n".join(_shown_step(step) for step in (*chosen, *decision.steps))
    return [(_(N_("What it rests on")), shown)] if shown else []


def _shown_step(step: Step) -> str:
    reckoned = f"  [{step.arithmetic}]" if step.arithmetic else ""
    return f"{step.rule}  {step.text}{reckoned}"


def _chosen_rows(chosen: Answer) -> list[tuple[str, str]]:
    return [
        (_(N_("Promise")), f"{promise_of(chosen)} · {worded('source', chosen.source)}"),
        (_(N_("Until")), chosen.until.isoformat() if chosen.until is not None else ""),
        (_(N_("What may be demanded")), _(N_(", ")).join(worded("remedies", list(chosen.remedies)))),
        (_(N_("Borne by")), str(worded("bearer", chosen.bearer))),
        (_(N_("Recoverable from")), _(N_(", ")).join(chosen.recover_from)),
        (_(N_("The customer pays")), _charges(chosen)),
    ]


def promise_of(answer: Answer) -> str:
    """Return which promise answers: its code, the version it rests on, and its kind."""
    version = f" v{answer.version}" if answer.version is not None else ""
    return f"{answer.promise}{version} ({worded('kind', answer.kind)})"


def _charges(answer: Answer) -> str:
    if answer.charge_rates and all(rate == 1 for rate in answer.charge_rates.values()):
        return _(N_("everything"))
    shares = worded("charge_rates", answer.charge_rates)
    return _(N_(", ")).join(f"{name} {rate * 100:.0f} %" for name, rate in shares.items() if rate)


def shortly(answer: Answer) -> str:
    """Return an answer in one line."""
    said = str(answer.sentence) if answer.sentence is not None else ""
    return f"{mark(verdict_of_answer(answer))} {promise_of(answer)}: {said}".removesuffix(": ")
