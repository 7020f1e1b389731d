"""Service agents are surveyed: brought and taken away as tables, printed, entered on a page, and seen by whom it concerns (PTY-09)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from job_yard import PAPER, furnish, number_of
from sqlalchemy import func, select

import sanbao
from sanbao.documents.models import Attachment, Document
from sanbao.errors import Forbidden, Invalid, NotFound
from sanbao.importing.exporting import export_kind
from sanbao.importing.running import run
from sanbao.printing.papers import html_of
from sanbao.tables import Heading, Table, Workbook, read, write_workbook
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.models import AgentSurvey

MARKS = [
    {"aspect": "服务意识", "mark": "4"},
    {"aspect": "服务态度", "mark": "3"},
    {"aspect": "level", "mark": "不太满意"},
]
ROWS = [
    {"服务代理编码": "YB", "调查日期": "2024-06-02", "调查方式": "电话", "调查项目": "服务态度", "评分": "4"},
    {"服务代理编码": "YB", "调查日期": "2024-06-02", "调查方式": "电话", "调查项目": "服务质量", "评分": "5"},
    {
        "服务代理编码": "YN",
        "调查日期": "2024-06-02",
        "调查方式": "走访",
        "调查项目": "服务态度",
        "评分": "不满意",
    },
]


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Two installers at work."""
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=furnish, clock=clock)


def workbook(rows: Sequence[Mapping[str, str]]) -> Workbook:
    titles = list(dict.fromkeys(key for row in rows for key in row))
    table = Table(
        "服务代理调查",
        [Heading(key) for key in titles],
        [[row.get(key, "") for key in titles] for row in rows],
    )
    return read(write_workbook([table]), "表.xlsx")


def recorded(erp: sanbao.Sanbao, **more: Any) -> str:
    """Record a survey of the first installer; return its number."""
    given = {"party": "YB", "way": "visit", "marks": MARKS, **more}
    return str(erp.do("agent_survey.record", given, user="ma.li").number)


def agents(erp: sanbao.Sanbao, login: str = "he.tao") -> dict[str, Any]:
    """Return what the scorecard says of each agent."""
    return {one["party"]: one for one in erp.ask("agent_survey.scorecard", {}, user=login)["agents"]}


def test_a_table_brings_one_survey_for_rows_that_belong_together(erp: sanbao.Sanbao) -> None:
    outcome = run(erp, "agent_survey", workbook(ROWS), user="ma.li")

    assert outcome.problems == []
    found = agents(erp)
    assert (found["YB"]["count"], str(found["YB"]["mean"])) == (1, "4.50")
    assert (found["YN"]["count"], str(found["YN"]["mean"])) == (1, "1.00")


def test_every_bad_row_of_a_table_is_named_and_nothing_is_kept(erp: sanbao.Sanbao) -> None:
    bad = [
        *ROWS,
        {**ROWS[2], "受访人": "甲", "评分": "9"},
        {**ROWS[2], "受访人": "乙", "服务代理编码": "NOBODY"},
    ]

    outcome = run(erp, "agent_survey", workbook(bad), user="ma.li")

    assert len(outcome.problems) == 2
    assert agents(erp) == {}


def test_what_is_taken_away_could_be_brought_again(erp: sanbao.Sanbao) -> None:
    run(erp, "agent_survey", workbook(ROWS), user="ma.li")

    with erp.reading("ma.li") as work:
        taken = read(export_kind(work, "agent_survey"), "表.xlsx")
    outcome = run(erp, "agent_survey", taken, user="ma.li")

    assert outcome.problems == []
    assert [(one["count"], str(one["mean"])) for one in agents(erp).values()] == [(2, "1.00"), (2, "4.50")]


def test_a_mark_or_an_aspect_that_there_is_not_is_named_beside_its_row(erp: sanbao.Sanbao) -> None:
    marks = [
        {"aspect": "价格", "mark": "4"},
        {"aspect": "attitude", "mark": "6"},
        {"aspect": "quality", "mark": "5"},
    ]

    with pytest.raises(Invalid) as refused:
        recorded(erp, marks=marks)

    assert [one.path for one in refused.value.problems] == ["marks.0.aspect", "marks.1.mark"]
    assert agents(erp) == {}


def test_a_day_that_has_not_come_is_refused(erp: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        recorded(erp, surveyed_on="2024-06-04")

    assert [one.path for one in refused.value.problems] == ["surveyed_on"]


def test_the_record_of_it_is_attached_and_the_paper_says_marks_in_words(erp: sanbao.Sanbao) -> None:
    number = recorded(erp, paper=PAPER, remarks="态度好")

    with erp.reading("he.tao") as work:
        page = html_of(work, number)
        query = (
            select(func.count()).select_from(Attachment).join(Document, Document.id == Attachment.document_id)
        )
        kept = work.session.scalar(query.where(Document.number == number))

    assert kept == 1
    assert "不太满意" in page
    assert "态度好" in page


def test_he_who_was_surveyed_sees_it_only_where_the_company_says_so(erp: sanbao.Sanbao) -> None:
    mine, other = recorded(erp), recorded(erp, party="YN")

    assert agents(erp, "man.YB") == {}
    with erp.reading("man.YB") as work, pytest.raises(NotFound):
        work.find("agent_survey", mine)
    erp.do("setting.change", {"name": "outsourcing_survey_shown", "value": "yes"}, user="admin")

    assert set(agents(erp, "man.YB")) == {"YB"}
    with erp.reading("man.YB") as work:
        assert work.find("agent_survey", mine).way == "visit"
        with pytest.raises(NotFound):
            work.find("agent_survey", other)


def test_a_centre_sees_what_is_about_its_contracts_and_what_she_recorded_herself(erp: sanbao.Sanbao) -> None:
    recorded(erp, contract=number_of("YB"))
    recorded(erp, party="YN", contract=number_of("YN"))

    assert set(agents(erp, "head.YB")) == {"YB"}
    given = {"party": "YN", "way": "phone", "marks": MARKS}
    erp.do("agent_survey.record", given, user="head.YB")
    assert set(agents(erp, "head.YB")) == {"YB", "YN"}


def test_an_installer_records_no_survey(erp: sanbao.Sanbao) -> None:
    with pytest.raises(Forbidden):
        erp.do("agent_survey.record", {"party": "YB", "way": "visit", "marks": MARKS}, user="man.YB")

    with erp.reading("he.tao") as work:
        assert work.session.scalar(select(func.count()).select_from(AgentSurvey)) == 0


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_form_begins_with_the_aspects_of_the_questionnaire(erp: sanbao.Sanbao, sign_in: Any) -> None:
    page = sign_in("ma.li").get("/do/agent_survey.record").text

    for position, aspect in enumerate(("服务意识", "服务态度", "服务水平", "服务质量")):
        assert re.search(rf'name="marks.{position}.aspect"[^>]*value="{aspect}"', page), aspect


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_pages_of_a_survey_its_scorecard_and_a_team_are_shown(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number = recorded(erp)
    erp.do("named_person.name", {"contract": number_of("YB"), "post": "队长", "name": "周队"}, user="ma.li")
    client = sign_in("he.tao")

    assert "不太满意" in client.get(f"/paper/{number}").text
    assert "YB 安装队" in client.get("/reports/agent_scorecard").text
    assert "周队" in client.get(f"/paper/{number_of('YB')}").text


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_no_page_shows_an_installer_what_was_found_about_him(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number = recorded(erp)
    client = sign_in("man.YB")

    assert client.get(f"/paper/{number}").status_code == 404
    for address in (
        "/papers/agent_survey",
        "/papers/agent_survey/count.json",
        "/reports/agent_scorecard",
        "/",
    ):
        assert number not in client.get(address, follow_redirects=True).text, address


def test_a_centre_opens_the_papers_that_its_scorecard_counts(erp: sanbao.Sanbao) -> None:
    mine, other = recorded(erp, contract=number_of("YB")), recorded(erp, party="YN", contract=number_of("YN"))

    with erp.reading("head.YB") as work:
        assert work.find("agent_survey", mine).way == "visit"
        with pytest.raises(NotFound):
            work.find("agent_survey", other)
