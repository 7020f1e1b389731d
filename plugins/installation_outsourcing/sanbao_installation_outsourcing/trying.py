"""The engine tried out: what a contract's clause would take if something happened, step by step, without saving (PEN-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao_installation_outsourcing.agreed import newest, terms_in_force, terms_of
from sanbao_installation_outsourcing.happened import reckon
from sanbao_installation_outsourcing.models import Contract
from sanbao_installation_outsourcing.questions import WITH_INSTALLER, clause_name, shown_item
from sanbao_installation_outsourcing.rules.agreements import Terms
from sanbao_installation_outsourcing.rules.delays import FORCE_MAJEURE, Hindrance
from sanbao_installation_outsourcing.rules.penalties import Clause, Happening, Item, Ruling, evaluate
from sanbao_installation_outsourcing.rules.wording import sentences
from sanbao_installation_outsourcing.schemas.looking import TryInput

if TYPE_CHECKING:
    from sanbao.work import Work

#: How happenings are called that are only thought of.
THOUGHT = "try-"
_ONE_DAY = timedelta(days=1)


@question("installer_clause.try", schema=TryInput, roles=WITH_INSTALLER)
def try_clause(work: Work, *, contract: Contract, clause: str, **told: Any) -> dict[str, Any]:
    """Return what a clause would take if this happened, with every step of the reckoning; nothing is kept (PEN-08, CAL-12)."""
    terms = terms_in_force(work, contract) if contract.version else terms_of(newest(work, contract).terms)
    chosen = next((one for one in terms.clauses if one.code == clause), None)
    lot = told["lot"] if "lot" in told else _only_lot(terms)
    _refuse(terms, chosen, clause, lot, told, is_signed=bool(contract.version))
    assert chosen is not None  # noqa: S101 - refused above
    as_of = told.get("done_on") or work.today
    thought = _happenings(chosen, lot, told, as_of)
    if told["with_events"]:
        found = reckon(work, contract, as_of, extra=thought).assessment
    else:
        found = evaluate(
            [chosen],
            thought,
            terms.amounts(work.erp.currency),
            as_of=as_of,
            joint_cap=terms.joint_cap,
            threshold=work.setting("outsourcing_warn_percent"),
        )
    items = [one for one in found.items if one.happening.startswith(THOUGHT) and one.clause.code == clause]
    return {
        "clause": chosen.code,
        "title": clause_name(chosen),
        "sentences": [str(one) for one in sentences(chosen, contract.our_side)],
        "total_fee": terms.total_fee(work.erp.currency),
        "items": [shown_item(one) for one in items],
        **_sums(items),
        "warnings": [str(text) for text in found.warnings],
        "rights": [str(text) for text in found.rights],
    }


def _sums(items: Sequence[Item]) -> dict[str, Decimal]:
    names = ("assessed", "decided", "applied", "frozen", "capped")
    return {name: sum((getattr(one, name) for one in items), Decimal(0)) for name in names}


def _only_lot(terms: Terms) -> str | None:
    """Return the lot of a contract that has only one: nobody needs to name it."""
    return terms.lots[0].code if len(terms.lots) == 1 else None


def _refuse(
    terms: Terms,
    chosen: Clause | None,
    code: str,
    lot: str | None,
    told: Mapping[str, Any],
    *,
    is_signed: bool,
) -> None:
    """Say everything that is missing or does not fit, each beside its field."""
    problems = []
    if chosen is None:
        problems.append(Problem("clause", N_("The contract has no clause {clause}."), {"clause": code}))
    elif chosen.measures_time and "due_at" not in told:
        problems += [
            Problem(name, N_("Please say when.")) for name in ("due_on", "done_on") if name not in told
        ]
    if lot is not None and terms.lot(lot) is None:
        problems.append(Problem("lot", N_("The contract has no lot {lot}."), {"lot": lot}))
    if lot is None and chosen is not None and chosen.needs_lot:
        problems.append(Problem("lot", N_("Please say which lot it is about.")))
    if "due_at" in told and "done_at" not in told:
        problems.append(Problem("done_at", N_("Please say when.")))
    if told.get("decision") == "reduce" and "amount" not in told:
        problems.append(Problem("amount", N_("Please say to how much it is reduced.")))
    if told["with_events"] and not is_signed:
        problems.append(Problem("with_events", N_("The contract is not signed yet: there are no events.")))
    if problems:
        raise Invalid(problems)


def _happenings(clause: Clause, lot: str | None, told: Mapping[str, Any], as_of: date) -> list[Happening]:
    """Return what is thought of in the engine's words, each time as a matter of its own (AMB-27)."""
    by_clock = "due_at" in told
    plain = {name: told[name] for name in ("due_at", "done_at", "loss") if name in told}
    if not by_clock:
        plain |= {name: told[name] for name in ("due_on", "done_on") if name in told}
    decided = Ruling(told["decision"], told.get("amount")) if "decision" in told else None
    happened_on = told["due_at"].date() if by_clock else told.get("due_on") or as_of
    return [
        Happening(
            f"{THOUGHT}{number}",
            clause.trigger,
            happened_on,
            lot=lot,
            units=told["units"],
            hindrances=_hindrances(told),
            verified=True,
            matter=f"{THOUGHT}{number}",
            serious=told["serious"],
            never_accepted=told["never_accepted"],
            ruling=decided,
            **plain,
        )
        for number in range(1, told["times"] + 1)
    ]


def _hindrances(told: Mapping[str, Any]) -> tuple[Hindrance, ...]:
    """Return the excused days as one stretch: after the agreed day, or for force majeure from it on (LEG-02)."""
    days, due_on = told["excused_days"], told.get("due_on")
    if not days or due_on is None:
        return ()
    is_fm = told["excused_by"] == FORCE_MAJEURE
    start = due_on if is_fm else due_on + _ONE_DAY
    agreed = days if is_fm else None
    what = _(N_("as assumed"))
    return (Hindrance(told["excused_by"], start, start + (days - 1) * _ONE_DAY, agreed, what),)
