"""A survey of a service agent is put on record: who, when, how, and the marks (PTY-09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.documents.operations import new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS
from sanbao_installation_outsourcing.models import AgentSurvey, Contract, NamedPerson, SurveyMark
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, keep_file
from sanbao_installation_outsourcing.rules.scorecard import Questionnaire
from sanbao_installation_outsourcing.schemas.surveys import SurveyInput
from sanbao_installation_outsourcing.surveying import asked_by

if TYPE_CHECKING:
    from sanbao.work import Work

SURVEYORS = (*KEEPERS, "qc", "general_manager")


@operation("agent_survey.record", title=N_("Record a survey"), schema=SurveyInput, roles=SURVEYORS)
def record(
    work: Work,
    *,
    way: str,
    marks: Sequence[Mapping[str, Any]],
    party: Party | None = None,
    person: NamedPerson | None = None,
    contract: Contract | None = None,
    surveyed_on: date | None = None,
    asked: str | None = None,
    surveyed_by: str | None = None,
    remarks: str | None = None,
    paper: dict[str, Any] | None = None,
) -> AgentSurvey:
    """Put on record what was found about a service agent by visit, telephone or questionnaire (PTY-09)."""
    day = day_of(work, surveyed_on, "surveyed_on")
    version, form = asked_by(work)
    given = _marks(form, marks)
    firm, paper_of = _agent(work, party, person, contract)
    name = person.name if person is not None else ""
    head = new_document(
        work,
        "agent_survey",
        title=" · ".join(part for part in (firm.name if firm is not None else "", name) if part),
        party_id=firm.id if firm is not None else None,
    )
    survey = AgentSurvey(
        document=head,
        company_id=work.company.id,
        party=firm,
        person_id=person.id if person is not None else None,
        contract_id=paper_of,
        name=name,
        surveyed_on=day,
        way=way,
        asked=asked,
        surveyed_by=surveyed_by or work.user.name,
        code=form.code,
        questionnaire=version,
        least=form.least,
        most=form.most,
        remarks=remarks,
    )
    work.session.add(survey)
    work.session.flush()
    work.session.add_all(
        SurveyMark(company_id=work.company.id, document_id=survey.document_id, aspect=aspect, mark=mark)
        for aspect, mark in given.items()
    )
    if paper is not None:
        keep_file(work, head, paper, "evidence")
    return survey


def _agent(
    work: Work, party: Party | None, person: NamedPerson | None, contract: Contract | None
) -> tuple[Party | None, int | None]:
    """Return the firm that was surveyed, none where it is a person of ours, and the contract it is about."""
    if person is None:
        return party, contract.document_id if contract is not None else None
    own = work.session.get_one(Contract, person.contract_id)
    firm = own.party if own.our_side == "a" else None
    problems = []
    if party is not None and (firm is None or firm.id != party.id):
        said = N_("{name} is not named by {party}.")
        problems.append(Problem("person", said, {"name": person.name, "party": party.code}))
    if contract is not None and contract.document_id != person.contract_id:
        said = N_("{name} is named under another contract.")
        problems.append(Problem("contract", said, {"name": person.name}))
    if problems:
        raise Invalid(problems)
    return firm, person.contract_id


def _marks(form: Questionnaire, given: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the mark of each aspect; every one that the questionnaire does not know is named at once."""
    found: dict[str, int] = {}
    problems = []
    for position, row in enumerate(given):
        aspect, said = form.aspect(row["aspect"]), row.get("mark")
        if aspect is None:
            unknown = N_("The questionnaire does not ask about {aspect}.")
            problems.append(Problem(f"marks.{position}.aspect", unknown, {"aspect": row["aspect"]}))
        elif aspect in found:
            problems.append(Problem(f"marks.{position}.aspect", N_("Each stands only once.")))
        if said is None:
            continue
        mark = form.mark(said)
        if mark is None:
            told = {"mark": said, "least": form.least, "most": form.most}
            wrong = N_("{mark} is no mark of the questionnaire; they go from {least} to {most}.")
            problems.append(Problem(f"marks.{position}.mark", wrong, told))
        elif aspect is not None:
            found[aspect] = mark
    if not problems and not found:
        problems.append(Problem("marks", N_("Please give at least one mark.")))
    if problems:
        raise Invalid(problems)
    return found
