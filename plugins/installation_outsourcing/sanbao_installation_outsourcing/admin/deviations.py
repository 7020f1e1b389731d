"""Deviations of bids in the back office: a list of all requirements, and the warning on the contract's page (PEN-04)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.i18n import N_, _
from sanbao_admin.acting.opening import written
from sanbao_admin.lists.spec import Col, ListSpec, Search
from sanbao_admin.papers.panels import Panel
from sanbao_installation_outsourcing.kinds.bids import DEVIATION_LIST
from sanbao_installation_outsourcing.kinds.contracts import CONTRACT
from sanbao_installation_outsourcing.models import Deviation, DeviationList
from sanbao_installation_outsourcing.rules.deviations import DEVIATIONS, PARTS

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

_TEMPLATE = "sanbao_installation_outsourcing/deviations.html"

REQUIREMENTS = ListSpec(
    name="installation/deviations",
    path="/installation/deviations",
    title=N_("Requirements and deviations"),
    help=N_(
        "What tenders ask and what our bids answer, clause by clause; a negative deviation may cost the bid."
    ),
    menu="installation_outsourcing",
    icon="list",
    root=Deviation,
    need="bid_deviation.list",
    sort="list",
    called="id",
    columns=[
        Col(
            "list",
            Deviation.document_id,
            "reference",
            N_("Deviation list"),
            target="document",
            is_sortable=True,
            is_filter=True,
            is_group=True,
        ),
        Col("clause", Deviation.clause, title=N_("Clause of the tender")),
        Col(
            "part", Deviation.part, "words", N_("Part of the bid"), words=PARTS, is_filter=True, is_group=True
        ),
        Col("requirement", Deviation.requirement, title=N_("What the tender asks")),
        Col("answer", Deviation.answer, title=N_("What we answer")),
        Col(
            "deviation",
            Deviation.deviation,
            "words",
            N_("Deviation"),
            words=DEVIATIONS,
            is_filter=True,
            is_group=True,
        ),
        Col("remark", Deviation.remark),
        Col("person", Deviation.person, title=N_("Answered by"), is_filter=True),
    ],
    search=Search(
        contains=(Deviation.requirement, Deviation.answer), hint=N_("Words of the tender or of the answer")
    ),
    create=("bid_deviation.draft",),
    empty=N_("No deviation list is written yet. Write one, or import it from Excel."),
)


def deviating(work: Work, document: Document) -> Sequence[Panel]:
    """Return what the bid behind a contract answered otherwise than asked, or what a list itself says in all."""
    if document.kind not in (CONTRACT.name, DEVIATION_LIST.name) or not work.access.may("bid_deviation.list"):
        return []
    if document.kind == CONTRACT.name:
        found = work.ask("bid_deviation.list", {"contract": document.number})
    else:
        asked = {"party": document.party.code} if document.party is not None else {}
        found = [one for one in work.ask("bid_deviation.list", asked) if one["list"] == document.number]
    shown = {"lists": found, "is_contract": document.kind == CONTRACT.name}
    return [Panel(_(N_("Deviations from the tender")), shown, _TEMPLATE)] if found else []


def standing(work: Work, operation: str, record: Any) -> Sequence[dict[str, Any]]:
    """Return what stands in the form that changes a list: every requirement with our answer (PEN-04)."""
    if operation != "bid_deviation.change" or not isinstance(record, DeviationList):
        return []
    query = select(Deviation).where(Deviation.document_id == record.document_id).order_by(Deviation.position)
    names = ("part", "clause", "requirement", "answer", "deviation", "remark", "person")
    lines = [written(**{name: getattr(one, name) for name in names}) for one in work.session.scalars(query)]
    return [{"lines": lines}]
