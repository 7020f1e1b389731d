"""What rows refer to: which table, what people call a record of it, and where its page is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import literal, select

from sanbao.access.models import User
from sanbao.documents.models import Document
from sanbao.ledger.models import Account, AccountingPeriod, Journal
from sanbao.registry.models import CostCentre, Host, Office, Party, Place, Product, Site, Unit

if TYPE_CHECKING:
    from sanbao.work import Work


@dataclass(frozen=True)
class Reference:
    """A table that rows refer to; ``address`` is where a record of it is shown."""

    model: type[Any]
    called: Any
    named: Any = None
    address: str = ""


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


REFERENCES: Mapping[str, Reference] = {
    "account": Reference(Account, Account.code, Account.name),
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
    reference = REFERENCES[target]
    named: Any = reference.named if reference.named is not None else literal("")
    query = select(reference.model.id, reference.called, named).where(reference.model.id.in_(wanted))
    return {
        key: Label(
            str(code or ""), str(name or ""), reference.address.format(quote(str(code or ""), safe=""))
        )
        for key, code, name in work.connection.execute(query)
    }


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
