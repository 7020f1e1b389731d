"""A contract and a statement on their pages: what was agreed, in words and numbers, and why each amount is what it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from sanbao.decision import from_json
from sanbao.i18n import N_, _
from sanbao.registry.models import Office
from sanbao_admin.papers.panels import Panel
from sanbao_installation_outsourcing.admin.deciding import carries
from sanbao_installation_outsourcing.agreed import newest, terms_of
from sanbao_installation_outsourcing.kinds.contracts import CONTRACT, SETTLEMENT
from sanbao_installation_outsourcing.models import Contract, InstallerEvent, Job, Lot
from sanbao_installation_outsourcing.operations.jobs.counting import IS_DONE
from sanbao_installation_outsourcing.stated import stated

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

_REWRITTEN_BY = ("installer_contract.change", "installer_contract.amend")
_TEMPLATES = "sanbao_installation_outsourcing"


def agreed(work: Work, document: Document) -> Sequence[Panel]:
    """Return the lots with how far they are, the clauses as sentences, and the versions with what each changed."""
    if document.kind != CONTRACT.name or not work.access.may("installer_contract.text"):
        return []
    # The paper is at hand: the questions need not look for it again.
    work.cache.setdefault((CONTRACT.name, document.number), work.session.get_one(Contract, document.id))
    asked = {"contract": document.number}
    text = work.ask("installer_contract.text", asked)
    lots = {"contract": document.number, "lots": _lots(work, document), "text": text}
    clauses = {
        **asked,
        "clauses": text["clauses"],
        "response": text["response"],
        "may_try": work.access.may("installer_clause.try"),
    }
    versions = {"versions": work.ask("installer_contract.versions", asked)}
    return [
        Panel(_(N_("Lots")), lots, f"{_TEMPLATES}/lots.html"),
        Panel(_(N_("Terms of payment")), {"sentences": text["payment"]}, f"{_TEMPLATES}/payment.html"),
        Panel(_(N_("Clauses")), clauses, f"{_TEMPLATES}/clauses.html"),
        Panel(_(N_("Versions")), versions, f"{_TEMPLATES}/versions.html"),
    ]


def team(work: Work, document: Document) -> Sequence[Panel]:
    """Return whom a contract in force wants and whom it has (PTY-08, PTY-11)."""
    if document.kind != CONTRACT.name or not work.access.may("named_person.required"):
        return []
    if not work.session.get_one(Contract, document.id).version:
        return []
    asked = {"contract": document.number}
    people = work.ask("named_person.list", asked)
    found = work.ask("named_person.required", asked)
    return [Panel(_(N_("Named persons")), {**found, "people": people}, f"{_TEMPLATES}/team.html")]


def filled(work: Work, operation: str, record: Any) -> Sequence[dict[str, Any]]:
    """Return what stands in a form: of a contract its newest version (INS-17), of a decision how far it carries (CAL-10)."""
    if isinstance(record, InstallerEvent):
        return [carries(work, operation, record)]
    return [stated(work, record)] if operation in _REWRITTEN_BY and isinstance(record, Contract) else []


def _lots(work: Work, document: Document) -> list[dict[str, Any]]:
    """Return the lots with how many of their units are done, accepted, and on a statement; of a draft, as it is written."""
    contract = work.session.get_one(Contract, document.id)
    if not contract.version:
        return _written_lots(work, contract)
    query = (
        select(Lot, Office.name, IS_DONE, func.count(Job.accepted_on), func.count(Job.settlement_id))
        .outerjoin(Office, Office.id == Lot.centre_id)
        .outerjoin(Job, and_(Job.lot_id == Lot.id, Job.state.not_in(("cancelled", "removed"))))
        .where(Lot.contract_id == document.id)
        .group_by(Lot.id, Office.name)
        .order_by(Lot.code)
    )
    names = ("lot", "centre", "done", "accepted", "paid")
    return [dict(zip(names, row, strict=True)) for row in work.session.execute(query)]


def _written_lots(work: Work, contract: Contract) -> list[dict[str, Any]]:
    """Return the lots that a draft names: nothing is done of them yet."""
    terms, currency = newest(work, contract).terms, work.erp.currency
    fees = {lot.code: (lot.unit_fee, lot.total_fee(currency)) for lot in terms_of(terms).lots}
    own = {"is_dropped": False, "name": "", "daily_quota": None, "due_on": None}
    lots = [
        {**own, **lot, **dict(zip(("unit_fee", "total_fee"), fees[lot["code"]], strict=True))}
        for lot in terms["lots"]
    ]
    return [
        {"lot": lot, "centre": lot.get("centre"), "done": 0, "accepted": 0, "paid": 0}
        for lot in sorted(lots, key=lambda one: str(one["code"]))
    ]


def reasons(work: Work, document: Document) -> Sequence[Panel]:
    """Return the lines of a statement with their steps, each deduction leading to its event (CAL-12)."""
    if document.kind != SETTLEMENT.name or not work.access.may("installer_settlement.lines"):
        return []
    lines = work.ask("installer_settlement.lines", {"settlement": document.number})
    shown = [{**line, "trace": from_json(line["trace"])} for line in lines]
    return (
        [Panel(_(N_("Why these amounts")), {"lines": shown}, f"{_TEMPLATES}/reasons.html")] if shown else []
    )
