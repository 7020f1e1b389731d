"""What people do with master data: parties, products, places and the company's own departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.registry import schemas
from sanbao.registry.errors import Exists
from sanbao.registry.models import CostCentre, Host, Office, Party, Place, Product, ProductPart, Site
from sanbao.registry.operations.keepers import MASTER, UNIT_KEEPERS

if TYPE_CHECKING:
    from sanbao.work import Work


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


@operation(
    "party.create",
    title=N_("New party"),
    schema=schemas.PartyInput,
    roles=(*MASTER, "purchasing", "finance"),
)
def create_party(work: Work, **values: Any) -> Party:
    """Record a customer, supplier, installer or member of staff (PTY-01)."""
    party: Party = _add(work, Party, N_("party"), **values)
    return party


@operation(
    "product.create",
    title=N_("New product"),
    schema=schemas.ProductInput,
    roles=("design", "service_manager"),
)
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


@operation(
    "office.create",
    title=N_("New branch office"),
    schema=schemas.OfficeInput,
    roles=("service_manager", "hr"),
)
def create_office(work: Work, *, code: str, name: str, parent: Office | None = None) -> Office:
    """Record a branch office (PTY-05)."""
    office: Office = _add(work, Office, N_("office"), code=code, name=name, parent_id=_id(parent))
    return office


@operation(
    "cost_centre.create",
    title=N_("New cost centre"),
    schema=schemas.CostCentreInput,
    roles=("finance",),
)
def create_cost_centre(work: Work, *, code: str, name: str, office: Office | None = None) -> CostCentre:
    """Record a department that bears cost."""
    centre: CostCentre = _add(
        work, CostCentre, N_("cost centre"), code=code, name=name, office_id=_id(office)
    )
    return centre


@operation(
    "place.create",
    title=N_("New place for goods"),
    schema=schemas.PlaceInput,
    roles=("service_manager", "finance"),
)
def create_place(work: Work, *, code: str, name: str, party: Party | None = None) -> Place:
    """Record a place where goods lie: a depot, a van, an installer's store."""
    place: Place = _add(work, Place, N_("place"), code=code, name=name, party_id=_id(party))
    return place


@operation("site.create", title=N_("New site"), schema=schemas.SiteInput, roles=MASTER)
def create_site(work: Work, *, party: Party | None = None, **values: Any) -> Site:
    """Record a place where equipment stands."""
    site: Site = _add(work, Site, N_("site"), party_id=_id(party), **values)
    return site


@operation("host.create", title=N_("New vehicle or other host"), schema=schemas.HostInput, roles=UNIT_KEEPERS)
def create_host(work: Work, *, party: Party | None = None, **values: Any) -> Host:
    """Record what units are built into, such as a vehicle with plate and VIN."""
    host: Host = _add(work, Host, N_("host"), party_id=_id(party), **values)
    return host


def _id(record: Any) -> int | None:
    return record.id if record is not None else None
