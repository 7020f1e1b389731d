"""Contracts that a run could not settle: kept with their reason, shown, and tried again without the others (INS-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from sanbao.decision import Text, from_json, to_json
from sanbao.documents.models import Document
from sanbao.errors import Invalid, SanbaoError
from sanbao.i18n import N_
from sanbao.registry.models import Party
from sanbao_installation_outsourcing.models import Contract, SettlementRefusal, SettlementRun

if TYPE_CHECKING:
    from sanbao.work import Work


def keep(work: Work, run: SettlementRun, contract: Contract, error: SanbaoError) -> None:
    """Keep why a contract could not be settled."""
    work.session.add(
        SettlementRefusal(
            company_id=work.company.id,
            run_id=run.id,
            contract_id=contract.document_id,
            code=error.code,
            reason=to_json(_said(error)),
            refused_at=work.now,
        )
    )


def forget(work: Work, run: SettlementRun, contracts: Sequence[Contract]) -> None:
    """Forget why these contracts could not be settled: they are tried anew."""
    ids = [one.document_id for one in contracts]
    work.session.execute(
        delete(SettlementRefusal).where(
            SettlementRefusal.run_id == run.id, SettlementRefusal.contract_id.in_(ids)
        )
    )


def _said(error: SanbaoError) -> Text:
    """Return a refusal as a sentence that every reader gets in her own language."""
    if isinstance(error, Invalid) and error.problems:
        problems = [Text(one.message, _plain(one.params)) for one in error.problems]
        return Text(N_("Please correct: {problems}"), {"problems": problems})
    return Text(error.message, _plain(error.params))


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in params.items()}


def _value(value: Any) -> Any:
    if isinstance(value, SanbaoError):
        return _said(value)
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    return value if isinstance(value, str | int | Decimal | date | Text | None) else str(value)


def refused(work: Work, run: SettlementRun, limit: int | None) -> list[Contract]:
    """Return the contracts that a run could not settle, those first that were tried longest ago."""
    query = (
        select(Contract)
        .join(SettlementRefusal, SettlementRefusal.contract_id == Contract.document_id)
        .where(SettlementRefusal.run_id == run.id)
        .order_by(SettlementRefusal.refused_at, Contract.document_id)
        .limit(limit)
    )
    return list(work.session.scalars(query))


def shown(work: Work, run: SettlementRun) -> list[dict[str, Any]]:
    """Return which contracts a run could not settle, and why, in the reader's language."""
    query = (
        select(SettlementRefusal, Document.number, Party.name)
        .join(Document, Document.id == SettlementRefusal.contract_id)
        .join(Party, Party.id == Document.party_id)
        .where(SettlementRefusal.run_id == run.id)
        .order_by(Document.id)
    )
    return [
        {"contract": number, "party": party, "code": one.code, "reason": str(from_json(one.reason))}
        for one, number, party in work.session.execute(query)
    ]
