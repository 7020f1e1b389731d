"""From a record to its paper: find the form, gather what it shows, print it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao.errors import NotFound
from sanbao.i18n import N_
from sanbao.printing.engine import pdf
from sanbao.printing.forms import Form, render_html
from sanbao.printing.printouts import DOCUMENT
from sanbao.vouchers.finding import NUMBER

if TYPE_CHECKING:
    from sanbao.work import Work


class NoSuchRecord(NotFound):
    """Nothing that is printed has this number."""

    code = "printing.nothing"
    message = N_("There is no paper, voucher or unit “{key}”")


class NoForm(NotFound):
    """No enabled plugin brings a printed form for this."""

    code = "printing.no_form"
    message = N_("there is no printed form for {what}; forms: {known}")


def html_of(work: Work, key: str, *, form: str | None = None, languages: Sequence[str] | None = None) -> str:
    """Return a record's paper as HTML: a document or a voucher by its number, a unit by its serial number.

    A document for whose kind no enabled plugin brings a form is printed as the core can read it.
    """
    chosen, record = _find(work, key, form)
    given = chosen.context(work, record) if chosen.context is not None else {}
    return render_html(chosen, {"company": company_facts(work), "zone": work.zone, **given}, languages)


def paper(work: Work, key: str, *, form: str | None = None, languages: Sequence[str] | None = None) -> bytes:
    """Return a record's paper as PDF; the same input gives the same bytes."""
    return pdf(html_of(work, key, form=form, languages=languages))


def _find(work: Work, key: str, name: str | None) -> tuple[Form, Any]:
    forms: dict[str, Form] = {**work.registry.forms, DOCUMENT.name: DOCUMENT}
    if name is not None and name not in forms:
        raise NoForm(what=name, known=", ".join(forms))
    try:
        document: Document | None = work.find("document", key)
    except NotFound:
        document = None
    kind = document.kind if document is not None else "entry" if NUMBER.fullmatch(key) else "unit"
    own = next((one for one in forms.values() if one.kind == kind), DOCUMENT if document is not None else None)
    chosen = forms[name] if name is not None else own
    if chosen is None:
        if work.access.may(f"{kind}.read"):
            _of_any_kind(work, kind, key)
        raise NoForm(what=key, known=", ".join(forms))
    # The core's own form fits every kind; what may be read is still the kind of the paper.
    work.access.require(f"{kind if chosen is DOCUMENT else chosen.kind}.read")
    return chosen, work.find(chosen.kind, key) if name is not None else _of_any_kind(work, chosen.kind, key)


def _of_any_kind(work: Work, kind: str, key: str) -> Any:
    """Return the record; what has the number of nothing else could be a unit, so where it is none, it is none of all."""
    try:
        return work.find(kind, key)
    except NotFound as error:
        raise (NoSuchRecord(key=key) if kind == "unit" else error) from error


def company_facts(work: Work) -> dict[str, Any]:
    """Return what the head of every paper says of the company."""
    company = work.company
    return {"name": company.name, "address": company.address or "", "phone": company.phone or ""}
