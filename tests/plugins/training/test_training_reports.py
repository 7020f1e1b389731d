"""The reports of training as people get them: Excel, opened by another program, with the figures of the questions."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from training_shop import School, furnish, school_in

import sanbao
from sanbao.i18n import use_locale
from sanbao.reporting import running

Rows = list[list[Any]]


@pytest.fixture
def school(make_company: Callable[..., sanbao.Sanbao]) -> School:
    """A company in which there is something to report: a lot that is ready, a fault, a need, a course for two of three."""
    return school_in(make_company, "warranty", prepare=live_through_a_month)


def live_through_a_month(erp: sanbao.Sanbao) -> None:
    """Let a lot, a fault, a need and a course be."""
    furnish(erp)
    school = School(erp)
    school.do("product.create", code="GPS", name="终端")
    school.do("unit.register", serial="G-1", product="GPS", customer="C001", installer="I001", batch="L1")
    school.do("unit.milestone", "G-1", kind="commissioned", reached_on="2024-06-03")
    school.do("claim.open", unit="G-1", fault="无信号")
    school.do(
        "training_need.report", cause="finding", outline="INST", party="I001", heads="2", finding="接线不规范"
    )
    session = school.session()
    for name in ("王一", "王二", "王三"):
        school.do("training_session.enrol_name", session, name=name)
    school.do("training_session.attend", session, present=["王一", "王二"])
    school.do("training_session.hold", session, at="2024-06-12T18:00:00+08:00")
    scores = [{"person": "王一", "score": "80"}, {"person": "王二", "score": "30"}]
    school.do("training_session.grade", session, at="2024-06-12T18:00:00+08:00", results=scores)
    school.do("training_session.certify", session, at="2024-06-12T18:00:00+08:00")


def sheets(school: School, name: str, language: str = "zh_Hans_CN", **given: Any) -> dict[str, Rows]:
    """Return a report's sheets as another program reads them."""
    with school.erp.reading("admin") as work, use_locale(language):
        report = running.find(work, name)
        content = running.workbook(work, report, running.run(work, report, given), given)
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def row_of(rows: Rows, cell: Any) -> dict[str, Any]:
    """Return the row that has this cell, by the titles above it."""
    titles = next(row for row in rows if len([one for one in row if one is not None]) > 1)
    return dict(zip(titles, next(row for row in rows if cell in row and row is not titles), strict=True))


def test_what_was_held(school: School) -> None:
    found = sheets(school, "training_fulfilment", start="2024-06-01", end="2024-06-30")

    row = row_of(found["培训完成情况"], "终端安装培训")
    assert [row[title] for title in ("已计划", "已举办", "已取消", "报名人数", "到场人数", "合格")] == [
        1,
        1,
        0,
        3,
        2,
        1,
    ]
    # two of three came, one of two passed; a cell in per cent holds the share
    assert [row[title] for title in ("计划完成率", "出勤率", "合格率")] == [1, 0.6667, 0.5]


def test_what_is_owed(school: School) -> None:
    found = sheets(school, "training_duties", all="yes")

    row = row_of(found["应履行的培训"], "培训")
    # Monday 06-03 → 4, 5, 6, 7, and 11: the 8th to the 10th are Dragon Boat
    assert (row["往来单位"], row["批次"], row["到期日"], row["状态"]) == (
        "C001",
        "L1",
        datetime(2024, 6, 11),  # noqa: DTZ001 - a day as a workbook holds it
        "待履行",
    )


def test_who_can_do_what_and_whose_certificate_ends_when(school: School) -> None:
    matrix = sheets(school, "training_matrix", on="2024-07-01")["技能矩阵"]
    expiring = sheets(school, "training_expiring", within_days="3660")["到期证书"]

    assert row_of(matrix, "王一")["终端安装"] == "✓ 2025-06-12"
    assert row_of(matrix, "王二")["终端安装"] == "–"
    assert row_of(expiring, "王一")["有效期至"] == datetime(2025, 6, 12)  # noqa: DTZ001


def test_a_certificate_that_begins_later_has_not_ended(school: School) -> None:
    matrix = sheets(school, "training_matrix", on="2024-06-11")["技能矩阵"]

    assert row_of(matrix, "王一")["终端安装"] == "–"


def test_what_is_needed_and_planned(school: School) -> None:
    plan = school.do("training_plan.draft", year="2024", budget="100").number
    school.do("training_plan.gather", plan, session_cost="50")

    needs = sheets(school, "training_needs", year="2024")["培训需求"]
    planned = sheets(school, "training_plan", plan=plan)["培训计划"]

    assert (row_of(needs, "I001")["原因"], row_of(needs, "I001")["人数"]) == ("检查发现", 2)
    assert row_of(needs, "C001")["原因"] == "合同"
    assert (row_of(planned, "I001")["培训大纲"], row_of(planned, "I001")["预算"]) == ("INST", 50)


def test_what_it_changed(school: School) -> None:
    found = sheets(school, "training_effect", days="30")

    assert row_of(found["培训前后对比"], "平安安装 质保报修单")["之前"] == 1
    row = row_of(found["按班次"], "平安安装")
    assert [row[title] for title in ("之前", "之后", "增减")] == [1, 0, -1]


def test_every_report_is_there_in_english_too(school: School) -> None:
    found = sheets(school, "training_fulfilment", "en", start="2024-06-01", end="2024-06-30")

    assert row_of(found["Training held"], "终端安装培训")["Was held"] == 1
