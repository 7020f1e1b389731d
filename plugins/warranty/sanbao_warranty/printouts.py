"""The printed papers: the claim decision sheet and the service file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sanbao.costing.operations import cost_sheet
from sanbao.costing.schemas import BEARERS
from sanbao.coverage.facts import cause_text
from sanbao.coverage.verdicts import MARKS, WORDS, verdict_of_answer
from sanbao.decision import Text, decision_from_json
from sanbao.i18n import N_
from sanbao.printing.forms import ZH, Form
from sanbao_warranty import coverage, history_rows, service_file
from sanbao_warranty.kinds import CLAIM
from sanbao_warranty.rules.words import kind_label, shown_inputs

if TYPE_CHECKING:
    from sanbao.decision import Answer, Step
    from sanbao.documents.models import DecisionRecord
    from sanbao.registry.models import Unit
    from sanbao.work import Work
    from sanbao_warranty.models import Claim

# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("Item"),
    N_("Day"),
    N_("Quantity"),
    N_("Amount"),
    N_("Bearer"),
    N_("Share"),
    N_("Clerk"),
    N_("Part"),
    N_("Serial number"),
    N_("Removed on"),
    N_("Key part"),
    N_("Repaired on"),
    N_("Service department"),
)


def claim_context(work: Work, claim: Claim) -> dict[str, Any]:
    """Gather what the decision sheet shows: the call, every decision with its trace, cost and bearers."""
    unit: Unit = claim.unit
    sheet = cost_sheet(work, document=claim.document)
    return {
        "document": {"number": claim.document.number},
        "facts": [
            (N_("Customer"), unit.customer.name if unit.customer is not None else None),
            (N_("Unit"), f"{unit.product.code} {unit.product.name} / {unit.serial}"),
            (N_("Caller"), " ".join(part for part in (claim.caller, claim.phone) if part) or None),
            (N_("Reported at"), claim.received_at),
            (N_("Occurred at"), claim.occurred_at),
            (N_("Fault"), " ".join(part for part in (claim.fault_code, claim.fault_text) if part)),
            (N_("Cause"), cause_text(claim.cause)),
            (N_("State"), Text(CLAIM.flow.state(claim.state).label)),
        ],
        "decisions": [_decision(record) for record in coverage.decisions_in_force(work, claim.document_id)],
        **history_rows.of_claim(work, claim),
        "costs": [_cost(work, line) for line in sheet["lines"]],
        "total": sheet["total"],
        "shares": [_share(work, share) for share in sheet["shares"]],
        "borne": sheet["borne"],
        "currency": work.company.currency,
    }


def _decision(record: DecisionRecord) -> dict[str, Any]:
    decision = decision_from_json(record.body)
    chosen = decision.chosen
    return {
        "part": decision.part,
        "signed": record.signed_at is not None,
        "sentence": decision.sentence,
        "steps": [_step(step) for step in (*decision.steps, *(chosen.steps if chosen is not None else ()))],
        "answers": [_answer(answer, chosen) for answer in decision.answers],
        "changes": chosen.changes if chosen is not None else (),
    }


def _step(step: Step) -> dict[str, Any]:
    shown = {name: getattr(step, name) for name in ("rule", "text", "arithmetic", "holds")}
    return {**shown, "inputs": shown_inputs(step)}


def _answer(answer: Answer, chosen: Answer | None) -> dict[str, Any]:
    shown = {name: getattr(answer, name) for name in ("promise", "version", "start", "until")}
    verdict = verdict_of_answer(answer)
    return {
        **shown,
        "mark": MARKS[verdict],
        "verdict": WORDS[verdict],
        "kind": kind_label(answer.kind),
        "chosen": answer == chosen,
    }


def _beside(title: str, words: str | None) -> Text:
    """Say a title in the paper's language, and beside it what somebody wrote."""
    return Text("{title} {words}", {"title": Text(title), "words": words}) if words else Text(title)


def _cost(work: Work, line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "item": _beside(work.registry.cost_types[line["type"]].title, line["description"]),
        "on": line["on"],
        "quantity": line["quantity"] if line["quantity"] is not None else "",
        "amount": f"{line['amount']:,f}",
    }


def _share(work: Work, share: Mapping[str, Any]) -> dict[str, Any]:
    percent = share["percent"]
    return {
        "bearer": _beside(BEARERS[share["bearer"]], share["party"] or share["cost_centre"]),
        "percent": f"{percent.normalize():f} %" if percent is not None else "",
        "amount": f"{work.erp.currency.round(share['amount']):,f}",
        "rule": share["rule"],
    }


def unit_context(work: Work, unit: Unit) -> dict[str, Any]:
    """Gather what the service file shows (PRD-04): facts, coverage, parts, history."""
    section = service_file.describe_unit(work, [unit])[0]
    keys = {part.code for part in unit.product.parts if part.is_key}
    days = (
        (N_("Left the factory on"), unit.ex_factory_on),
        (N_("Sold on"), unit.sold_on),
        (N_("Invoiced on"), unit.invoiced_on),
        (N_("Delivered on"), unit.delivered_on),
        (N_("Installed on"), unit.installed_on),
        (N_("Commissioned on"), unit.commissioned_on),
        (N_("Handed over on"), unit.handed_over_on),
        (N_("Accepted on"), unit.accepted_on),
    )
    return {
        "document": {"number": unit.serial},
        "facts": [
            (N_("Product"), f"{unit.product.code} {unit.product.name}"),
            (N_("Customer"), unit.customer.name if unit.customer is not None else None),
            (N_("Site"), unit.site.name if unit.site is not None else None),
            (N_("Order No."), unit.order_no),
            *((label, day) for label, day in days if day is not None),
        ],
        "coverage": section["coverage"],
        **history_rows.of_unit(section),
        "parts": [
            {
                "code": part.code,
                "serial": part.serial,
                "installed_on": part.installed_on,
                "removed_on": part.removed_on,
                "key": "✓" if part.code in keys else "",
            }
            for part in unit.parts
            if part.withdrawn_at is None
        ],
        "claims": [
            {
                "number": claim["number"],
                "received_at": claim["received_at"],
                "fault": claim["fault"],
                "decision": Text(N_("covered") if claim["covered"] else N_("not covered")),
                "repaired_on": claim["repaired_on"],
                "state": claim["state"],
            }
            for claim in section["claims"]
        ],
    }


CLAIM_SHEET = Form(
    name="claim",
    title=N_("Claim decision"),
    template="warranty/claim.html",
    package="sanbao_warranty",
    kind="claim",
    languages=ZH,
    context=claim_context,
)
SERVICE_FILE = Form(
    name="unit",
    title=N_("Service file"),
    template="warranty/unit.html",
    package="sanbao_warranty",
    kind="unit",
    languages=ZH,
    context=unit_context,
)
