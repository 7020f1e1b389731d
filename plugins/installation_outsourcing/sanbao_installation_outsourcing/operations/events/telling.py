"""What a report has to tell so that the clauses can reckon with it, and what nobody would understand (PEN-08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sanbao.decision import Text, shown_value
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao_installation_outsourcing import agreed
from sanbao_installation_outsourcing.kinds.jobs import CLIENT_PENALTY, TRIGGERS
from sanbao_installation_outsourcing.models import Contract, Lot
from sanbao_installation_outsourcing.rules.penalties.facts import Wait
from sanbao_installation_outsourcing.rules.penalties.terms import Clause
from sanbao_installation_outsourcing.rules.penalties.titles import case_name, happening, title

if TYPE_CHECKING:
    from sanbao.work import Work


def refuse_unknown(work: Work, contract: Contract, trigger: str) -> None:
    """Refuse a word that neither a clause of the contract nor the trade knows, and what is not reported by hand (INS-12)."""
    if trigger == CLIENT_PENALTY:
        said = N_(
            "A penalty that the client took from us is charged on from its own event; it is not reported anew."
        )
        raise Invalid([Problem("trigger", said)])
    own = (clause.trigger for clause in agreed.terms_in_force(work, contract).clauses)
    known = dict.fromkeys((*TRIGGERS, *own))
    if trigger not in known:
        said = N_("“{given}” is not one of: {known}.")
        words = _listed(
            _with_code(Text(TRIGGERS[one]) if one in TRIGGERS else happening(one), one) for one in known
        )
        raise Invalid([Problem("trigger", said, {"given": trigger, "known": words})])


def _with_code(word: Text | str, code: str) -> str:
    """Return what people call it and how a file or another program writes it."""
    return f"{word} ({code})"


def _listed(words: Iterable[str]) -> str:
    return _(N_(", ")).join(dict.fromkeys(words))


def refuse_untold(
    work: Work, contract: Contract, trigger: str, lot: Lot | None, facts: Mapping[str, Any]
) -> None:
    """Refuse a report that leaves out what a clause counts by, or names cases that no clause knows; all of it at once.

    Without its moment a lateness would run on for ever; only that of a lot ends with the work, and is looked up there.
    """
    terms = agreed.terms_in_force(work, contract)
    clauses = [clause for clause in terms.clauses if clause.trigger == trigger]
    problems = unknown_cases(clauses, facts.get("named_cases", ()))
    timed = [shown_value(title(clause)) for clause in clauses if clause.measures_time]
    if timed and facts.get("due_at") is None:
        said = N_("{clause} counts time; please say when it was due.")
        problems.append(Problem("due_at", said, {"clause": _listed(timed)}))
    by_lot = [shown_value(title(clause)) for clause in clauses if clause.needs_lot]
    if by_lot and lot is None and len(terms.lots) > 1:
        said = N_("{clause} is reckoned by the lot; please name the lot or the vehicle.")
        problems.append(Problem("lot", said, {"clause": _listed(by_lot)}))
    if problems:
        raise Invalid(problems)


def unknown_cases(clauses: Sequence[Clause], cases: Sequence[str]) -> list[Problem]:
    """Name the cases that no clause prices or leaves out."""
    known = dict.fromkeys(case for clause in clauses for case in (*clause.tariff, *clause.exclusions))
    if not known:
        said = N_("No clause of the contract on this knows a case by name.")
        return [Problem(f"named_cases.{position}", said) for position, _case in enumerate(cases)]
    said = N_("“{given}” is not one of: {known}.")
    shown = _listed(_with_code(case_name(case), case) for case in known)
    return [
        Problem(f"named_cases.{position}", said, {"given": case, "known": shown})
        for position, case in enumerate(cases)
        if case not in known
    ]


def told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was told in the words of the engine: waits and named cases."""
    known = {
        name: value
        for name, value in facts.items()
        if value is not None and name not in ("waits", "named_cases")
    }
    waits = tuple(Wait(one["cause"], one["start_at"], one["end_at"]) for one in facts.get("waits", ()))
    return {**known, "waits": waits, "tags": tuple(sorted(set(facts.get("named_cases", ()))))}
