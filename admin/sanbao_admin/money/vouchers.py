"""The journal of a month, and its vouchers: reviewed by a second person, printed, handed over to other books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Response, request
from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.i18n import N_, current_locale
from sanbao.ledger import periods
from sanbao.vouchers import finding
from sanbao.vouchers.errors import NoVouchers
from sanbao.vouchers.listing import STATES
from sanbao.vouchers.models import Handover
from sanbao_admin import acting, leading, people, policy
from sanbao_admin.acting import going
from sanbao_admin.money import months
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.work import Work

QUESTION = "voucher.list"
#: So many vouchers are printed at once; a month of more is printed in parts.
MOST_PRINTED = 500


class Journal(View):
    """The entries of a month with all their lines, in the order of the books."""

    code = "journal"
    title = N_("Journal")
    help = N_("Every entry of a month with its lines, in the order of the books.")
    need = QUESTION
    group = "money"
    icon = "list"

    def __init__(self) -> None:
        super().__init__(url="/money/entries")

    @expose("/")
    def index(self) -> Any:
        """Show a page of a month."""
        return self.render("sanbao/money/journal.html", **_month_of(people.work()))


class Vouchers(View):
    """The vouchers of a month and what became of them after they were posted."""

    code = "vouchers"
    title = N_("Journal vouchers")
    help = N_(
        "The vouchers of a month: what a second person has looked at, and what other books have been given."
    )
    need = QUESTION
    group = "money"
    icon = "note"

    def __init__(self) -> None:
        super().__init__(url="/money/vouchers")

    @expose("/")
    def index(self) -> Any:
        """Show a page of a month, and the batches that were handed over."""
        work = people.work()
        page = _month_of(work)
        return self.render(
            "sanbao/money/vouchers.html",
            **page,
            states=STATES,
            batches=_batches(work, page["month"]),
            layouts=work.ask("handover.layouts") if work.access.may("handover.layouts") else [],
            address=acting.address,
            most=MOST_PRINTED,
        )

    @expose("/print")
    @policy.allow("entry.read")
    def print(self) -> Any:
        """Print the vouchers of a month, or some of them, as one PDF."""
        from sanbao.printing import pdf
        from sanbao.vouchers import printouts

        work = people.work()
        period = request.args.get("period", "")
        month = periods.find(work.connection, work.company.id, period)
        found = finding.of_month(work, month, _number("first"), _number("last"))[:MOST_PRINTED]
        if not found:
            raise NoVouchers(period=period)
        content = pdf(printouts.html_of(work, found, languages()))
        head = {"Content-Disposition": f'inline; filename="vouchers-{month.code}.pdf"'}
        return Response(content, mimetype="application/pdf", headers=head)


def languages() -> tuple[str, ...] | None:
    """Return the languages of a printed paper that the address asks for; None leaves them to the form."""
    known = {"zh": ("zh_Hans_CN",), "en": ("en",), "both": ("zh_Hans_CN", "en")}
    return known.get(request.args.get("lang", ""))


def _number(name: str) -> int | None:
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None


def _month_of(work: Work) -> dict[str, Any]:
    """Return a page of a month's entries, with the words of its address."""
    known = months.listed(work)
    period = request.args.get("period") or months.usual(known, work.today)
    state = request.args.get("state", "")
    given = {"period": period, "state": state, "after": request.args.get("after", "")}
    answer = work.ask(QUESTION, given)
    kept = {name: value for name, value in given.items() if value and name != "after"}
    return {
        "months": [one.code for one in known],
        "month": period,
        "state": state,
        "answer": answer,
        "is_english": current_locale() == "en",
        "is_first": not given["after"],
        "first": f"?{urlencode(kept)}",
        "further": f"?{urlencode({**kept, 'after': answer['next']})}" if answer["next"] else "",
        "entry": going.entry,
        "paper": going.paper,
        "to_account": leading.to_account,
        "leads": leading.address_of,
    }


def _batches(work: Work, period: str) -> list[dict[str, Any]]:
    """Return the batches of a month that were handed over."""
    if not work.access.may("handover.read"):
        return []
    query = (
        select(Document.number, Document.state, Handover.layout, Handover.vouchers_count, Document.created_at)
        .join(Handover, Handover.document_id == Document.id)
        .where(Document.company_id == work.company.id, Handover.period == period)
        .order_by(Document.id.desc())
        .limit(50)
    )
    return [dict(row) for row in work.session.execute(query).mappings()]
