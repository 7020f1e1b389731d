"""All contracts are settled, one after the other, each in its own transaction: stopped half-way, it simply goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.errors import SanbaoError
from sanbao_installation_outsourcing.models import Contract

if TYPE_CHECKING:
    from sanbao.app import Sanbao


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one contract: the number of its statement, or why there is none."""

    contract: str
    statement: str | None
    refusal: str | None = None


def settle_all(erp: Sanbao, until_on: date, user: str) -> Iterator[Settled]:
    """Request the statement of every contract up to a day (INS-20).

    The day and the contract are the key of each request, so a run that was killed and is started again requests
    nothing twice and brings what it had not reached.
    """
    for number in _contracts(erp, user):
        data = {"contract": number, "until_on": until_on.isoformat()}
        try:
            done = erp.do("installer_payment.request", data, user=user, key=f"settle:{number}:{until_on}")
        except SanbaoError as refusal:
            yield Settled(number, None, refusal.code)
        else:
            yield Settled(number, done.number)


def _contracts(erp: Sanbao, user: str) -> list[str]:
    query = (
        select(Document.number)
        .join(Contract, Contract.document_id == Document.id)
        .where(Contract.our_side == "a", Document.state.in_(("in_force", "terminated")))
        .order_by(Document.id)
    )
    with erp.reading(user=user) as work:
        found = work.session.scalars(query.where(Document.company_id == work.company.id))
        return [number for number in found if number is not None]
