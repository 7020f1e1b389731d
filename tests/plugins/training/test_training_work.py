"""Training at work on both databases: lists from Excel, papers, gate, reports, effect, scale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from training_shop import School, school_in

import sanbao
from sanbao import competence, worker
from sanbao.competence import Assignment
from sanbao.competence.errors import NotQualified
from sanbao.errors import Invalid
from sanbao.importing.running import run
from sanbao.printing.papers import html_of, paper
from sanbao.tables import Heading, Table, read, write_workbook
from sanbao_training.models import Certificate


@pytest.fixture
def school(make_company: Callable[..., sanbao.Sanbao]) -> School:
    """A company with training."""
    return school_in(make_company)


def bring(school: School, kind: str, rows: list[dict[str, str]]) -> Any:
    """Bring a table as Excel."""
    titles = list(rows[0])
    table = Table(
        "名单", [Heading(title) for title in titles], [[row[title] for title in titles] for row in rows]
    )
    return run(school.erp, kind, read(write_workbook([table]), "名单.xlsx"), user="admin")


def test_a_list_of_names_comes_in_by_excel_and_nobody_twice(school: School) -> None:
    session = school.session(capacity="2")
    names = [("王一", "111X"), ("王一", "222X"), ("王三", "")]
    rows = [{"班次编号": session, "姓名": name, "单位编码": "I001", "证件尾号": tail} for name, tail in names]

    bring(school, "training_trainee", rows)

    places = school.ask("training_session.places", session=session)
    assert [(row["person"], row["name"], row["status"]) for row in places] == [
        ("I001-1", "王一", "enrolled"),
        ("I001-2", "王一", "enrolled"),
        ("I001-3", "王三", "waiting"),
    ]


def test_only_the_plugin_that_listens_gets_messages_and_only_of_what_it_hears(school: School) -> None:
    school.do("party.create", code="C002", name="乙公司")

    assert worker.deliver_due(school.erp).delivered == 0


def test_forty_certificates_come_in_one_bilingual_file(school: School) -> None:
    session = school.certified([f"学员{number}" for number in range(40)])

    with school.erp.reading("admin") as work:
        html = html_of(work, session, form="training_certificates")
        printed = paper(work, session, form="training_certificates")

    assert html.count('<article class="certificate">') == 40
    assert "合格证书" in html
    assert "Terminal installation" in html
    assert "2025-06-12" in html
    assert printed.startswith(b"%PDF")


def test_every_paper_of_training_can_be_printed(school: School) -> None:
    session = school.certified(["王一"])
    certificate = school.ask("training.expiring", within_days="3660")[0]["number"]

    with school.erp.reading("admin") as work:
        sheet = html_of(work, session, form="training_sign_in")
        outline = html_of(work, school.outline)
        one = html_of(work, certificate)

    assert "王一" in sheet
    assert "安装" in outline
    assert certificate in one


def test_a_certificate_verifies_by_the_code_on_it(school: School) -> None:
    school.certified(["王一"])
    with school.erp.reading("admin") as work:
        code = work.session.query(Certificate).one().code

    assert school.ask("training_certificate.verify", code=f"{code[:5]}-{code[5:].lower()}")["name"] == "王一"
    assert school.ask("training_certificate.verify", code="0000000000")["status"] == "unknown"
    with pytest.raises(Invalid):
        school.ask("training_certificate.verify", code=code[:-1] + ("1" if code[-1] == "0" else "0"))


def test_a_certificate_is_reminded_of_once_at_each_step(school: School) -> None:
    school.certified(["王一"])
    with school.erp.reading("admin") as work:
        number = work.session.query(Certificate).one().document.number
    for day in ("2025-03-10", "2025-03-20", "2025-05-13", "2025-06-05", "2025-06-12", "2025-06-13"):
        school.erp.clock = lambda day=day: datetime.fromisoformat(f"{day}T09:00:00+08:00")
        worker.run_jobs(school.erp, worker.Round())

    reminded = [
        line["at"].date()
        for line in school.ask("document.timeline", document=number)
        if line["operation"] == "certificate.reminded"
    ]

    # 90 days before 2025-06-12 is 03-14, so 03-20 is the first look after it; 30 days: 05-13; 7 days: 06-05
    assert reminded == [date(2025, 3, 20), date(2025, 5, 13), date(2025, 6, 5)]


def test_the_gate_keeps_the_unqualified_out_and_an_override_is_reported(school: School) -> None:
    school.do("training_matrix.require", kind_of_work="installation", skills="INST", valid_from="2024-01-01")
    school.certified(["张三"])
    with school.erp.reading("admin") as work:
        party = work.find("party", "I001")
        jobs = [
            Assignment("installation", party, date(2025, 6, 12) + timedelta(days=day), "张三")
            for day in (0, 1)
        ]
        found = competence.disqualified(work, jobs)

    assert [len(reasons) for reasons in found] == [0, 1]
    with pytest.raises(NotQualified), school.erp.work("admin") as work:
        competence.refuse(work, jobs)
    with school.erp.work("admin") as work:
        competence.refuse(work, jobs, override="已报名复审")
    (row,) = school.ask("competence.overrides")
    assert (row["on"], row["person"], row["reason"]) == (date(2025, 6, 13), "张三", "已报名复审")


def test_the_gate_asks_as_often_for_forty_people_as_for_two(school: School) -> None:
    school.do("training_matrix.require", kind_of_work="installation", skills="INST", valid_from="2024-01-01")
    names = [f"学员{number}" for number in range(40)]
    school.certified(names)
    with school.erp.reading("admin") as work:
        party = work.find("party", "I001")
        jobs = [Assignment("installation", party, date(2024, 6, 13), name) for name in [*names, "陌生人"]]
        asked: list[str] = []
        event.listen(work.connection, "before_cursor_execute", lambda *given: asked.append(given[2]))

        few = competence.disqualified(work, jobs[:2])
        for_few, asked[:] = len(asked), []
        many = competence.disqualified(work, jobs)

    assert [bool(reasons) for reasons in few] == [False, False]
    assert [bool(reasons) for reasons in many] == [False] * 40 + [True]
    assert len(asked) <= for_few


def test_the_effect_is_seen_in_the_papers_about_the_installers_units(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    school = school_in(make_company, "warranty")
    school.do("product.create", code="GPS", name="终端")
    for number in range(3):
        school.do("unit.register", serial=f"G-000{number}", product="GPS", customer="C001", installer="I001")
    for serial, day in (("G-0000", "2024-06-04"), ("G-0000", "2024-06-05"), ("G-0001", "2024-06-06")):
        school.do("claim.open", at=f"{day}T09:00:00+08:00", unit=serial, fault="无信号")
    school.certified(["张三"])
    school.do("claim.open", at="2024-06-20T09:00:00+08:00", unit="G-0002", fault="无信号")

    (row,) = school.ask("training.effect", outline="INST", days="30")

    assert (row["party"], row["kind"], row["before"], row["after"], row["change"]) == (
        "I001",
        "claim",
        3,
        1,
        -2,
    )
    assert (row["repeated_before"], row["repeated_after"], row["first_time_before"]) == (1, 0, 2)


def test_a_session_of_its_own_day_is_held_not_before(school: School) -> None:
    session = school.session()

    with pytest.raises(sanbao.errors.Refused) as refused:
        school.do("training_session.hold", session)

    assert refused.value.code == "training.not_yet_begun"


def test_only_the_certificate_that_lasts_longest_is_said_to_end(school: School) -> None:
    scan = {"skill": "INST", "issuer": "应急管理局", "scan_name": "证.png", "scan": "aVZCT1I="}
    school.do("training_person.create", code="P1", name="张三", party="I001")
    for number, until in enumerate(("2024-07-31", "2024-08-31")):
        facts = {"licence_no": f"L{number}", "issued_on": "2024-01-01", "valid_until": until}
        school.do("training_licence.record", person="P1", **facts, **scan)

    found = school.ask("training.expiring", on="2024-06-12", within_days="90")

    assert [one["valid_until"].isoformat() for one in found] == ["2024-08-31"]
