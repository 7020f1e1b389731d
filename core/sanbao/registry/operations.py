"""What people do with master data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import DecisionRecord, Document
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.registry import finding, schemas
from sanbao.registry.errors import AcceptanceMissing, AlreadyAccepted, Exists, UnknownPart, WrongOrder
from sanbao.registry.models import (
    CostCentre,
    Host,
    Milestone,
    Office,
    Party,
    Place,
    Product,
    ProductPart,
    Site,
    Unit,
    UnitPart,
)

if TYPE_CHECKING:
    from sanbao.work import Work

MASTER = ("service_manager", "service_clerk", "sales", "design")
UNIT_KEEPERS = ("service_manager", "service_clerk", "service_engineer", "sales", "implementation_manager")
#: Milestone → the column of the unit that carries its day.
DAY_OF = {
    "delivered": "delivered_on",
    "installed": "installed_on",
    "commissioned": "commissioned_on",
    "handed_over": "handed_over_on",
    "accepted": "accepted_on",
}


def refuse_twin(work: Work, model: type[Any], title: str, code: str) -> None:
    """Refuse a second record of the same code."""
    query = select(model.id).where(model.company_id == work.company.id, model.code == code)
    if work.session.scalar(query) is not None:
        raise Exists(what=_(title), key=code)


def _add(work: Work, model: type[Any], title: str, **values: Any) -> Any:
    refuse_twin(work, model, title, values["code"])
    record = model(company_id=work.company.id, **values)
    work.session.add(record)
    work.session.flush()
    return record


@operation("party.create", schema=schemas.PartyInput, roles=(*MASTER, "purchasing", "finance"))
def create_party(work: Work, **values: Any) -> Party:
    """Record a customer, supplier, installer or member of staff (PTY-01)."""
    party: Party = _add(work, Party, N_("party"), **values)
    return party


@operation("product.create", schema=schemas.ProductInput, roles=("design", "service_manager"))
def create_product(
    work: Work,
    *,
    key_parts: Sequence[str],
    parts: Sequence[dict[str, Any]],
    service_class: int,
    file_policy: str | None = None,
    **values: Any,
) -> Product:
    """Record a product with its parts; its service class decides whether it gets a service file (PRD-01, PRD-02)."""
    default = {1: "required", 2: "optional", 3: "none"}[service_class]
    product: Product = _add(
        work,
        Product,
        N_("product"),
        service_class=service_class,
        file_policy=file_policy or default,
        **values,
    )
    known = {part["code"] for part in parts}
    wanted = [*parts, *({"code": code, "is_key": True} for code in key_parts if code not in known)]
    for part in wanted:
        item = part.get("item")
        product.parts.append(
            ProductPart(
                company_id=work.company.id,
                code=part["code"],
                name=part.get("name"),
                is_key=part["is_key"] or part["code"] in key_parts,
                item_id=item.id if item is not None else None,
            )
        )
    work.session.flush()
    return product


@operation("office.create", schema=schemas.OfficeInput, roles=("service_manager", "hr"))
def create_office(work: Work, *, code: str, name: str, parent: Office | None = None) -> Office:
    """Record a branch office (PTY-05)."""
    office: Office = _add(work, Office, N_("office"), code=code, name=name, parent_id=_id(parent))
    return office


@operation("cost_centre.create", schema=schemas.CostCentreInput, roles=("finance",))
def create_cost_centre(work: Work, *, code: str, name: str, office: Office | None = None) -> CostCentre:
    """Record a department that bears cost."""
    centre: CostCentre = _add(work, CostCentre, N_("cost centre"), code=code, name=name, office_id=_id(office))
    return centre


@operation("place.create", schema=schemas.PlaceInput, roles=("service_manager", "finance"))
def create_place(work: Work, *, code: str, name: str, party: Party | None = None) -> Place:
    """Record a place where goods lie: a depot, a van, an installer's store."""
    place: Place = _add(work, Place, N_("place"), code=code, name=name, party_id=_id(party))
    return place


@operation("site.create", schema=schemas.SiteInput, roles=MASTER)
def create_site(work: Work, *, party: Party | None = None, **values: Any) -> Site:
    """Record a place where equipment stands."""
    site: Site = _add(work, Site, N_("site"), party_id=_id(party), **values)
    return site


@operation("host.create", schema=schemas.HostInput, roles=UNIT_KEEPERS)
def create_host(work: Work, *, party: Party | None = None, **values: Any) -> Host:
    """Record what units are built into, such as a vehicle with plate and VIN."""
    host: Host = _add(work, Host, N_("host"), party_id=_id(party), **values)
    return host


@operation("unit.register", schema=schemas.UnitInput, roles=UNIT_KEEPERS)
def register(
    work: Work, *, serial: str, product: Product, parts: Sequence[dict[str, Any]], **values: Any
) -> Unit:
    """Open the service file of a serial-numbered unit (PRD-04); acceptance may be given along with it."""
    query = select(Unit.id).where(
        Unit.company_id == work.company.id, Unit.serial == serial, Unit.product_id == product.id
    )
    if work.session.scalar(query) is not None:
        raise Exists(what=_(N_("unit")), key=serial)
    accepted_on = values.pop("accepted_on", None)
    records = {f"{name}_id": values.pop(name).id for name in ("customer", "site", "host", "installer") if name in values}
    unit = Unit(
        company_id=work.company.id,
        serial=serial,
        serial_tail=finding.tail(serial),
        product=product,
        **records,
        **values,
    )
    unit.parts = [UnitPart(company_id=work.company.id, **part) for part in parts]
    refuse_contradiction(unit)
    work.session.add(unit)
    work.session.flush()
    for kind, column in DAY_OF.items():
        day = getattr(unit, column)
        if day is not None:
            _record_milestone(work, [unit], kind, day)
    if accepted_on is not None:
        work.session.refresh(unit, ["customer"])
        accept_units(work, [unit], accepted_on)
    return unit


@operation("unit.accept", on=Unit, many=True, schema=schemas.Acceptance, roles=UNIT_KEEPERS)
def accept(work: Work, units: Sequence[Unit], *, accepted_on: date) -> list[Unit]:
    """Record the acceptance of one unit or of thousands: warranties start from it (W-01, DLV-11)."""
    accept_units(work, units, accepted_on)
    return list(units)


def accept_units(work: Work, units: Sequence[Unit], accepted_on: date) -> None:
    """Set the day, keep the milestone, and tell the plugins once for all units."""
    for unit in units:
        if unit.accepted_on is not None:
            raise AlreadyAccepted(unit=unit.serial, day=unit.accepted_on)
        unit.accepted_on = accepted_on
        refuse_contradiction(unit)
    _record_milestone(work, units, "accepted", accepted_on)
    work.session.flush()
    work.hooks.tell("units_accepted", work, units=list(units))


@operation(
    "unit.unaccept", on=Unit, many=True, schema=schemas.Reason, roles=("service_manager", "implementation_manager")
)
def unaccept(work: Work, units: Sequence[Unit], *, reason: str) -> dict[str, Any]:
    """Withdraw an acceptance; answer with the decisions that rest on it."""
    for unit in units:
        if unit.accepted_on is None:
            raise AcceptanceMissing(unit=unit.serial)
        unit.accepted_on = None
        _withdraw_milestone(work, unit, "accepted")
    work.session.flush()
    work.hooks.tell("units_unaccepted", work, units=list(units))
    touched = [one for unit in units for one in decisions_resting_on(work, unit)]
    return {"units": list(units), "decisions": touched}


@operation("unit.milestone", on=Unit, many=True, schema=schemas.MilestoneInput, roles=UNIT_KEEPERS)
def reach_milestone(work: Work, units: Sequence[Unit], *, kind: str, reached_on: date) -> list[Unit]:
    """Record that units reached a milestone; acceptance goes its own way (DLV-11)."""
    if kind == "accepted":
        accept_units(work, units, reached_on)
        return list(units)
    for unit in units:
        setattr(unit, DAY_OF[kind], reached_on)
        refuse_contradiction(unit)
        _withdraw_milestone(work, unit, kind)
    _record_milestone(work, units, kind, reached_on)
    work.session.flush()
    return list(units)


def _record_milestone(work: Work, units: Sequence[Unit], kind: str, day: date) -> None:
    for unit in units:
        work.session.add(
            Milestone(
                company_id=work.company.id, unit_id=unit.id, kind=kind, reached_on=day, recorded_at=work.now
            )
        )
    work.session.flush()
    work.hooks.tell("milestone_reached", work, units=list(units), kind=kind, reached_on=day)


def _withdraw_milestone(work: Work, unit: Unit, kind: str) -> None:
    query = select(Milestone).where(
        Milestone.unit_id == unit.id, Milestone.kind == kind, Milestone.withdrawn_at.is_(None)
    )
    for milestone in work.session.scalars(query):
        milestone.withdrawn_at = work.now


@operation("unit.replace_part", on=Unit, schema=schemas.PartReplacement, roles=UNIT_KEEPERS)
def replace_part(
    work: Work,
    unit: Unit,
    *,
    part: str,
    replaced_on: date,
    serial: str | None = None,
    paid_by_customer: bool,
) -> Unit:
    """Take a part out and put a new one in; its own warranty restarts (W-07)."""
    exchange_part(work, unit, part, replaced_on, serial=serial, paid_by_customer=paid_by_customer)
    return unit


def exchange_part(
    work: Work,
    unit: Unit,
    part: str,
    replaced_on: date,
    *,
    serial: str | None = None,
    paid_by_customer: bool = False,
    document: Document | None = None,
) -> UnitPart:
    """Write the exchange of a part into the unit's file: the old one out, the new one in."""
    known = {one.code for one in unit.product.parts} | {one.code for one in unit.parts}
    if known and part.casefold() not in {code.casefold() for code in known}:
        raise UnknownPart(unit=unit.serial, part=part, parts=", ".join(sorted(known)))
    part = finding.part_of(unit, part)
    standing = (one for one in reversed(unit.parts) if one.removed_on is None and one.withdrawn_at is None)
    old = next((one for one in standing if one.code == part), None)
    if old is not None:
        old.removed_on = replaced_on
    new = UnitPart(
        company_id=work.company.id,
        code=part,
        serial=serial,
        installed_on=replaced_on,
        replaces_id=_id(old),
        is_replacement=True,
        paid_by_customer=paid_by_customer,
        document_id=_id(document),
    )
    unit.parts.append(new)
    work.session.flush()
    return new


def take_back_exchanges(work: Work, document: Document) -> list[UnitPart]:
    """Take a case's exchanges of parts out of the unit's file: what was taken out stands in it again."""
    query = select(UnitPart).where(UnitPart.document_id == document.id, UnitPart.withdrawn_at.is_(None))
    taken = list(work.session.scalars(query.order_by(UnitPart.id)))
    for new in taken:
        new.withdrawn_at = work.now
        old = work.session.get(UnitPart, new.replaces_id) if new.replaces_id is not None else None
        if old is not None:
            old.removed_on = None
    work.session.flush()
    return taken


def move_exchanges(work: Work, document: Document, unit: Unit) -> None:
    """Write a case's exchanges of parts into the file of the unit that it was really about."""
    for new in take_back_exchanges(work, document):
        if new.installed_on is not None:
            exchange_part(
                work,
                unit,
                new.code,
                new.installed_on,
                serial=new.serial,
                paid_by_customer=new.paid_by_customer,
                document=document,
            )


@operation("unit.replace", on=Unit, schema=schemas.UnitReplacement, roles=("service_manager",))
def replace(
    work: Work, unit: Unit, *, serial: str, replaced_on: date, product: Product | None = None
) -> Unit:
    """Exchange a whole unit; the new one takes the old one's customer, site and dates, so its terms go on."""
    inherited = ("order_no", "invoice_no", "contract_no", "price_paid", "sold_on", "invoiced_on", *DAY_OF.values())
    values = {name: getattr(unit, name) for name in inherited}
    records = {name: getattr(unit, name) for name in ("customer", "site", "host") if getattr(unit, name)}
    new: Unit = register(work, serial=serial, product=product or unit.product, parts=[], **values, **records)
    new.replaces_id = unit.id
    unit.state = "replaced"
    work.session.flush()
    _record_milestone(work, [new], "replaced", replaced_on)
    work.hooks.tell("units_replaced", work, old=[unit], new=[new])
    return new


@operation("unit.correct", on=Unit, schema=schemas.UnitCorrection, roles=("service_manager",))
def correct(work: Work, unit: Unit, *, reason: str, redecide: bool, **values: Any) -> dict[str, Any]:
    """Correct recorded facts; answer with the decisions that rest on them, decided anew only if asked (CAL-09)."""
    for name in ("customer", "site", "host", "product"):
        if name in values:
            setattr(unit, f"{name}_id", values.pop(name).id)
    for name, value in values.items():
        setattr(unit, name, value)
    unit.serial_tail = finding.tail(unit.serial)
    refuse_contradiction(unit)
    for column in ("delivered_on", "installed_on", "commissioned_on", "handed_over_on", "accepted_on"):
        if column in values:
            kind = next(kind for kind, name in DAY_OF.items() if name == column)
            _withdraw_milestone(work, unit, kind)
            _record_milestone(work, [unit], kind, values[column])
    work.session.flush()
    work.session.refresh(unit)
    touched = decisions_resting_on(work, unit)
    work.hooks.tell(
        "facts_corrected", work, units=[unit], changes={**values, "reason": reason, "redecide": redecide}
    )
    still = {one["decision"] for one in decisions_resting_on(work, unit)}
    anew = sorted({str(one["document"]) for one in touched if one["decision"] not in still})
    return {"unit": unit, "decisions": touched, "redecided": anew}


def decisions_resting_on(work: Work, unit: Unit) -> list[dict[str, Any]]:
    """Return the decisions in force that were made about a unit, with their papers."""
    query = (
        select(DecisionRecord, Document.number, Document.state)
        .outerjoin(Document, Document.id == DecisionRecord.document_id)
        .where(
            DecisionRecord.unit_id == unit.id,
            DecisionRecord.superseded_by_id.is_(None),
            DecisionRecord.withdrawn_at.is_(None),
        )
        .order_by(DecisionRecord.id)
    )
    return [
        {
            "decision": record.id,
            "document": number,
            "state": state,
            "part": record.part,
            "covered": record.covered,
            "made_at": record.made_at,
        }
        for record, number, state in work.session.execute(query)
    ]


def refuse_contradiction(unit: Unit) -> None:
    """Refuse days that cannot follow each other: nothing is sold before it left the factory."""
    order = ("ex_factory_on", "delivered_on", "installed_on", "accepted_on")
    known = [(name, getattr(unit, name)) for name in order if getattr(unit, name) is not None]
    for (earlier, first), (later, second) in zip(known, known[1:], strict=False):
        if second < first:
            raise WrongOrder(later=later, later_day=second, earlier=earlier, earlier_day=first)


def _id(record: Any) -> int | None:
    return record.id if record is not None else None


@question("unit.search", schema=schemas.UnitSearch, roles=(*UNIT_KEEPERS, "finance", "qc", "auditor"))
def search(work: Work, *, text: str) -> list[dict[str, Any]]:
    """Find units by serial number or its end, order number, phone or name of the customer."""
    return [
        {
            "serial": unit.serial,
            "product": unit.product.code,
            "name": unit.product.name,
            "customer": unit.customer.name if unit.customer else None,
            "order_no": unit.order_no,
            "accepted_on": unit.accepted_on,
        }
        for unit in finding.units(work, text)
    ]
