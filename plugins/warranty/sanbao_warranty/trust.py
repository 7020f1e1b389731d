"""The papers that the customer keeps: the warranty card, the record of each repair, and all of a unit in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.printing.bundles import Sheet
from sanbao.printing.forms import ZH, Form
from sanbao.printing.papers import company_facts
from sanbao.registry.models import UnitPart
from sanbao.verification import shown_code
from sanbao_warranty import facts, history_rows
from sanbao_warranty.models import Claim
from sanbao_warranty.operations.cards import cards_in_force
from sanbao_warranty.printouts import CLAIM_SHEET, SERVICE_FILE
from sanbao_warranty.rules import ends
from sanbao_warranty.rules.words import kind_label

if TYPE_CHECKING:
    from sanbao.registry.models import Unit
    from sanbao.work import Work
    from sanbao_warranty.models import Card

# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("Case"),
    N_("Fault"),
    N_("What was done"),
    N_("New term until"),
    N_("Days in the shop"),
    N_("Customer"),
    N_("Repaired by"),
)
#: Claims whose unit went back to the customer.
_DONE = ("repaired", "closed")


def card_context(work: Work, card: Card) -> dict[str, Any]:
    """Gather what the card says: as it was issued, whatever was changed since (PRD-06, F-31)."""
    unit = card.unit
    code = shown_code(card.code)
    page: str = work.setting("card_page").rstrip("/")
    return {
        "document": {"number": card.document.number},
        "unit": unit.serial,
        "product": f"{unit.product.code} {unit.product.name}",
        "customer": unit.customer.name if unit.customer is not None else None,
        "issued_on": card.issued_on,
        "code": code,
        "scanned": f"{page}/{code}" if page else code,
        "is_revoked": card.state != "issued",
        "promises": [_promise(row) for row in _short(card.promises)],
        "hotline": work.company.phone,
    }


def _short(promises: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Leave out parts that end with the machine, and name in one row those that end together: a card is small."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in promises:
        of_machine = (row["promise"], row["kind"], None, row["until"])
        if row["part"] is None:
            rows[of_machine] = {**row}
        elif of_machine not in rows:
            key = (row["promise"], row["kind"], row["start"], row["until"])
            together = rows.setdefault(key, {**row, "part": ""})
            together["part"] = ", ".join(part for part in (together["part"], row["part"]) if part)
    return list(rows.values())


def _promise(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": row["names"] or {"en": row["promise"]},
        "kind": kind_label(row["kind"]),
        "part": row["part"],
        "start": date.fromisoformat(row["start"]),
        "until": date.fromisoformat(row["until"]),
    }


def record_context(work: Work, claim: Claim) -> dict[str, Any]:
    """Gather one repair as the customer keeps it, with all repairs of the unit so far (PRD-07, N-21)."""
    unit: Unit = claim.unit
    case = facts.cases(work, [unit.id])[unit.id]
    own = history_rows.of_claim(work, claim)
    return {
        "document": {"number": claim.document.number},
        "facts": [
            (N_("Customer"), unit.customer.name if unit.customer is not None else None),
            (N_("Unit"), f"{unit.product.code} {unit.product.name} / {unit.serial}"),
            (N_("Fault"), " ".join(part for part in (claim.fault_code, claim.fault_text) if part)),
            (N_("Reported at"), claim.received_at),
            (N_("Repaired on"), claim.repaired_on),
            (N_("Repair guaranteed until"), _guaranteed_until(claim, case)),
        ],
        "repairs": own["repairs"],
        "parts": [_exchanged(work, part, case) for part in _exchanged_parts(work, claim)],
        "promises": list(_restated(work, case)),
        "all_repairs": list(_all_repairs(work, unit)),
    }


def _guaranteed_until(claim: Claim, case: facts.Case) -> date | None:
    """Return until when the repair itself is guaranteed: the longest that a promise gives (N-07, RMA-13)."""
    on = claim.repaired_on
    if on is None:
        return None
    given = [
        policy.repair_guarantee.end(on) for policy in case.policies if policy.repair_guarantee is not None
    ]
    return max(given, default=None)


def _exchanged_parts(work: Work, claim: Claim) -> Sequence[UnitPart]:
    query = select(UnitPart).where(
        UnitPart.document_id == claim.document_id, UnitPart.is_replacement, UnitPart.withdrawn_at.is_(None)
    )
    return work.session.scalars(query.order_by(UnitPart.id)).all()


def _exchanged(work: Work, part: UnitPart, case: facts.Case) -> dict[str, Any]:
    until = [
        end.until
        for policy in case.policies
        for end in ends(policy, case.facts, facts.roller(work, case.policies))
        if end.part == part.code and end.until is not None
    ]
    return {
        "part": part.code,
        "serial": part.serial,
        "on": part.installed_on,
        "until": max(until, default=None),
    }


def _restated(work: Work, case: facts.Case) -> Iterator[dict[str, Any]]:
    """Say once more what is promised: the customer reads it on the page of the repair (PRD-07)."""
    for policy in case.policies:
        for end in ends(policy, case.facts, facts.roller(work, case.policies)):
            if end.part is None and end.until is not None:
                yield {
                    "name": policy.names or {"en": policy.code},
                    "kind": kind_label(end.kind),
                    "until": end.until,
                }


def _all_repairs(work: Work, unit: Unit) -> Iterator[dict[str, Any]]:
    query = (
        select(Claim)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.unit_id == unit.id, Document.state.in_(_DONE))
        .order_by(Claim.repaired_on, Claim.document_id)
    )
    for claim in work.session.scalars(query):
        yield {
            "case": claim.document.number,
            "received_at": claim.received_at,
            "fault": " ".join(part for part in (claim.fault_code, claim.fault_text) if part),
            "repaired_on": claim.repaired_on,
        }


def bundle_context(work: Work, unit: Unit) -> dict[str, Any]:
    """Gather everything of a unit as one file: card, then each case with its repair, then the service file (PRD-04)."""
    return {
        "document": {"number": unit.serial},
        "facts": [
            (N_("Product"), f"{unit.product.code} {unit.product.name}"),
            (N_("Customer"), unit.customer.name if unit.customer is not None else None),
            (N_("Site"), unit.site.name if unit.site is not None else None),
        ],
        "sheets": list(_sheets(work, unit)),
    }


def _sheets(work: Work, unit: Unit) -> Iterator[Sheet]:
    said = {"company": company_facts(work), "zone": work.zone}
    card = cards_in_force(work, [unit.id]).get(unit.id)
    if card is not None:
        yield Sheet(CARD_FORM, {**said, **card_context(work, card)})
    query = (
        select(Claim)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.unit_id == unit.id, Document.state != VOID)
        .order_by(Claim.document_id)
    )
    for claim in work.session.scalars(query):
        yield Sheet(CLAIM_SHEET, {**said, **_given(CLAIM_SHEET, work, claim)})
        if claim.state in _DONE:
            yield Sheet(REPAIR_RECORD, {**said, **record_context(work, claim)})
    yield Sheet(SERVICE_FILE, {**said, **_given(SERVICE_FILE, work, unit)})


def _given(form: Form, work: Work, record: Any) -> Mapping[str, Any]:
    return form.context(work, record) if form.context is not None else {}


CARD_FORM = Form(
    name="card",
    title=N_("Warranty card"),
    template="warranty/card.html",
    package="sanbao_warranty",
    kind="card",
    languages=ZH,
    context=card_context,
)
REPAIR_RECORD = Form(
    name="repair_record",
    title=N_("Record of repair"),
    template="warranty/repair_record.html",
    package="sanbao_warranty",
    kind="claim",
    languages=ZH,
    context=record_context,
)
BUNDLE = Form(
    name="bundle",
    title=N_("Everything of a unit"),
    template="warranty/bundle.html",
    package="sanbao_warranty",
    kind="unit",
    languages=ZH,
    context=bundle_context,
)
