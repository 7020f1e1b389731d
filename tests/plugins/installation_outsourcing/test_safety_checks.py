"""The safety checklist: filled in on the phone, seen by whom it concerns, printed in both languages (INS-18)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from job_yard import PHOTO, furnish, issued, sent_out
from werkzeug.test import Client, TestResponse

import sanbao
from sanbao.errors import Invalid, NotFound
from sanbao.printing.papers import html_of
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.rules.safety import Spot, unchecked
from sanbao_installation_outsourcing.safety import checklist_of

PAGE, HIS, FOREIGN = "/installer/safety/", "IO202406-0001", "IO202406-0002"
POINTS = (
    "protection",
    "users_rules",
    "surroundings",
    "power_off",
    "electrician",
    "welding",
    "height",
    "wiring",
)
DAY = date(2024, 6, 3)


def at_work(erp: sanbao.Sanbao) -> None:
    """Let both installers have an order and terminals."""
    furnish(erp)
    for code in ("YB", "YN"):
        sent_out(erp, code)
        issued(erp, code, [f"{code}-{n}" for n in range(1, 5)])


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-03T08:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=at_work, clock=clock)


def send(client: Client, files: tuple[str, ...] = (), **words: str) -> TestResponse:
    """Send the checklist as the page does."""
    page = client.get(f"{PAGE}?order={HIS}")
    token = re.search(r'name="csrf_token" value="([^"]*)"', page.text)
    data: dict[str, Any] = {"csrf_token": token.group(1) if token else "", "order": HIS, **words}
    data |= {f"photo.{code}": (io.BytesIO(b"\xff\xd8\xff\xe0"), "现场.jpg") for code in files}
    return client.post(PAGE, data=data, follow_redirects=True)


def answers(**others: str) -> dict[str, str]:
    return {f"answer.{code}": others.get(code, "kept") for code in POINTS}


def given(**others: str) -> list[dict[str, Any]]:
    """Return the points as the operation takes them, with a note for those that failed and photos where they are wanted."""
    rows = [{"point": code, "answer": others.get(code, "kept")} for code in POINTS]
    for row in rows:
        if row["answer"] == "failed":
            row["note"] = "已整改"
    proved = ("protection", "surroundings")
    return [{**row, **({"photo": PHOTO} if row["point"] in proved else {})} for row in rows]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_he_fills_in_the_checklist_and_the_day_is_checked(erp: sanbao.Sanbao, sign_in: Any) -> None:
    client = sign_in("man.YB")
    before = client.get("/installer/").text

    done = send(client, ("protection", "surroundings"), **answers(welding="not_needed"), signer="王小五")

    assert done.status_code == 200
    assert "SF202406-0001" in done.text
    assert "缺安全检查" in before
    assert "缺安全检查" not in client.get("/installer/").text
    assert erp.ask("installer_event.list", {}, user="chen.jing") == []
    shown = sign_in("chen.jing").get("/paper/SF202406-0001").text
    assert "王小五" in shown
    assert "不涉及" in shown


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_all_that_is_missing_stands_beside_its_point(erp: sanbao.Sanbao, sign_in: Any) -> None:
    words = {f"answer.{code}": "kept" for code in POINTS if code != "wiring"}

    page = send(sign_in("man.YB"), ("surroundings",), **words | {"answer.height": "failed"})

    assert page.status_code == 422
    assert 'id="point-protection-said">须附照片。' in page.text
    assert 'id="point-height-said">请说明不合格情况。' in page.text
    assert "以下检查项未填：接线完毕后已做电气安全检查，无漏电。" in page.text
    assert 'value="failed" checked' in page.text
    assert erp.ask("safety_check.form", {"order": HIS}, user="man.YB")["checks"] == []


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_another_installers_checklist_is_as_if_it_never_was(erp: sanbao.Sanbao, sign_in: Any) -> None:
    erp.do("safety_check.record", {"order": HIS, "points": given()}, user="man.YB")
    stranger = sign_in("man.YN")

    assert stranger.get(f"{PAGE}?order={HIS}").status_code == 404
    assert stranger.get("/paper/SF202406-0001").status_code == 404
    assert stranger.get("/papers/safety_check").text.count("SF202406") == 0
    with pytest.raises((Invalid, NotFound)):
        erp.do("safety_check.record", {"order": HIS, "points": given()}, user="man.YN")
    assert sign_in("head.YB").get("/paper/SF202406-0001").status_code == 200
    assert sign_in("head.YN").get("/paper/SF202406-0001").status_code == 404


def test_each_failed_point_is_an_event_with_its_photo(erp: sanbao.Sanbao) -> None:
    points = given(protection="failed", wiring="failed")

    erp.do("safety_check.record", {"order": HIS, "points": points, "signer": "王小五"}, user="man.YB")

    events = erp.ask("installer_event.list", {}, user="chen.jing")
    # no clause of this contract speaks of either, so each stands under the word that the checklist gives it
    assert [(row["trigger"], row["person"], row["state"]) for row in events] == [
        ("site_management", "王小五", "reported"),
        ("safety", "王小五", "reported"),
    ]
    found = erp.ask("safety_check.report", {}, user="chen.jing")
    assert [(row["party"], row["checks"], row["failed"], row["missing"]) for row in found["installers"]] == [
        ("YN", 0, 0, 1),
        ("YB", 1, 2, 0),
    ]
    assert found["missing"][0]["order"] == FOREIGN


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_a_check_is_printed_in_both_languages(erp: sanbao.Sanbao, language: str) -> None:
    erp.do("safety_check.record", {"order": HIS, "points": given(height="failed")}, user="man.YB")

    with erp.reading("chen.jing") as work:
        html = html_of(work, "SF202406-0001", languages=[language])

    assert ("高处作业已做好安全防范" if language != "en" else "Work at height is secured") in html
    assert ("不合格" if language != "en" else "Not in order") in html


def test_a_checklist_names_all_that_is_wrong_with_it() -> None:
    content = {
        "code": "X",
        "points": [{"code": "a", "trigger": "fire"}, {"code": "a", "names": {"en": "A"}, "photo": "maybe"}],
    }

    with pytest.raises(Invalid) as error:
        checklist_of(content)

    assert {problem.path for problem in error.value.problems} >= {
        "points.0.names",
        "points.0.trigger",
        "points.1.photo",
    }


@pytest.mark.parametrize(
    ("check", "covers"),
    [
        (Spot(1, 10, DAY), True),
        # another order of his at the same place
        (Spot(1, 11, DAY, " 城东  停车场"), True),
        (Spot(1, 11, DAY, "城西停车场"), False),
        # where nobody said where it was, only the order itself
        (Spot(1, 11, DAY), False),
        # somebody else's, or another day's
        (Spot(2, 11, DAY, "城东 停车场"), False),
        (Spot(1, 10, date(2024, 6, 4), "城东 停车场"), False),
    ],
)
def test_a_check_covers_its_order_and_its_place_on_that_day(check: Spot, covers: bool) -> None:
    work = Spot(1, 10, DAY, "城东 停车场")

    assert (unchecked([work], [check]) == []) is covers


def test_where_each_vehicle_has_a_check_only_its_own_covers_it() -> None:
    work = [Spot(1, 10, DAY, "A", 100), Spot(1, 10, DAY, "A", 101)]

    assert unchecked(work, [Spot(1, 10, DAY, "A", 100), Spot(1, 10, DAY, "A")]) == work[1:]
