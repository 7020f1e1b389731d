"""The lots of a contract as the version in force has them; a lot that has jobs is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.i18n import N_
from sanbao.registry.finding import by_code
from sanbao.registry.models import Office
from sanbao_installation_outsourcing.agreed import terms_of
from sanbao_installation_outsourcing.errors.contracts import LotInUse
from sanbao_installation_outsourcing.models import Contract, ContractVersion, Job, Lot
from sanbao_installation_outsourcing.rules.agreements import Terms
from sanbao_installation_outsourcing.teams import put_team_in_force

if TYPE_CHECKING:
    from sanbao.work import Work

_office = by_code(Office, N_("office"))


def lots_of(work: Work, contract_id: int) -> list[Lot]:
    """Return the lots of a contract in the order of their codes."""
    return list(work.session.scalars(select(Lot).where(Lot.contract_id == contract_id).order_by(Lot.code)))


def show_head(work: Work, contract: Contract, terms: Mapping[str, Any]) -> None:
    """Keep on the contract's own row what lists and hooks ask for: sums and term."""
    read, currency = terms_of(terms), work.erp.currency
    contract.total_fee = read.total_fee(currency)
    contract.price = read.contract_price(currency)
    contract.starts_on = _day(terms.get("starts_on"))
    contract.ends_on = _day(terms.get("ends_on"))


def put_in_force(work: Work, contract: Contract, version: ContractVersion) -> None:
    """Let the lots say what the version says; one that it no longer names is dropped."""
    read = terms_of(version.terms)
    there = {lot.code: lot for lot in lots_of(work, contract.document_id)}
    for given in version.terms["lots"]:
        lot = there.pop(given["code"], None)
        if lot is None:
            lot = Lot(company_id=work.company.id, contract_id=contract.document_id, code=given["code"])
        _write(work, lot, given, read)
        work.session.add(lot)
    for lot in there.values():
        lot.is_dropped = True
    put_team_in_force(work, contract, read.team)
    contract.version = version.version
    show_head(work, contract, version.terms)
    work.session.flush()


def _write(work: Work, lot: Lot, given: Mapping[str, Any], terms: Terms) -> None:
    own = terms.lot(lot.code)
    assert own is not None  # noqa: S101 - the lot comes from these terms
    lot.name, lot.quantity, lot.unit_fee = own.name, own.quantity, own.unit_fee
    lot.total_fee = own.total_fee(work.erp.currency)
    lot.daily_quota = given.get("daily_quota")
    lot.starts_on, lot.due_on = _day(given.get("starts_on")), _day(given.get("due_on"))
    lot.centre_id = _office(work, given["centre"]).id if "centre" in given else None
    lot.product, lot.place = given.get("product"), given.get("place")
    lot.is_dropped = False


def refuse_lost_lots(work: Work, contract: Contract, terms: Terms) -> None:
    """Refuse terms that drop a lot with jobs, or leave it fewer units than it has."""
    query = (
        select(Lot.code, func.count(Job.id))
        .join(Job, Job.lot_id == Lot.id)
        .where(Lot.contract_id == contract.document_id, Job.state != "cancelled")
        .group_by(Lot.code)
        .order_by(Lot.code)
    )
    for code, count in work.session.execute(query):
        lot = terms.lot(code)
        if lot is None or lot.quantity < count:
            raise LotInUse(lot=code, count=count)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value is not None else None
