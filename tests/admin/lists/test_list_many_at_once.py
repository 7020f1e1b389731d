"""One operation on many rows: tried first, done once, each row with its own outcome."""

from __future__ import annotations

from typing import Any

import pytest
from list_stock import chips, keys, look, unit_row
from offices import Office
from reading import Page, page_of
from sqlalchemy import func, select
from werkzeug.test import Client

from sanbao.plugin.models import OperationLog
from sanbao.registry.models import Milestone

pytestmark = pytest.mark.either_backend


def _send(browser: Client, path: str, data: dict[str, Any]) -> tuple[int, Page]:
    token = look(browser, f"{path}?saved=none").token
    answer = browser.post(f"{path}/bulk", data={"csrf_token": token, **data})
    return answer.status_code, page_of(answer)


def _unaccepted(count: int) -> list[str]:
    return [str(unit_row(number, 1, 1)["serial"]) for number in range(0, 6 * count, 6)]


def _accepted_count(office: Office) -> int:
    with office.erp.reading("admin") as work:
        return int(work.session.scalar(select(func.count()).select_from(Milestone)) or 0)


def test_a_set_is_tried_and_then_done_together_and_once(listed: Office) -> None:
    browser, units = listed.sign_in(), _unaccepted(3)
    asked = {"operation": "unit.accept", "subject": units}

    _status, form = _send(browser, "/records/unit", asked)
    filled = {**asked, "accepted_on": "2024-06-01", "key": form.value("key")}
    status, tried = _send(browser, "/records/unit", {**filled, "act": "try"})
    before = _accepted_count(listed)
    _status, done = _send(browser, "/records/unit", {**filled, "act": "do"})
    _status, again = _send(browser, "/records/unit", {**filled, "act": "do"})

    assert form.value("subject").split() == units
    assert (status, before) == (200, 0)
    assert "nothing was kept" in tried.text
    assert "This was done." in done.text
    assert "had been done already" in again.text
    assert _accepted_count(listed) == 3


def test_all_that_is_filtered_takes_part(listed: Office) -> None:
    browser = listed.sign_in()
    asked = {"operation": "unit.accept", "every": "yes", "query": "state=in_use&product=CAM&sold_on=-"}

    _status, form = _send(browser, "/records/unit", asked)

    wanted = {str(unit_row(n, 1, 1)["serial"]) for n in range(500) if n % 6 == 0}
    assert set(form.value("subject").split()) == wanted


def test_row_by_row_each_has_its_outcome_and_a_refusal_holds_nobody_up(called: Office) -> None:
    browser = called.sign_in()
    numbers = [row.removeprefix("/paper/") for row in keys(look(browser, "/papers/claim"))]
    called.erp.do("document.void", {"reason": "doppelt"}, subject=numbers[2], user="admin")
    asked = {"operation": "document.void", "subject": numbers, "reason": "Test"}

    _status, form = _send(browser, "/papers/claim", asked)
    asked["key"] = form.value("key")
    _status, tried = _send(browser, "/papers/claim", {**asked, "act": "try"})
    _status, done = _send(browser, "/papers/claim", {**asked, "act": "do"})

    assert "5 would be done 1 refused" in chips(tried.text)
    assert "5 done 1 refused" in chips(done.text)
    with called.erp.reading("admin") as work:
        states = {number: work.find("claim", number).state for number in numbers}
        logged = work.session.scalars(
            select(OperationLog.id).where(OperationLog.operation == "document.void")
        )
        assert len(list(logged)) == 6
    assert set(states.values()) == {"void"}


def test_what_is_wrong_with_the_form_stands_beside_its_field_and_nothing_is_done(called: Office) -> None:
    browser = called.sign_in()
    numbers = [row.removeprefix("/paper/") for row in keys(look(browser, "/papers/claim"))]

    status, page = _send(
        browser, "/papers/claim", {"operation": "document.void", "subject": numbers, "act": "do"}
    )

    assert status == 422
    assert "f-reason" in page.invalid
    assert page.value("subject").split() == numbers


def test_only_what_the_person_may_do_is_offered_or_done(called: Office) -> None:
    clerk = called.sign_in("clerk")
    shown = look(clerk, "/papers/claim")
    offered = {
        given["value"] for tag, given in shown.elements if tag == "option" and "." in given.get("value", "")
    }
    number = keys(shown)[0].removeprefix("/paper/")

    refused = _send(
        clerk, "/papers/claim", {"operation": "document.void", "subject": number, "reason": "x", "act": "do"}
    )
    foreign = _send(clerk, "/papers/claim", {"operation": "party.create", "subject": number, "act": "do"})

    assert "claim.start_repair" in offered
    assert "document.void" not in offered
    assert (refused[0], foreign[0]) == (404, 404)


def test_without_a_tick_nothing_happens(listed: Office) -> None:
    status, _page = _send(listed.sign_in(), "/records/unit", {"operation": "unit.accept"})

    assert status == 303
