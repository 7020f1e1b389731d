"""Expectations about the books: entries, goods, balances, the interim accounts, the verifier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.ledger import Code, reports, showing
from sanbao.ledger.models import Balance
from sanbao.ledger.reports import EntryView, LineView
from sanbao.ledger.showing import Names
from sanbao.ledger.verify import verify
from sanbao.money import from_units
from sanbao.seal import INTERIM_ROLES
from sanbao.story import checks, rows, values
from sanbao.story.report import Difference, difference
from sanbao.story.scene import Scene
from sanbao.work import Work

MOST_ENTRIES = 10_000
NOTHING = checks.word("nothing")
MONEY = checks.either(NOTHING, checks.rows(rows.money_row))
GOODS = checks.either(NOTHING, checks.rows(rows.goods_row))
_BALANCE = {
    "account": checks.text,
    "cost_object": checks.text,
    "cost_centre": checks.text,
    "party": checks.text,
    "debit": checks.amount,
    "credit": checks.amount,
}


def _balance_fields(value: Any, findings: checks.Findings, path: str) -> None:
    checks.table(_BALANCE, required=["account"])(value, findings, path)
    if isinstance(value, dict) and ("debit" in value) == ("credit" in value):
        findings.add(path, N_("give either debit or credit, 0.00 where nothing is left"))


BALANCE = checks.one_or_more(_balance_fields)
INTERIM = checks.word("zero")
CLEAN = checks.word("clean")


def entries(scene: Scene, work: Work, spec: Any, of: str | None) -> list[Difference]:
    """Compare the money lines of a paper's entries, in the order of the entries."""
    return _entries(scene, work, spec, of, "entries", rows.money_row, _has_money, showing.money_text)


def goods(scene: Scene, work: Work, spec: Any, of: str | None) -> list[Difference]:
    """Compare the quantities that a paper's entries moved, in the order of the entries."""
    return _entries(scene, work, spec, of, "goods", rows.goods_row, _has_quantity, showing.goods_text)


def _has_money(line: LineView) -> bool:
    return bool(line.debit or line.credit)


def _has_quantity(line: LineView) -> bool:
    return bool(line.quantity)


def _entries(
    scene: Scene,
    work: Work,
    spec: Any,
    of: str | None,
    what: str,
    read: Callable[[str], Sequence[Any]],
    counts: Callable[[LineView], bool],
    show: Callable[[EntryView, Names], str],
) -> list[Difference]:
    document = scene.document(work, of)
    found = reports.entries(work.connection, work.company.id, document_id=document.id, limit=MOST_ENTRIES)
    views = [view for view in found if any(map(counts, view.lines))]
    names = Names.of(work.connection, views)
    wanted = _wanted(spec)
    right = [
        position < len(views)
        and rows.is_entry(read(row), [*filter(counts, views[position].lines)], views[position], names)
        for position, row in enumerate(wanted)
    ]
    if all(right) and len(wanted) == len(views):
        return []
    missed = [row for position, row in enumerate(wanted) if not right[position]]
    others = [show(view, names) for position, view in enumerate(views) if position >= len(wanted) or not right[position]]
    where = f"{what} {document.number}"
    return [difference(where, missed or _(N_("nothing more")), others or _(N_("nothing more")))]


def _wanted(spec: Any) -> list[str]:
    if spec == "nothing":
        return []
    return list(spec) if isinstance(spec, list) else [spec]


def balances(scene: Scene, work: Work, spec: Any, of: str | None) -> list[Difference]:
    """Compare what an account carries, for the dimensions that are named."""
    return [found for wanted in (spec if isinstance(spec, list) else [spec]) for found in _balance(scene, work, wanted)]


def _balance(scene: Scene, work: Work, wanted: dict[str, str]) -> list[Difference]:
    carried = work.ledger.balance(
        Code(wanted["account"]),
        party=work.find("party", wanted["party"]).id if "party" in wanted else None,
        cost_object=scene.document(work, wanted["cost_object"]).id if "cost_object" in wanted else None,
        cost_centre=work.find("cost_centre", wanted["cost_centre"]).id if "cost_centre" in wanted else None,
    )
    expected = values.amount(wanted["debit"]) if "debit" in wanted else -values.amount(wanted["credit"])
    if carried == expected:
        return []
    named = " ".join(wanted[name] for name in _BALANCE if name in wanted and name not in ("debit", "credit"))
    return [difference(f"balance {named}", _sided(expected), _sided(carried))]


def _sided(amount: Decimal) -> str:
    side = N_("debit {amount}") if amount >= 0 else N_("credit {amount}")
    return _(side, amount=abs(amount))


def interim(scene: Scene, work: Work, spec: Any, of: str | None) -> list[Difference]:
    """Check that no interim account carries anything for any paper, or for the one that is named (LED-27)."""
    accounts = {work.ledger.chart.account(role).id: role for role in INTERIM_ROLES}
    net = func.sum(Balance.debit - Balance.credit)
    query = (
        select(Balance.account_id, Document.number, net)
        .outerjoin(Document, Document.id == Balance.cost_object_id)
        .where(Balance.company_id == work.company.id, Balance.account_id.in_(accounts))
        .group_by(Balance.account_id, Document.number)
        .having(net != 0)
        .order_by(Balance.account_id, Document.number)
    )
    if of is not None:
        query = query.where(Document.number == of)
    rows_left = work.session.execute(query).all()
    left = [f"{accounts[key]}[{number or '–'}] {from_units(int(units))}" for key, number, units in rows_left]
    return [difference("interim", spec, left)] if left else []


def verified(_scene: Scene, work: Work, spec: Any, _of: str | None) -> list[Difference]:
    """Check the whole books: chain, sums, derived balances, guards."""
    found = [str(finding) for finding in verify(work.connection).findings]
    return [difference("verify", spec, found)] if found else []
