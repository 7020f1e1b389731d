"""The matching screen (核销): payments on the left, open items on the right, and what is left of the money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.errors import Conflict, Invalid, Refused
from sanbao.i18n import N_, _
from sanbao.registry.models import Party
from sanbao_admin import asking, leading, people, policy
from sanbao_admin.views import View, expose
from sanbao_billing.items import Wanted, open_items
from sanbao_billing.models import Payment
from sanbao_billing.operations.accounts import shown
from sanbao_billing.operations.payments import own_item

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_billing.rules.items import Item

OPERATION = "payment.match"
MOST = 200


class Matching(View):
    """What payments are for."""

    code = "matching"
    title = N_("Matching")
    help = N_(
        "Choose a payment, tick what it pays; amounts are proposed, and what is left of the money stands below."
    )
    need = OPERATION
    group = "money"
    icon = "link"

    def __init__(self) -> None:
        super().__init__(url="/money/matching")

    @expose("/")
    def index(self) -> Any:
        """Show the open payments, and the items that the chosen one may settle."""
        return self._page()

    @expose("/", methods=["POST"])
    @policy.allow(OPERATION)
    def match(self) -> Any:
        """Match a payment with what was ticked: the operation says whether it may be."""
        sent = asking.sent()
        chosen = [(item, sent.get(f"amount-{item}", "")) for item in asking.sent_list("item")]
        number = sent.get("payment", "")
        data = {"items": [{"item": item, "amount": amount} for item, amount in chosen]}
        if not chosen:
            return self._page(number, dict(chosen), [_(N_("Please tick at least one item."))])
        try:
            people.do(
                OPERATION, data, subject=number, key=sent.get("key"), if_version=_whole(sent.get("version"))
            )
        except (Invalid, Refused, Conflict) as error:
            return self._page(number, dict(chosen), _said(error))
        asking.tell(_(N_("{number} is matched."), number=number))
        return asking.go("/money/matching")

    def _page(
        self, number: str = "", typed: Mapping[str, str] | None = None, problems: Sequence[str] = ()
    ) -> Any:
        work = people.work()
        given = asking.typed()
        payments = _payments(work, given.get("party", ""))
        wanted = number or given.get("payment", "")
        chosen = next((one for one in payments if one["number"] == wanted), payments[0] if payments else None)
        page = self.render(
            "sanbao_billing/matching.html",
            payments=payments,
            chosen=chosen,
            items=_items(work, chosen["row"]) if chosen else [],
            proposed=_proposed(work, chosen, typed) if chosen else {},
            problems=problems,
            key=asking.sent().get("key") if problems else str(uuid4()),
            digits=work.erp.currency.digits,
            leads=leading.address_of,
            quote=quote,
        )
        return page, 422 if problems else 200


def _said(error: Invalid | Refused | Conflict) -> list[str]:
    problems = getattr(error, "problems", [])
    return [str(one) for one in problems] or [str(error)]


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _payments(work: Work, party: str) -> list[dict[str, Any]]:
    """Return the payments of which something is open, the oldest first, each with what is left of it."""
    query = (
        select(Payment, Document, Party.code, Party.name)
        .join(Document, Document.id == Payment.document_id)
        .join(Party, Party.id == Payment.party_id)
        .where(Document.company_id == work.company.id, Document.kind == "payment", Document.state == "open")
        .order_by(Payment.paid_on, Document.id)
        .limit(MOST)
    )
    if party:
        query = query.where(Party.code == party)
    rows = list(work.session.execute(query))
    left = _left(work, [payment for payment, *_rest in rows])
    return [
        {
            "row": payment,
            "number": document.number,
            "version": document.row_version,
            "party": code,
            "name": name,
            "on": payment.paid_on,
            "is_in": payment.direction == "in",
            "amount": payment.amount,
            "left": left.get(document.id, Decimal(0)),
            "text": " ".join(part for part in (payment.reference, payment.bank_text) if part),
        }
        for payment, document, code, name in rows
    ]


def _left(work: Work, payments: Sequence[Payment]) -> dict[int, Decimal]:
    keys = tuple(payment.document_id for payment in payments)
    found = open_items(work, Wanted(documents=keys, is_bare=True)) if keys else []
    return {item.key.document_id: abs(item.open) for item in found}


def _items(work: Work, payment: Payment) -> list[dict[str, Any]]:
    """Return what a payment may settle: items of its party and account on the other side, the oldest first."""
    found = open_items(work, Wanted((payment.against,), payment.party_id))
    fitting = [item for item in found if item.is_debit is (payment.direction == "in")]
    fitting.sort(key=_age)
    return [{**shown(item), "left": abs(item.open)} for item in fitting]


def _age(item: Item) -> Any:
    return item.due_on or item.on, item.on, item.entry_id or 0


def _proposed(
    work: Work, chosen: Mapping[str, Any], typed: Mapping[str, str] | None
) -> dict[str, dict[str, Any]]:
    """Return what stands in the fields: what was typed, else the proposal with its reason."""
    if typed is not None:
        return {item: {"amount": amount, "why": ""} for item, amount in typed.items()}
    if not chosen["left"] or not own_item(work, chosen["row"]):
        return {}
    rows = work.ask("match.proposal", {"payment": chosen["number"]})
    return {row["item"]: {"amount": row["amount"], "why": row["why"]} for row in rows}
