"""A party and a product at a glance: their facts, units, papers, and what plugins say of a party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao import checks
from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.documents.words import shown_kind, shown_state
from sanbao.i18n import N_
from sanbao.operation import question
from sanbao.registry.models import Party, Product, Site, Unit
from sanbao.registry.operations import MASTER
from sanbao.registry.schemas import FILE_POLICIES, PARTY_ROLES
from sanbao.schema import Input, RefField

if TYPE_CHECKING:
    from sanbao.work import Work

READERS = tuple(
    dict.fromkeys((*MASTER, "service_head", "purchasing", "finance", "general_manager", "auditor"))
)
#: So many units and papers stand on the page; the lists have them all.
SHOWN = 20
#: Papers are judged one by one, so a few more are read than are shown.
_READ = 3 * SHOWN
PARTY_FACTS = (
    "code",
    "name",
    "name_en",
    "roles",
    "segment",
    "phone",
    "email",
    "address",
    "country",
    "is_consumer",
)
PRODUCT_FACTS = ("code", "name", "name_en", "category", "service_class", "file_policy", "measure", "price")


class PartyQuestion(Input):
    """Which party: its code."""

    party = RefField("party", required=True)


class ProductQuestion(Input):
    """Which product: its code."""

    product = RefField("product", required=True)


@question("party.overview", title=N_("A party at a glance"), schema=PartyQuestion, roles=READERS)
def party_overview(work: Work, *, party: Party) -> dict[str, Any]:
    """Return what is known of a party: facts, sites, units and papers, the newest first, and what plugins say of it."""
    sites = (
        select(Site).where(Site.company_id == work.company.id, Site.party_id == party.id).order_by(Site.code)
    )
    answers = work.hooks.ask("describe_party", work, parties=[party])
    return {
        "facts": {
            **_facts(party, PARTY_FACTS),
            "roles": [Text(PARTY_ROLES.get(one, one)) for one in party.roles],
        },
        "sites": [
            _facts(site, ("code", "name", "address", "contact", "phone"))
            for site in work.session.scalars(sites.limit(SHOWN))
        ],
        **_units(work, Unit.customer_id == party.id, without="customer"),
        **_papers(work, Document.party_id == party.id),
        "sections": [{"plugin": plugin, **dict(one)} for plugin, (one,) in answers if one],
    }


@question("product.overview", title=N_("A product at a glance"), schema=ProductQuestion, roles=READERS)
def product_overview(work: Work, *, product: Product) -> dict[str, Any]:
    """Return what is known of a product: facts, its parts, its newest units."""
    return {
        "facts": {**_facts(product, PRODUCT_FACTS), "file_policy": Text(FILE_POLICIES[product.file_policy])},
        "parts": [_facts(part, ("code", "name", "is_key")) for part in product.parts],
        **_units(work, Unit.product_id == product.id, without="product"),
    }


def _facts(record: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(record, name)) not in (None, "", [])}


def _units(work: Work, whose: Any, without: str) -> dict[str, Any]:
    """Return the newest units and whether there are more; only to whom may know of units."""
    if not work.access.may("unit.read"):
        return {"units": [], "more_units": False}
    query: Any = (
        select(
            Unit.serial,
            Unit.state,
            Unit.accepted_on,
            Product.code,
            Product.name,
            Party.name.label("customer"),
            Site.name.label("site"),
        )
        .join(Product, Product.id == Unit.product_id)
        .outerjoin(Party, Party.id == Unit.customer_id)
        .outerjoin(Site, Site.id == Unit.site_id)
        .where(Unit.company_id == work.company.id, whose)
        .order_by(Unit.id.desc())
    )
    rows = work.session.execute(query.limit(SHOWN + 1)).all()
    units = [
        {
            "unit": row.serial,
            "product": f"{row.code} {row.name}",
            "customer": row.customer,
            "site": row.site,
            "accepted_on": row.accepted_on,
            "state": row.state,
        }
        for row in rows[:SHOWN]
    ]
    for unit in units:
        del unit[without]  # it is the same for all of them
    return {"units": units, "more_units": len(rows) > SHOWN}


def _papers(work: Work, whose: Any) -> dict[str, Any]:
    query = select(Document).where(
        Document.company_id == work.company.id, whose, Document.number.is_not(None)
    )
    read = list(work.session.scalars(query.order_by(Document.id.desc()).limit(_READ)))
    seen = [one for one in read if checks.sees(work, one)]
    papers = [
        {
            "number": one.number,
            "kind": shown_kind(work.registry, one),
            "state": shown_state(work.registry, one),
            "dated_on": one.dated_on,
            "title": one.title,
        }
        for one in seen[:SHOWN]
    ]
    return {"papers": papers, "more_papers": len(seen) > SHOWN or len(read) == _READ}
