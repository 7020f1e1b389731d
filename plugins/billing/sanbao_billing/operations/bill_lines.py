"""The lines of a supplier's bill: what each clears of the accrual, and who bears what it costs (LED-09, PUR-03, PUR-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.costing.models import CostLine
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.ledger import Code, Line, debit
from sanbao.ledger.models import Account, PostedLine
from sanbao.registry.models import CostCentre
from sanbao_billing.models import Bill, BillLine
from sanbao_billing.roles import accounts_of
from sanbao_billing.rules.items import Item, named

if TYPE_CHECKING:
    from sanbao.work import Work


@dataclass
class Reckoned:
    """A line of a bill with what it clears, what it costs, and the ledger lines that it becomes."""

    row: BillLine
    clears: list[tuple[Item, Decimal]] = field(default_factory=list)
    posted: list[Line] = field(default_factory=list)
    cost: CostLine | None = None


def reckon_lines(
    work: Work, bill: Bill, lines: Sequence[dict[str, Any]], accruals: Sequence[Item]
) -> list[Reckoned]:
    """Reckon every line; each takes from the accruals what earlier lines left."""
    left = {item.key: abs(item.open) for item in accruals if not item.is_debit}
    found, problems = [], []
    for position, given in enumerate(lines):
        tax = given.get("tax", Decimal(0))
        row = BillLine(
            company_id=work.company.id,
            document_id=bill.document_id,
            position=position + 1,
            text=given["text"],
            net=given["net"],
            tax=tax,
            accrued=Decimal(0),
            difference=Decimal(0),
            reason=given.get("reason"),
        )
        # The tax of an ordinary invoice cannot be deducted: it is part of the cost.
        cost = given["net"] if bill.invoice_kind == "special" else given["net"] + tax
        one = Reckoned(row)
        if "accrual" in given:
            problems += _against_accrual(work, one, given, cost, accruals, left)
        else:
            problems += _as_cost(work, one, given, cost)
        found.append(one)
    if problems:
        raise Invalid(problems)
    return found


def _against_accrual(
    work: Work,
    one: Reckoned,
    given: dict[str, Any],
    cost: Decimal,
    accruals: Sequence[Item],
    left: dict[Any, Decimal],
) -> list[Problem]:
    """Clear what was accrued, and find who bears the difference; return what is wrong."""
    where = f"lines.{one.row.position - 1}"
    items = [item for item in named(accruals, given["accrual"]) if left.get(item.key)]
    if not items:
        return [
            Problem(
                f"{where}.accrual", N_("There is no open item “{item}” here."), {"item": given["accrual"]}
            )
        ]
    wanted = given.get("accrued", sum((left[item.key] for item in items), Decimal(0)))
    for item in items:
        part = min(wanted - one.row.accrued, left[item.key])
        if part > 0:
            left[item.key] -= part
            one.row.accrued += part
            one.clears.append((item, part))
            one.posted.append(debit("GRIR", part, party=item.party_id, rule="LED-09"))
    one.row.difference = cost - wanted
    problems = []
    if one.row.accrued < wanted:
        message = N_("Only {open} is accrued there.")
        problems.append(Problem(f"{where}.accrued", message, {"open": one.row.accrued}))
    if one.row.difference and not given.get("reason"):
        message = N_("It differs from the accrual by {difference}; please say why.")
        problems.append(Problem(f"{where}.reason", message, {"difference": one.row.difference}))
    if one.row.difference and not problems:
        _bear_difference(work, one, items[0])
    return problems


def _bear_difference(work: Work, one: Reckoned, accrual: Item) -> None:
    """Charge a difference in price where the accrual went: to the case while it is open, else to expense (PUR-04)."""
    amount = one.row.difference
    query = (
        select(Account.code, Account.kind, PostedLine.cost_centre_id, PostedLine.cost_object_id, Account.id)
        .join_from(PostedLine, Account, Account.id == PostedLine.account_id)
        .where(PostedLine.entry_id == accrual.entry_id, PostedLine.debit != 0)
        .order_by(PostedLine.position)
    )
    origin = work.session.execute(query).first()
    case = work.session.get(Document, origin.cost_object_id) if origin and origin.cost_object_id else None
    one.row.case_id = case.id if case is not None else None
    service = work.find("cost_centre", work.setting("service_centre")).id
    if case is not None and origin is not None and origin.id == work.ledger.chart.account("SERVICE_WIP").id:
        work.locked(case)
        if case.closed_at is None:
            one.posted.append(debit("SERVICE_WIP", amount, cost_object=case.id, rule="LED-09"))
            one.cost = _cost_line(work, one, case)
        else:
            line = debit("WARRANTY_EXP", amount, cost_centre=service, cost_object=case.id, rule="LED-09")
            one.posted.append(line)
    elif origin is not None and origin.kind == "expense":
        centre = origin.cost_centre_id or service
        one.posted.append(debit(Code(origin.code), amount, cost_centre=centre, rule="PUR-04"))
    else:
        one.posted.append(debit("BOUGHT_SERVICE_EXP", amount, cost_centre=service, rule="LED-09"))


def _cost_line(work: Work, one: Reckoned, case: Document) -> CostLine:
    """Return the cost by which the case's sheet keeps footing to the ledger (LED-26); the bill posts it."""
    return CostLine(
        company_id=work.company.id,
        document_id=case.id,
        cost_type="outside",
        description=one.row.reason or "",
        incurred_on=work.today,
        amount=one.row.difference,
        party_id=None,
    )


def _as_cost(work: Work, one: Reckoned, given: dict[str, Any], cost: Decimal) -> list[Problem]:
    """Charge a cost that was never accrued to a department (PUR-03); return what is wrong."""
    centre: CostCentre = given["cost_centre"]
    one.row.cost_centre_id = centre.id
    if given.get("account") is None:
        one.posted.append(debit("BOUGHT_SERVICE_EXP", cost, cost_centre=centre.id, rule="PUR-04"))
        return []
    query = select(Account).where(
        Account.company_id == work.company.id, Account.code == given["account"], Account.is_active
    )
    account = work.session.scalars(query).one_or_none()
    wrong = (
        account is None
        or account.kind not in ("expense", "asset")
        or account.id in accounts_of(work.ledger.chart)
    )
    if account is None or wrong:
        where = f"lines.{one.row.position - 1}.account"
        return [Problem(where, N_("{code} is no account of cost."), {"code": given["account"]})]
    one.row.account_id = account.id
    one.posted.append(debit(Code(account.code), cost, cost_centre=centre.id, rule="PUR-04"))
    return []
