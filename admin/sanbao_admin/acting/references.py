"""Looking up the records that a field names: a few that fit what was typed so far, with code and name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import marshmallow as ma
from marshmallow import fields
from sqlalchemy import or_, select

from sanbao import checks
from sanbao.access.models import User
from sanbao.calendar.models import WorkCalendarRow
from sanbao.charging.models import TaxRate
from sanbao.documents.models import Document
from sanbao.documents.words import shown_kind, shown_state
from sanbao.ledger.models import Account, PostedEntry
from sanbao.registry import finding
from sanbao.registry.models import CostCentre, Host, Office, Party, Place, Product, Site
from sanbao_admin import people, plugin_pages
from sanbao_admin.acting.words import title_of

if TYPE_CHECKING:
    from sanbao.work import Work

#: How many are offered; whoever wants others types on.
MOST = 12
#: A row rule is asked paper by paper, so a few more are looked at.
LOOKED_AT = 60

Found = list[tuple[str, str]]
#: Table of a reference → its model, what people call a record, and the columns that are searched besides.
_TABLES: dict[str, tuple[type[Any], str, tuple[str, ...]]] = {
    "party": (Party, "code", ("name", "name_en", "phone")),
    "product": (Product, "code", ("name", "name_en")),
    "site": (Site, "code", ("name",)),
    "place": (Place, "code", ("name",)),
    "office": (Office, "code", ("name",)),
    "cost_centre": (CostCentre, "code", ("name",)),
    "host": (Host, "code", ("plate", "vin")),
    "app_user": (User, "login", ("name",)),
    "account": (Account, "code", ("name", "name_en")),
    "work_calendar": (WorkCalendarRow, "code", ("name",)),
}


def search(work: Work, kind: str, text: str) -> Found:
    """Return what people call the records that fit, each with a name to know it by."""
    if kind == "unit":
        return [
            (unit.serial, f"{unit.product.name} {_name(unit.customer)}".strip())
            for unit in _units(work, text)
        ]
    if kind == "entry":
        return _entries(work, text)
    if kind in _OTHERS:
        return _OTHERS[kind](work, text.strip())[:MOST]
    if kind in _TABLES:
        return _records(work, kind, text)
    if kind == "document" or kind in work.registry.kinds:
        return _papers(work, kind, text)
    offered = _offered_by_plugins().get(kind)
    return list(offered(work, text))[:MOST] if offered is not None else []


def known(work: Work) -> list[str]:
    """Return every kind of record that a field can name."""
    own = [*_TABLES, *_OTHERS, "document"]
    return list(dict.fromkeys([*work.registry.finders, *own, *work.registry.kinds, *_offered_by_plugins()]))


def may_search(work: Work, kind: str) -> bool:
    """Tell whether a person may look such records up: who may read them, or do anything in which one is named."""
    if work.access.may(f"{kind}.read"):
        return True
    return any(
        kind in references(work.registry.schema(name))
        for name in work.registry.operations
        if work.access.may(name)
    )


def references(schema: ma.Schema) -> set[str]:
    """Return the kinds of records that a schema's fields name, those of its rows too."""
    found: set[str] = set()
    for one in schema.fields.values():
        inner = one.inner if isinstance(one, fields.List) else one
        if "reference" in inner.metadata:
            found.add(str(inner.metadata["reference"]))
        elif isinstance(inner, fields.Nested):
            found |= references(inner.schema)
    return found


def _permissions(work: Work, text: str) -> Found:
    """Return the permissions in which a text stands, with what they allow."""
    names = [
        *work.registry.operations,
        *work.registry.questions,
        *(f"{kind}.read" for kind in work.registry.kinds),
    ]
    found = [(name, title_of(name)) for name in sorted(names)]
    return [(name, title) for name, title in found if text in name or text in title]


def _tax_rates(work: Work, text: str) -> Found:
    """Return the tax rates that count today."""
    query = (
        select(TaxRate)
        .where(TaxRate.company_id == work.company.id, TaxRate.valid_from <= work.today)
        .where(or_(TaxRate.valid_to.is_(None), TaxRate.valid_to >= work.today))
        .order_by(TaxRate.code)
    )
    found = [(one.code, f"{one.percent.normalize():f} % {one.name}") for one in work.session.scalars(query)]
    return [(code, label) for code, label in found if text.lower() in f"{code} {label}".lower()]


#: What is looked up otherwise than by a code and a name in a table.
_OTHERS: dict[str, Callable[[Work, str], Found]] = {"permission": _permissions, "tax_rate": _tax_rates}


def _offered_by_plugins() -> dict[str, Callable[[Work, str], Sequence[tuple[str, str]]]]:
    brought = plugin_pages.offered(people.erp(), "references")
    return {kind: find for finders in brought for kind, find in finders.items()}


def _units(work: Work, text: str) -> Sequence[Any]:
    return finding.units(work, text, limit=MOST) if text.strip() else []


def _name(record: Any) -> str:
    return str(record.name) if record is not None else ""


def _records(work: Work, kind: str, text: str) -> Found:
    """Return records whose code begins so, then those whose name holds it."""
    model, code, names = _TABLES[kind]
    key, here = getattr(model, code), model.company_id == work.company.id
    query = select(model).where(here).order_by(key).limit(MOST)
    wanted = text.strip()
    begins = list(work.session.scalars(query.where(key.startswith(wanted, autoescape=True))))
    if wanted and len(begins) < MOST:
        holds = or_(*(getattr(model, name).contains(wanted, autoescape=True) for name in names))
        begins += [one for one in work.session.scalars(query.where(holds)) if one not in begins]
    return [(str(getattr(one, code)), _called(one, names)) for one in begins[:MOST]]


def _called(record: Any, names: Sequence[str]) -> str:
    return str(next((value for name in names if (value := getattr(record, name))), ""))


def _papers(work: Work, kind: str, text: str) -> Found:
    query = select(Document).where(Document.company_id == work.company.id, Document.number.is_not(None))
    if kind in work.registry.kinds:
        query = query.where(Document.kind == kind)
    wanted = text.strip()
    if wanted:
        fits = [
            Document.number.startswith(wanted, autoescape=True),
            Document.number.endswith(wanted, autoescape=True),
            Document.title.contains(wanted, autoescape=True),
        ]
        query = query.where(or_(*fits))
    found = work.session.scalars(query.order_by(Document.id.desc()).limit(LOOKED_AT))
    seen = [one for one in found if checks.sees(work, one)][:MOST]
    return [(str(one.number), _paper(work, one, kind)) for one in seen]


def _paper(work: Work, document: Document, kind: str) -> str:
    words = [document.title, shown_state(work.registry, document)]
    return " · ".join(
        word for word in ([shown_kind(work.registry, document)] if kind == "document" else []) + words if word
    )


def _entries(work: Work, text: str) -> Found:
    key, _slash, number = text.strip().rpartition("/")
    query = select(PostedEntry).where(PostedEntry.company_id == work.company.id)
    if number.isascii() and number.isdigit() and len(number) < 10:
        query = query.where(PostedEntry.number == int(number))
    if key:
        query = query.where(PostedEntry.number_key == key)
    found = work.session.scalars(query.order_by(PostedEntry.id.desc()).limit(MOST))
    return [(f"{one.number_key}/{one.number}", f"{one.date} {one.summary}") for one in found]
