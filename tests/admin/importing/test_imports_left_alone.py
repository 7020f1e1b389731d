"""A file that nobody works on any more is free at once, and rows of examples are counted nowhere."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import threading
from datetime import timedelta

import openpyxl
import pytest
from bringing import Bringer
from sqlalchemy import update

from sanbao.tables.importing import is_example
from sanbao.tables.mapping import Column
from sanbao_admin import keeping
from sanbao_admin.importing import jobs, workers
from sanbao_admin.importing.models import ImportJob

GOOD = "编码,名称,电话\nC1,滨江医院,0571-1\nC2,东海冷链,0571-2\n"
HERE = socket.gethostname()


def left_running(bringer: Bringer, worker: str, since: timedelta = timedelta(seconds=1)) -> str:
    """Leave a good file as a worker does that was stopped while the rows came in."""
    job = bringer.job("party", GOOD)
    bringer.choose(job)
    erp = bringer.office.erp
    told = {"state": jobs.IMPORTING, "started_at": erp.clock() - since, "outcome": {"worker": worker}}
    with keeping.writing(erp) as session:
        session.execute(update(ImportJob).where(ImportJob.id == int(job.rpartition("/")[2])).values(**told))
    return job


def ended_process() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.either_backend
@pytest.mark.parametrize("start", ["restarted", "stopped", "thread"])
def test_a_job_whose_worker_is_gone_is_free_at_once(bringer: Bringer, start: str) -> None:
    worker = {
        "restarted": f"{HERE}/{os.getpid()}/before",
        "stopped": f"{HERE}/{ended_process()}/any",
        "thread": workers.mark(),
    }[start]
    job = left_running(bringer, worker)

    told = bringer.page(job).text
    shown = bringer.step(job, "test")

    assert "已无进程处理" in told
    assert "每一行都正确" in shown.text


@pytest.mark.parametrize("worker", ["another-machine/1/any", f"{HERE}/{os.getppid()}/any", ""])
def test_a_job_that_another_process_may_work_on_is_left_alone(bringer: Bringer, worker: str) -> None:
    job = left_running(bringer, worker)

    told = bringer.page(job).text
    bringer.step(job, "test")

    assert "已无进程处理" not in told
    assert bringer.state(job) == "importing"


def test_a_job_of_another_machine_is_free_after_its_time(bringer: Bringer) -> None:
    job = left_running(bringer, "another-machine/1/any", since=2 * jobs.SILENT)

    assert "已无进程处理" in bringer.page(job).text


def test_a_job_that_a_thread_works_on_is_not_taken_from_it(
    bringer: Bringer, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, really = threading.Event(), jobs.running.run

    def slowly(*args: object, **more: object) -> object:
        go_on.wait(20)
        return really(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs.running, "run", slowly)
    job = bringer.job("party", GOOD)
    page = bringer.page(f"{job}/columns")
    bringer.client.post(f"{job}/columns", data=page.fields)

    told = bringer.page(job).text
    again = bringer.client.post(f"{job}/test", data={"csrf_token": page.fields["csrf_token"]})
    threads = [one.name for one in threading.enumerate()].count(f"import-{job.rpartition('/')[2]}")
    go_on.set()
    jobs.wait(int(job.rpartition("/")[2]))

    assert "已无进程处理" not in told
    assert (again.status_code, threads) == (302, 1)
    assert bringer.state(job) == "good"


def test_the_row_of_examples_is_counted_nowhere(bringer: Bringer) -> None:
    template = bringer.client.get("/import/party/template?lang=zh").data
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    for place in range(12):
        sheet.cell(3 + place, 1, f"C{place:02}")
        sheet.cell(3 + place, 2, f"客户{place}")
    filled = io.BytesIO()
    book.save(filled)

    job = bringer.job("party", filled.getvalue(), "往来单位.xlsx")
    before = bringer.page(f"{job}/columns").text
    bringer.choose(job)
    tried = bringer.page(job).text
    brought = bringer.step(job, "import").text

    assert "12 行" in before
    assert "全部 12 行" in tried
    assert "示例行 1" in tried.replace("：", " ")
    assert "已全部导入" in brought
    told = bringer.client.get(f"{job}.json").get_json()
    assert (told["rows"], told["done"]) == (12, 12)


def test_a_changed_example_is_a_row_like_any_other() -> None:
    columns = (Column("code", "编码", "Code", example="C001"), Column("name", "名称", "Name", example="东海"))

    assert is_example(columns, {"code": "C001", "name": "东海"})
    assert not is_example(columns, {"code": "C002", "name": "东海"})
    assert not is_example(columns, {"code": "C001"})
