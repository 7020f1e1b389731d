"""What is wrong with pieces, and who pays for it (RMA-03, RMA-13, W-11, W-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sanbao import sets
from sanbao.coverage import Fault, UnitFault, service_category, verdict_of
from sanbao.coverage import operations as coverage
from sanbao.coverage.errors import NotChecked
from sanbao.coverage.facts import fault_code
from sanbao.coverage.unchecked import blocks
from sanbao.coverage.verdicts import yes_or_no
from sanbao.decision import Decision
from sanbao.documents import decisions
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.finding import part_of
from sanbao_rma import errors
from sanbao_rma.kinds import ENGINEERS
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import days, entitled, guarantees, offering, pieces, promised
from sanbao_rma.operations.deadlines import start_of
from sanbao_rma.operations.parcels import Parcels, result_of
from sanbao_rma.rules import paying
from sanbao_rma.schemas.bench import Diagnose

if TYPE_CHECKING:
    from sanbao.work import Work

#: What is written on a piece as it was said.
_SAID = ("is_no_fault", "is_main_component", "is_own_quality", "cause", "finding", "bearer", "ready_on")


@operation(
    "rma.diagnose",
    title=N_("Diagnose"),
    on=Rma,
    many=True,
    moves={"counted": "in_work", "in_work": "in_work"},
    schema=Diagnose,
    roles=ENGINEERS,
)
def diagnose(
    work: Work, rmas: Sequence[Rma], *, lines: Sequence[dict[str, Any]], diagnosed_on: date | None = None
) -> Any:
    """Say what is wrong with pieces; whether a repair is free follows from the promises (RMA-03)."""
    named = Parcels.read(work, rmas).named(lines)
    chosen = [(line, said) for _rma, line, said in named]
    found = [line for line, _said in chosen]
    pieces.refuse_unknown(found)
    pieces.refuse_wrong_order(found, "diagnose")
    on = days.in_order(work, "diagnosed_on", diagnosed_on, found)
    sets.write_each(work, [(line, _told(line, said, on)) for line, said in chosen])
    found_out = _decide(work, named)
    _refuse_unchecked(work, chosen, found_out)
    repeats = guarantees.repeats_of(work, found)
    sets.write_each(work, [(line, {"repeat_of_id": repeats[line.id]}) for line in found])
    told = {line.id: _settled(work, line, said, found_out.get(line.id)) for line, said in chosen}
    sets.write_each(work, [(line, told[line.id][0]) for line in found])
    _keep(work, [(line, decision) for line in found if (decision := told[line.id][1]) is not None])
    pieces.take(work, found, "diagnose")
    entitled.keep(work, _by_parcel(rmas, named))
    offering.propose(work, found)
    promised.watch_limits(work, rmas)
    return result_of(rmas)


def _by_parcel(
    rmas: Sequence[Rma], named: Sequence[tuple[Rma, RmaLine, dict[str, Any]]]
) -> list[tuple[Rma, list[RmaLine]]]:
    """Return the diagnosed pieces of each parcel; one of which nothing was said does not go on (RMA-03)."""
    found: dict[int, list[RmaLine]] = {rma.document_id: [] for rma in rmas}
    for rma, line, _said in named:
        found[rma.document_id].append(line)
    for rma in rmas:
        if not found[rma.document_id]:
            raise pieces.nothing_to_do(rma, "diagnose")
    return [(rma, found[rma.document_id]) for rma in rmas]


def _told(line: RmaLine, said: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return what is written on a piece of what the bench said."""
    code, words = fault_code(said["fault"]) if said.get("fault") else (line.fault_code, line.fault)
    unit, part = line.unit, said.get("part")
    party, centre = said.get("bearer_party"), said.get("cost_centre")
    return {
        **{name: said.get(name) for name in _SAID},
        "fault_code": code,
        "fault": words,
        "part": part_of(unit, part) if unit is not None and part is not None else part,
        "bearer_party_id": party.id if party is not None else None,
        "bearer_centre_id": centre.id if centre is not None else None,
        "diagnosed_on": on,
    }


def _decide(work: Work, named: Sequence[tuple[Rma, RmaLine, dict[str, Any]]]) -> dict[int, Decision]:
    """Ask every promise about all pieces at once; the day of the customer's request decides (W-18, W-19)."""
    asked = [(line, _fault(work, rma, line, said)) for rma, line, said in named if line.unit is not None]
    faults = [UnitFault(line.unit, fault) for line, fault in asked if line.unit is not None]
    answers = coverage.decide(work, faults) if faults else []
    return {line.id: decision for (line, _fault), decision in zip(asked, answers, strict=True)}


def _fault(work: Work, rma: Rma, line: RmaLine, said: Mapping[str, Any]) -> Fault:
    occurred: datetime | None = said.get("occurred_at")
    reported = start_of(work, line.requested_on or rma.announced_on)
    return Fault(
        received_at=max(reported, occurred) if occurred is not None else reported,
        part=line.part,
        fault_code=line.fault_code,
        fault_class=said.get("fault_class"),
        cause=line.cause,
        evidence=said["evidence"],
        occurred_at=occurred,
        occurred_evidenced=occurred is not None and said["evidence"],
        product_caused=True if line.is_own_quality else None,
    )


def _refuse_unchecked(
    work: Work, chosen: Sequence[tuple[RmaLine, dict[str, Any]]], decisions: Mapping[int, Decision]
) -> None:
    """Refuse to guess where nobody could check the warranty; a person's word does, if the company lets it (RMA-03)."""
    unchecked = [
        (line, said)
        for line, said in chosen
        if not line.is_no_fault and _verdict(decisions.get(line.id)) is None
    ]
    if unchecked and blocks(work):
        raise NotChecked(what=pieces.named([line for line, _said in unchecked]))
    unknown = [line for line, said in unchecked if said.get("in_warranty") is None]
    if unknown:
        raise errors.CoverageUnknown(pieces=pieces.named(unknown))


def _verdict(decision: Decision | None) -> bool | None:
    return yes_or_no(verdict_of(decision)) if decision is not None else None


def _settled(
    work: Work, line: RmaLine, said: Mapping[str, Any], decision: Decision | None
) -> tuple[dict[str, Any], Decision | None]:
    """Return whether a piece is covered and who pays, and the decision with that as its last step (CAL-12)."""
    verdict = _verdict(decision)
    covered = verdict if verdict is not None else said.get("in_warranty")
    found = paying.Found(
        covered=covered,
        excluded=decision is not None
        and not decision.covered
        and service_category(decision) == "in_warranty",
        repeated=line.repeat_of_id is not None,
        no_fault=line.is_no_fault,
        main_component=line.is_main_component,
    )
    payment = paying.payment(found, work.setting("rma_charge_minor"))
    if decision is not None:
        decision = replace(decision, steps=(*decision.steps, paying.step(found, payment)))
    return {"is_checked": verdict is not None, "is_covered": covered, "payment": payment}, decision


def _keep(work: Work, told: Sequence[tuple[RmaLine, Decision]]) -> None:
    """Keep the decisions on their parcels; what was decided before on a piece is superseded (CAL-12)."""
    decisions.keep(
        work,
        [
            decisions.decided(
                work,
                line.document_id,
                "coverage",
                decision,
                unit_id=line.unit_id,
                line=line.position,
                part=decision.part,
                covered=decision.covered,
            )
            for line, decision in told
        ],
    )
