"""The table in which surveys of service agents are brought and taken away: a row for each mark (PTY-09)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.importing.columns import day
from sanbao.plugin import ImportKind
from sanbao.registry.models import Party
from sanbao.tables import Choice, Column
from sanbao_installation_outsourcing.models import AgentSurvey, SurveyMark

if TYPE_CHECKING:
    from sanbao.work import Work

_WAYS = (
    Choice("visit", "走访", "Visit"),
    Choice("phone", "电话", "Telephone"),
    Choice("questionnaire", "问卷", "Questionnaire"),
)
_COLUMNS = (
    Column("party", "服务代理编码", "Service agent", example="B"),
    Column("person", "指定人员", "Agent's person", help=N_("The number or the name of a named person.")),
    Column("contract", "合同编号", "Contract", example="IC202406-0001"),
    day("surveyed_on", "调查日期", "Surveyed on", "2024-06-07"),
    Column("way", "调查方式", "Way of asking", required=True, choices=_WAYS),
    Column("asked", "受访人", "Who was asked", example="刘主任"),
    Column("surveyed_by", "调查人", "Surveyed by", example="马丽"),
    Column("remarks", "备注", "Remarks"),
    Column("aspect", "调查项目", "Aspect", required=True, example="服务态度"),
    Column("mark", "评分", "Mark", help=N_("A mark of the questionnaire or its words."), example="4"),
)
_PAGE = 1_000


def surveys(work: Work) -> Iterator[dict[str, Any]]:
    """Give every mark of every survey that counts, page by page, as it could be brought again."""
    last = 0
    contract = aliased(Document)
    query = (
        select(SurveyMark, AgentSurvey, Party.code, contract.number)
        .join(AgentSurvey, AgentSurvey.document_id == SurveyMark.document_id)
        .join(Document, Document.id == AgentSurvey.document_id)
        .outerjoin(Party, Party.id == AgentSurvey.party_id)
        .outerjoin(contract, contract.id == AgentSurvey.contract_id)
        .where(SurveyMark.company_id == work.company.id, Document.state.not_in(UNDONE))
        .order_by(SurveyMark.id)
        .limit(_PAGE)
    )
    while rows := work.session.execute(query.where(SurveyMark.id > last)).all():
        for mark, survey, party, number in rows:
            last = mark.id
            yield {
                "party": party,
                "person": survey.name or None,
                "contract": number,
                **{name: getattr(survey, name) for name in _SAME},
                "aspect": mark.aspect,
                "mark": str(mark.mark),
            }
        work.session.expunge_all()


_SAME = ("surveyed_on", "way", "asked", "surveyed_by", "remarks")
KINDS = [
    ImportKind(
        "agent_survey",
        N_("Agent surveys"),
        "agent_survey.record",
        _COLUMNS,
        "",
        "服务代理调查",
        lines="marks",
        rows=surveys,
    ),
]
