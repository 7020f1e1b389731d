"""A table comes in through the wizard: file, columns, test run, all or nothing; in both languages, on both databases."""

from __future__ import annotations

import io

import openpyxl
import pytest
from bringing import Bringer
from offices import MakeOffice, Office
from sqlalchemy import select, update

from sanbao import tables
from sanbao.plugin import lifecycle
from sanbao.registry.models import Party
from sanbao_admin import keeping
from sanbao_admin.importing import cleaning, jobs
from sanbao_admin.importing.models import ImportJob

pytestmark = pytest.mark.either_backend

GOOD = "编码,名称,电话\nC1,滨江医院,0571-1\nC2,东海冷链,0571-2\n"
BAD = "编码,名称,是否个人消费者\nC1,滨江医院,也许\n,东海冷链,是\nC3,西湖宾馆,否\n"


def parties(office: Office) -> list[str]:
    """Return the codes of the parties that are there."""
    with office.erp.reading("admin") as work:
        return list(
            work.session.scalars(select(Party.code).where(Party.code.startswith("C")).order_by(Party.code))
        )


@pytest.mark.parametrize(("language", "said"), [("zh", "已全部导入。"), ("en", "Everything was imported.")])
def test_a_good_file_comes_in_whole(bringer: Bringer, language: str, said: str) -> None:
    bringer.client.post(
        "/account/language", data={"csrf_token": bringer.page("/account/").token, "language": language}
    )
    job = bringer.job("party", GOOD, "客户.csv")

    bringer.choose(job)
    tried = bringer.state(job), parties(bringer.office)
    shown = bringer.step(job, "import")

    assert tried == ("good", [])
    assert parties(bringer.office) == ["C1", "C2"]
    assert said in shown.text
    assert "/records/party" in shown.links


def test_of_a_bad_file_nothing_is_kept_and_every_mistake_is_shown_with_its_place(bringer: Bringer) -> None:
    job = bringer.job("party", BAD, "客户.csv")

    bringer.choose(job)

    assert bringer.state(job) == "bad"
    assert parties(bringer.office) == []
    shown = bringer.page(job).text
    assert "是否个人消费者" in shown
    assert "也许" in shown
    assert "2 行需要更正" in shown


def test_the_corrected_workbook_can_be_uploaded_as_it_is(bringer: Bringer) -> None:
    job = bringer.job("party", BAD, "客户.csv")
    bringer.choose(job)

    returned = bringer.client.get(f"{job}/problems.xlsx").data

    book = openpyxl.load_workbook(io.BytesIO(returned))
    sheet = book.active
    assert sheet is not None
    assert [sheet.cell(2, 3).fill.fgColor.rgb, sheet.cell(2, 3).value] == ["FFFFD7D7", "也许"]
    assert "也许" in str(sheet.cell(2, 4).value)
    sheet["C2"], sheet["A3"] = "是", "C2"
    corrected = io.BytesIO()
    book.save(corrected)
    again = bringer.job("party", corrected.getvalue(), "客户.xlsx")
    bringer.choose(again)
    bringer.step(again, "import")
    assert parties(bringer.office) == ["C1", "C2", "C3"]


def test_the_same_rows_twice_are_taken_once_however_they_are_packed(bringer: Bringer) -> None:
    first = bringer.job("party", GOOD)
    bringer.choose(first)
    bringer.step(first, "import")
    other = bringer.job("party", "Phone;Code;Name\n0571-1;C1;滨江医院\n0571-2;C2;东海冷链\n", "again.csv")

    bringer.choose(other)
    shown = bringer.step(other, "import")

    assert "没有重复处理" in shown.text
    assert parties(bringer.office) == ["C1", "C2"]


def test_a_button_pressed_twice_imports_once(bringer: Bringer) -> None:
    job = bringer.job("party", GOOD)
    bringer.choose(job)
    token = bringer.page(job).token

    answers = [bringer.client.post(f"{job}/import", data={"csrf_token": token}).status_code for _ in range(2)]
    jobs.wait(int(job.rpartition("/")[2]))

    assert answers == [302, 302]
    assert parties(bringer.office) == ["C1", "C2"]


def test_titles_of_ones_own_are_chosen_once_and_remembered(bringer: Bringer) -> None:
    own = "户号,户名,备注\nC1,滨江医院,老客户\n"
    job = bringer.job("party", own)
    refused = bringer.choose(job)
    bringer.choose(job, {"sheet.0.column.0": "code", "sheet.0.column.1": "name", "sheet.0.column.2": ""})
    bringer.step(job, "import")

    again = bringer.page(f"{bringer.job('party', own.replace('C1', 'C2'))}/columns")

    assert refused.status_code == 422
    assert parties(bringer.office) == ["C1"]
    assert [again.value(f"sheet.0.column.{place}") for place in range(3)] == ["code", "name", ""]


def test_a_mistake_is_told_in_the_owners_own_titles(bringer: Bringer) -> None:
    job = bringer.job("party", "户号,户名,消费者吗\nC1,滨江医院,也许\n")

    bringer.choose(
        job, {"sheet.0.column.0": "code", "sheet.0.column.1": "name", "sheet.0.column.2": "is_consumer"}
    )

    assert bringer.state(job) == "bad"
    assert "消费者吗" in bringer.page(job).text


def test_what_no_column_is_chosen_for_is_said_before_anything_is_sent(bringer: Bringer) -> None:
    job = bringer.job("party", "户号,名称\nC1,滨江医院\n")

    shown = bringer.client.get(f"{job}/columns")

    assert shown.status_code == 200
    assert "没有列对应“编码”" in shown.get_data(as_text=True)


def test_two_columns_for_one_field_are_refused_with_what_was_chosen_kept(bringer: Bringer) -> None:
    job = bringer.job("party", "编码,名称,别名\nC1,滨江医院,滨江\n")

    refused = bringer.choose(job, {"sheet.0.column.2": "name"})

    assert refused.status_code == 422
    assert "有多列对应“名称”" in refused.get_data(as_text=True)
    assert bringer.state(job) == "uploaded"


def test_a_workbook_of_all_tables_is_taken_sheet_by_sheet(bringer: Bringer) -> None:
    template = bringer.client.get("/import/register/template?lang=zh").data
    book = openpyxl.load_workbook(io.BytesIO(template))
    for sheet in book.worksheets:
        if sheet.title in ("往来单位", "成本中心"):
            sheet.delete_rows(2, 5)
            sheet["A2"], sheet["B2"] = "C9", "新单位"
        else:
            sheet.delete_rows(2, 5)
    filled = io.BytesIO()
    book.save(filled)

    job = bringer.job("register", filled.getvalue(), "register.xlsx")
    bringer.choose(job)
    shown = bringer.step(job, "import")

    assert parties(bringer.office) == ["C9"]
    assert "/records/cost_centre" in shown.links


def test_another_table_for_a_sheet_shows_its_columns(bringer: Bringer) -> None:
    job = bringer.job("register", "编码,名称\nC1,滨江医院\n", "whatever.csv")
    fields = bringer.page(f"{job}/columns").fields
    token = fields["csrf_token"]

    shown = bringer.client.post(
        f"{job}/columns",
        data={"csrf_token": token, "sheet.0.shown": "", "sheet.0.kind": "party", "again": "yes"},
    )

    assert 'name="sheet.0.column.1"' in shown.get_data(as_text=True)


def test_another_persons_file_does_not_exist(make_office: MakeOffice) -> None:
    office = make_office(people={"li.na": ["service_manager"], "zhao.min": ["service_manager"]})
    hers = Bringer(office, office.sign_in("li.na"))
    his = Bringer(office, office.sign_in("zhao.min"))
    job = hers.job("party", GOOD)

    found = [his.client.get(address).status_code for address in (job, f"{job}.json", f"{job}/columns")]

    assert found == [404, 404, 404]
    assert hers.client.get(job).status_code == 200


def test_a_table_that_a_role_may_not_write_cannot_be_brought_by_her(make_office: MakeOffice) -> None:
    office = make_office(people={"buyer": ["purchasing"], "nobody": []})
    buyer = Bringer(office, office.sign_in("buyer"))
    token = buyer.page("/import/").token

    sent = buyer.client.post(
        "/import/unit", data={"csrf_token": token, "file": (io.BytesIO(b"a,b\n1,2\n"), "a.csv")}
    )

    assert buyer.client.get("/import/").status_code == 200
    assert sent.status_code == 403
    assert buyer.client.get("/import/register").status_code == 403
    assert office.sign_in("nobody").get("/import/").status_code == 403


def test_a_job_whose_process_was_stopped_is_told_and_can_be_tried_again(bringer: Bringer) -> None:
    job = bringer.job("party", GOOD)
    bringer.choose(job)
    number = int(job.rpartition("/")[2])
    erp = bringer.office.erp
    with keeping.writing(erp) as session:
        long_ago = erp.clock() - 2 * jobs.SILENT
        session.execute(
            update(ImportJob).where(ImportJob.id == number).values(state=jobs.IMPORTING, started_at=long_ago)
        )

    told = bringer.page(job).text
    shown = bringer.step(job, "test")

    assert "已无进程处理" in told
    assert "每一行都正确" in shown.text


def test_whatever_breaks_is_one_sentence_and_keeps_nothing(
    bringer: Bringer, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = bringer.job("party", GOOD)

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(jobs.running, "run", fail)
    bringer.choose(job)

    shown = bringer.page(job).text
    assert bringer.state(job) == "broken"
    assert "disk" not in shown
    assert parties(bringer.office) == []


def test_a_file_for_a_table_whose_plugin_is_off_breaks_no_page(make_office: MakeOffice) -> None:
    office = make_office(plugins=["warranty"])
    brought = Bringer(office, office.sign_in())
    theirs = next(
        name
        for name in office.erp.registry.imports
        if office.erp.registry.owner("import", name) == "warranty"
    )
    titles = [column.title("zh") for column in office.erp.registry.imports[theirs].columns]
    job = brought.job(theirs, ",".join(titles) + "\n" + ",".join("x" for _ in titles) + "\n")
    lifecycle.disable(office.erp, "warranty")

    answers = [brought.client.get(address).status_code for address in ("/import/", job, f"{job}/columns")]

    assert answers == [200, 404, 404]


def test_an_old_file_is_forgotten_and_what_it_brought_stays(bringer: Bringer) -> None:
    job = bringer.job("party", GOOD)
    bringer.choose(job)
    bringer.step(job, "import")
    erp = bringer.office.erp

    with erp.work("system", at=erp.clock() + 2 * cleaning.KEPT) as work:
        cleaning.forget_old(work)

    assert bringer.client.get(job).status_code == 404
    assert parties(bringer.office) == ["C1", "C2"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_empty_workbook_can_be_uploaded_back(bringer: Bringer, language: str) -> None:
    template = bringer.client.get(f"/import/party/template?lang={language}")

    read = tables.read(template.data, "template.xlsx")
    refused = bringer.choose(bringer.job("party", template.data, "template.xlsx"))

    assert read.sheets[0].rows
    assert refused.status_code == 302


def test_a_file_in_gb18030_is_read(bringer: Bringer) -> None:
    job = bringer.job("party", GOOD.encode("gb18030"), "客户.csv")

    assert "滨江医院" in bringer.page(f"{job}/columns").text


def test_no_file_is_said_beside_the_field(bringer: Bringer) -> None:
    token = bringer.page("/import/party").token

    refused = bringer.client.post("/import/party", data={"csrf_token": token})

    assert refused.status_code == 422
    assert "请先选择文件" in refused.get_data(as_text=True)
