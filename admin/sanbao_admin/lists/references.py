"""What rows refer to: which table, what people call a record of it, and where its page is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import Select, func, literal, select

from sanbao.access.models import User
from sanbao.documents.models import Document
from sanbao.i18n import current_locale
from sanbao.ledger.models import Account, AccountingPeriod, Journal
from sanbao.registry.models import CostCentre, Host, Office, Party, Place, Product, Site, Unit
from sanbao_admin import policy

if TYPE_CHECKING:
    from sanbao.work import Work


@dataclass(frozen=True)
class Reference:
    """A table that rows refer to; ``address`` is where a record of it is shown."""

    model: type[Any]
    called: Any
    named: Any = None
    address: str = ""
    named_en: Any = None


@dataclass(frozen=True)
class Label:
    """How a record is called in a cell, and where it is shown."""

    code: str
    name: str
    address: str

    @property
    def text(self) -> str:
        """What stands in the cell."""
        return self.name or self.code

    @property
    def full(self) -> str:
        """The code with the name, where there is room for both."""
        return f"{self.code} {self.name}" if self.name and self.name != self.code else self.code


REFERENCES: Mapping[str, Reference] = {
    "account": Reference(Account, Account.code, Account.name, named_en=Account.name_en),
    "app_user": Reference(User, User.login, User.name),
    "cost_centre": Reference(CostCentre, CostCentre.code, CostCentre.name, "/records/cost_centre?q={}"),
    "document": Reference(Document, Document.number, None, "/paper/{}"),
    "host": Reference(Host, Host.code, None, "/records/host?q={}"),
    "journal": Reference(Journal, Journal.code, Journal.name),
    "office": Reference(Office, Office.code, Office.name, "/records/office?q={}"),
    "party": Reference(Party, Party.code, Party.name, "/party/{}"),
    "period": Reference(AccountingPeriod, AccountingPeriod.code),
    "place": Reference(Place, Place.code, Place.name, "/records/place?q={}"),
    "product": Reference(Product, Product.code, Product.name, "/product/{}"),
    "site": Reference(Site, Site.code, Site.name, "/records/site?q={}"),
    "unit": Reference(Unit, Unit.serial, None, "/unit/{}"),
}


def labels(work: Work, target: str, keys: Iterable[int]) -> dict[int, Label]:
    """Return what records of a table are called, by their keys, in one query."""
    wanted = set(keys)
    if not wanted:
        return {}
    query = _query(target).where(REFERENCES[target].model.id.in_(wanted))
    return {key: _label(target, code, name) for key, code, name in work.connection.execute(query)}


def labels_by_code(work: Work, target: str, codes: Iterable[str]) -> dict[str, Label]:
    """Return what records of a table are called, by their codes, in one query."""
    reference, wanted = REFERENCES[target], set(codes)
    if not wanted:
        return {}
    query = _query(target).where(reference.model.company_id == work.company.id, reference.called.in_(wanted))
    return {str(code): _label(target, code, name) for _key, code, name in work.connection.execute(query)}


def _query(target: str) -> Select[Any]:
    reference = REFERENCES[target]
    named: Any = reference.named if reference.named is not None else literal("")
    if reference.named_en is not None and current_locale() == "en":
        named = func.coalesce(func.nullif(reference.named_en, ""), named)
    return select(reference.model.id, reference.called, named)


def _label(target: str, code: Any, name: Any) -> Label:
    address = REFERENCES[target].address.format(quote(str(code or ""), safe=""))
    return Label(str(code or ""), str(name or ""), policy.leads(address))


def keys(work: Work, target: str, codes: Sequence[str]) -> dict[str, list[int]]:
    """Return the keys of the records that are called so; a serial number may stand for several units."""
    reference = REFERENCES[target]
    query = select(reference.called, reference.model.id).where(
        reference.model.company_id == work.company.id, reference.called.in_(codes)
    )
    found: dict[str, list[int]] = {}
    for code, key in work.connection.execute(query):
        found.setdefault(code, []).append(key)
    return found
