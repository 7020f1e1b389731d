"""One operation on more records than one waits for: a run of its own, each record once, with what was refused and why."""

from __future__ import annotations

from typing import Any

import pytest
from offices import Clock, MakeOffice, Office, token_in
from reading import page_of
from sqlalchemy import func, select, update

import sanbao
from sanbao import worker
from sanbao.documents.models import Document
from sanbao_admin import keeping
from sanbao_admin.runs import running
from sanbao_admin.runs.models import BulkRun

COUNT = 30


def _quotes(erp: sanbao.Sanbao) -> None:
    erp.do("party.create", {"code": "C1", "name": "滨江医院"}, user="admin")
    line = {"text": "检修", "quantity": "1", "price": "100", "tax": "VAT13"}
    for _number in range(COUNT):
        erp.do("quote.draft", {"party": "C1", "lines": [line]}, user="admin")


@pytest.fixture
def clock() -> Clock:
    """A clock that a test moves on."""
    return Clock()


@pytest.fixture
def desk(make_office: MakeOffice, clock: Clock) -> Office:
    """An office with thirty quotes, two of which are void."""
    made = make_office(clock=clock, prepare=_quotes, people={"wang": ["service_manager"]})
    for number in (5, 17):
        made.erp.do("document.void", {"reason": "重复"}, subject=_number(number), user="admin")
    return made


def _number(place: int) -> str:
    return f"Q202406-{place:04d}"


def _send(desk: Office, **more: str) -> Any:
    browser = desk.sign_in()
    form = {"operation": "document.void", "subject": "\n".join(_number(one + 1) for one in range(COUNT))}
    token = token_in(browser.get("/papers/quote"))
    opened = page_of(browser.post("/papers/quote/bulk", data={"csrf_token": token, **form}))
    sent = {"csrf_token": opened.token, "key": opened.value("key"), **form, "act": "do", **more}
    return browser, sent, browser.post("/papers/quote/bulk", data=sent)


def _voided(desk: Office) -> int:
    with desk.erp.reading("admin") as work:
        query = select(func.count()).select_from(Document).where(Document.state == "void")
        return int(work.session.scalar(query) or 0)


def test_many_records_are_done_in_a_run_that_tells_what_was_refused_and_why(desk: Office) -> None:
    browser, _sent, answer = _send(desk, reason="客户不要了")
    running.wait(1)

    page = page_of(browser.get(answer.location))

    assert (answer.status_code, answer.location) == (303, "/runs/1")
    assert browser.get("/runs/1.json").json == {"state": "done", "done": COUNT, "rows": COUNT}
    assert _number(5) in page.text
    assert _number(17) in page.text
    assert _number(6) not in page.text
    assert _voided(desk) == COUNT
    assert "/runs/1" in page_of(browser.get("/runs/")).links


def test_the_same_form_sent_twice_is_one_run(desk: Office) -> None:
    browser, sent, first = _send(desk, reason="客户不要了")
    running.wait(1)

    second = browser.post("/papers/quote/bulk", data=sent)

    assert (first.location, second.location) == ("/runs/1", "/runs/1")
    assert _voided(desk) == COUNT


def test_what_is_wrong_with_the_form_is_told_before_anything_begins(desk: Office) -> None:
    browser, _sent, answer = _send(desk)

    assert answer.status_code == 422
    assert "f-reason" in page_of(answer).invalid
    assert _voided(desk) == 2
    assert browser.get("/runs/1").status_code == 404


def _cut_off(desk: Office, after: int) -> int:
    """Leave a run as a process leaves it that was stopped: some records done, no word of the last few."""
    subjects = [_number(one + 1) for one in range(COUNT)]
    with desk.erp.reading("admin") as work:
        user_id = work.user.id
    for subject in subjects[:after]:
        if subject not in (_number(5), _number(17)):
            given = {"reason": "客户不要了"}
            desk.erp.do("document.void", given, user="admin", subject=subject, key=f"form-1:{subject}")
    with keeping.writing(desk.erp) as session:
        run = BulkRun(
            company_id=desk.erp.company_row.id,
            user_id=user_id,
            key="form-1",
            operation="document.void",
            data={"reason": "客户不要了"},
            subjects=subjects,
            locale="zh_Hans_CN",
            back="/papers/quote",
            state="running",
            worker="gone",
            made_at=desk.erp.clock(),
            beat_at=desk.erp.clock(),
        )
        session.add(run)
        session.flush()
        return run.id


def test_a_run_whose_process_was_stopped_is_taken_over_by_the_worker_and_nothing_is_done_twice(
    desk: Office, clock: Clock
) -> None:
    number = _cut_off(desk, after=13)
    clock.forward(minutes=3)

    worker.run_once(desk.erp)
    running.wait(number)

    with keeping.reading(desk.erp) as session:
        run = session.get_one(BulkRun, number)
    assert (run.state, run.done_count) == ("done", COUNT - 2)
    assert [subject for subject, _reason in run.refused] == [_number(5), _number(17)]
    assert _voided(desk) == COUNT


def test_a_run_that_shows_signs_of_life_is_left_to_whoever_has_it(desk: Office, clock: Clock) -> None:
    number = _cut_off(desk, after=0)
    clock.forward(minutes=1)

    worker.run_once(desk.erp)
    running.wait(number)

    assert _voided(desk) == 2


def test_a_run_is_stopped_and_goes_on(desk: Office, clock: Clock) -> None:
    number = _cut_off(desk, after=0)
    browser = desk.sign_in()
    token = token_in(browser.get(f"/runs/{number}"))
    browser.post(f"/runs/{number}/stop", data={"csrf_token": token})
    clock.forward(minutes=3)
    worker.run_once(desk.erp)
    before = _voided(desk)

    browser.post(f"/runs/{number}/resume", data={"csrf_token": token})
    running.wait(number)

    assert before == 2
    assert _voided(desk) == COUNT


def test_a_run_that_was_stopped_meanwhile_ends_after_a_few_records(desk: Office, clock: Clock) -> None:
    number = _cut_off(desk, after=0)
    clock.forward(minutes=3)
    with keeping.writing(desk.erp) as session:
        session.execute(update(BulkRun).values(worker=""))
    run = _first(desk, number)

    running.stop(desk.erp, number)
    running._go_through(desk.erp, run, "admin", "")

    assert _voided(desk) == 2 + running.BEAT - 1


def _first(desk: Office, number: int) -> BulkRun:
    with keeping.reading(desk.erp) as session:
        return session.get_one(BulkRun, number)


def test_anothers_run_does_not_exist(desk: Office) -> None:
    number = _cut_off(desk, after=0)
    browser = desk.sign_in("wang")
    token = token_in(browser.get("/account/"))

    answers = [
        browser.get(f"/runs/{number}").status_code,
        browser.get(f"/runs/{number}.json").status_code,
        browser.post(f"/runs/{number}/stop", data={"csrf_token": token}).status_code,
        browser.post(f"/runs/{number}/resume", data={"csrf_token": token}).status_code,
    ]

    assert answers == [404] * 4
