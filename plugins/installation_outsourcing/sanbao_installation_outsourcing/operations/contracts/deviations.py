"""The deviation list of a bid: written, handed in knowingly, and heeded before the contract is signed (PEN-04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _, in_language
from sanbao.operation import operation, question
from sanbao.registry.models import Party
from sanbao_installation_outsourcing.errors.clients import NegativeDeviations
from sanbao_installation_outsourcing.kinds.contracts import READERS
from sanbao_installation_outsourcing.models import Contract, Deviation, DeviationList
from sanbao_installation_outsourcing.operations.settlements.requesting import not_in_future
from sanbao_installation_outsourcing.rules.deviations import DEVIATIONS, PARTS, Summary, summed_up
from sanbao_installation_outsourcing.schemas import deviations as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

BIDDERS = ("sales", "sales_manager", "implementation_manager", "project_manager", "service_head")
#: Who hands a bid in answers for it towards the owner.
SUBMITTERS = ("sales_manager", "service_head", "general_manager")
_COLUMNS = ("part", "clause", "requirement", "answer", "deviation", "remark", "person")


@operation(
    "bid_deviation.draft", title=N_("Write a deviation list"), schema=schemas.DeviationDraft, roles=BIDDERS
)
def draft(
    work: Work,
    *,
    party: Party,
    tender_no: str,
    title: str,
    lines: Sequence[Mapping[str, Any]],
    contract: Contract | None = None,
) -> DeviationList:
    """Write down what a tender asks and what we answer, clause by clause (偏离表, PEN-04)."""
    _refuse_stranger(party, contract)
    name = title or in_language(work.company.locale, N_("Deviations, tender {tender}"), tender=tender_no)
    head = new_document(work, "bid_deviation", title=name, party_id=party.id)
    paper = DeviationList(document=head, company_id=work.company.id, party=party, tender_no=tender_no)
    work.session.add(paper)
    work.session.flush()
    _write(work, paper, lines)
    if contract is not None:
        _belong(work, paper, contract)
    return paper


def _refuse_stranger(party: Party, contract: Contract | None) -> None:
    """Refuse a contract with somebody else, or one under which we are no bidder."""
    if contract is not None and (contract.party_id != party.id or contract.our_side != "b"):
        said = N_("{contract} is no contract that we do for {party}.")
        named = {"contract": contract.document.number, "party": party.code}
        raise Invalid([Problem("contract", said, named)])


def _write(work: Work, paper: DeviationList, lines: Sequence[Mapping[str, Any]]) -> None:
    kept = {"company_id": work.company.id, "document_id": paper.document_id}
    work.session.add_all(
        Deviation(**kept, position=position, **{name: line.get(name) for name in _COLUMNS})
        for position, line in enumerate(lines, start=1)
    )
    work.session.flush()


def _belong(work: Work, paper: DeviationList, contract: Contract) -> None:
    paper.contract_id = contract.document_id
    link_documents(work, paper.document, contract.document, "originates")


@operation(
    "bid_deviation.change",
    title=N_("Change the list"),
    on=DeviationList,
    moves={"draft": ()},
    schema=schemas.DeviationLines,
    roles=BIDDERS,
)
def change(work: Work, paper: DeviationList, *, lines: Sequence[Mapping[str, Any]]) -> DeviationList:
    """Write the answers anew while the bid is not handed in."""
    work.session.execute(delete(Deviation).where(Deviation.document_id == paper.document_id))
    _write(work, paper, lines)
    return paper


@operation(
    "bid_deviation.submit",
    title=N_("Handed in with the bid"),
    on=DeviationList,
    moves={"draft": "submitted"},
    schema=schemas.Submission,
    roles=SUBMITTERS,
)
def submit(
    work: Work, paper: DeviationList, *, submitted_on: date | None = None, knowingly: str | None = None
) -> DeviationList:
    """Record that the list went out with the bid; with negative deviations only by somebody who says why (PEN-04)."""
    found = summary_of(work, paper)
    if found.warning is not None and not knowingly:
        raise NegativeDeviations(
            list=paper.document.number, count=len(found.negative), clauses=", ".join(found.negative)
        )
    paper.submitted_on = not_in_future(work, "submitted_on", submitted_on)
    paper.submitted_knowingly = knowingly if found.warning is not None else None
    if paper.submitted_knowingly:
        work.note(paper.document, note=paper.submitted_knowingly)
    return paper


@operation(
    "bid_deviation.name_contract",
    title=N_("Name the contract"),
    on=DeviationList,
    moves={"draft": (), "submitted": ()},
    schema=schemas.NamedContract,
    roles=(*BIDDERS, "general_manager"),
)
def name_contract(work: Work, paper: DeviationList, *, contract: Contract) -> DeviationList:
    """Say which contract the bid became, so that whoever signs it sees what deviates (PEN-04)."""
    _refuse_stranger(paper.party, contract)
    if paper.contract_id is not None:
        said = N_("This list belongs to a contract already.")
        raise Invalid([Problem("contract", said)])
    _belong(work, paper, contract)
    return paper


def lines_of(work: Work, paper: DeviationList) -> list[Deviation]:
    """Return the requirements of a list in their order."""
    query = select(Deviation).where(Deviation.document_id == paper.document_id)
    return list(work.session.scalars(query.order_by(Deviation.position)))


def summary_of(work: Work, paper: DeviationList) -> Summary:
    """Return how many requirements of a list were answered how."""
    query = select(Deviation.clause, Deviation.deviation).where(Deviation.document_id == paper.document_id)
    rows = work.session.execute(query.order_by(Deviation.position))
    return summed_up((clause, deviation) for clause, deviation in rows)


def lists_of(work: Work, contract_id: int) -> list[DeviationList]:
    """Return the lists that belong to a contract and still count."""
    query = (
        select(DeviationList)
        .join(Document, Document.id == DeviationList.document_id)
        .where(DeviationList.contract_id == contract_id, Document.state.not_in(UNDONE))
        .order_by(DeviationList.document_id)
    )
    return list(work.session.scalars(query))


def warn_before_signing(work: Work, contract: Contract) -> None:
    """Note on a contract that we sign how its bid deviated from the tender: the owner may reject it (PEN-04)."""
    for paper in lists_of(work, contract.document_id) if contract.our_side == "b" else []:
        warning = summary_of(work, paper).warning
        if warning is not None:
            said = in_language(work.company.locale, warning.message, **warning.params)
            work.note(contract.document, note=f"{paper.document.number}: {said}")


@question("bid_deviation.list", schema=schemas.DeviationsQuestion, roles=(*READERS, *BIDDERS))
def list_deviations(
    work: Work, *, contract: Contract | None = None, party: Party | None = None, tender_no: str | None = None
) -> list[dict[str, Any]]:
    """Return deviation lists with every requirement, and the warning where the owner may reject the bid (PEN-04)."""
    query = (
        select(DeviationList)
        .join(Document, Document.id == DeviationList.document_id)
        .where(DeviationList.company_id == work.company.id, Document.state.not_in(UNDONE))
        .order_by(DeviationList.document_id.desc())
        .limit(200)
    )
    if contract is not None:
        query = query.where(DeviationList.contract_id == contract.document_id)
    if party is not None:
        query = query.where(DeviationList.party_id == party.id)
    if tender_no is not None:
        query = query.where(DeviationList.tender_no == tender_no)
    papers = list(work.session.scalars(query))
    lines = _lines(work, [paper.document_id for paper in papers])
    return [_shown(work, paper, lines.get(paper.document_id, [])) for paper in papers]


def _lines(work: Work, ids: Sequence[int]) -> dict[int, list[Deviation]]:
    found: dict[int, list[Deviation]] = {}
    query = select(Deviation).where(Deviation.document_id.in_(ids))
    query = query.order_by(Deviation.document_id, Deviation.position)
    for line in work.session.scalars(query) if ids else ():
        found.setdefault(line.document_id, []).append(line)
    return found


def _shown(work: Work, paper: DeviationList, lines: Sequence[Deviation]) -> dict[str, Any]:
    found = summed_up((line.clause, line.deviation) for line in lines)
    return {
        "list": paper.document.number,
        "title": paper.document.title,
        "tender_no": paper.tender_no,
        "party": paper.party.code,
        "state": paper.state,
        "state_says": work.state_label(paper, paper.state),
        "submitted_on": paper.submitted_on,
        "knowingly": paper.submitted_knowingly,
        "requirements": found.requirements,
        "positive": found.positive,
        "negative": len(found.negative),
        "warning": str(found.warning) if found.warning is not None else None,
        "lines": [
            {
                **{name: getattr(line, name) for name in ("position", *_COLUMNS)},
                "part_says": _(PARTS[line.part]),
                "says": _(DEVIATIONS[line.deviation]),
            }
            for line in lines
        ],
    }
