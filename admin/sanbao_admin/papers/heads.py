"""The head of a paper: whom and what it is about, from when it is, whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.access.models import User
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.registry.models import Party, Product, Unit
from sanbao_admin.acting import going
from sanbao_admin.papers.facts import Fact
from sanbao_admin.skin import moment

if TYPE_CHECKING:
    from sanbao.work import Work


@dataclass(frozen=True)
class UnitName:
    """The unit that a paper is about, as far as its page names it."""

    serial: str
    product: str

    @property
    def address(self) -> str:
        """Where the unit has its page."""
        return going.named("unit", self.serial)


def unit_of(work: Work, document: Document) -> UnitName | None:
    """Return the unit that a paper is about; its party is read in the same breath."""
    query = (
        select(Unit.serial, Product.name, Party)
        .select_from(Document)
        .outerjoin(Unit, Unit.id == Document.unit_id)
        .outerjoin(Product, Product.id == Unit.product_id)
        .outerjoin(Party, Party.id == Document.party_id)
        .where(Document.id == document.id)
    )
    serial, product, _party = work.session.execute(query).one()
    return UnitName(serial, product) if serial is not None else None


def head(work: Work, document: Document, unit: UnitName | None) -> list[Fact]:
    """Return what every paper has, as far as this one has it."""
    people = _people(work, document)
    entered = f"{people.get(document.created_by_id, '')} · {moment(document.created_at)}"
    rows = [
        _party(document),
        Fact(_(N_("Unit")), f"{unit.serial} {unit.product}", unit.address) if unit is not None else None,
        Fact(_(N_("Date")), document.dated_on.isoformat()),
        Fact(_(N_("In charge")), people.get(document.owner_id, "")),
        Fact(_(N_("Deputy")), people.get(document.deputy_id, "")),
        Fact(_(N_("Entered by")), entered),
        Fact(_(N_("Closed at")), moment(document.closed_at)),
    ]
    return [row for row in rows if row is not None and row.text]


def _party(document: Document) -> Fact | None:
    party = document.party
    return (
        Fact(_(N_("Party")), f"{party.code} {party.name}", going.page_of(party))
        if party is not None
        else None
    )


def _people(work: Work, document: Document) -> dict[int | None, str]:
    keys = {document.owner_id, document.deputy_id, document.created_by_id} - {None}
    query = select(User.id, User.name, User.login).where(User.id.in_(keys))
    return {key: name or login for key, name, login in work.session.execute(query)}
