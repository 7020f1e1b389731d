"""What people on the road and in the centre do by hand: photos, vehicles that did not come, rework, and what is undone (INS-08, INS-22)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from job_yard import PHOTO, furnish
from sqlalchemy import select

import sanbao
from sanbao.documents.models import Attachment, DeadlineRecord
from sanbao.errors import Invalid, Refused
from sanbao_installation_outsourcing.operations.jobs.asking import photos_of

MORNING = datetime(2024, 6, 3, 1, 0, tzinfo=UTC)
CONTRACT, ORDER = "IC202406-0001", "IO202406-0001"
CARS = [f"豫YB000{n}" for n in range(1, 5)]


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Four vehicles sent out, two of them with a terminal since this morning."""
    erp = make_company(plugins=["installation_outsourcing"], clock=lambda: MORNING)
    furnish(erp)
    issued = {"contract": CONTRACT, "product": "BD-2", "place": "DEPOT", "serials": ["T1", "T2", "T3"]}
    erp.do("terminal.issue", issued, user="ma.li")
    erp.do("job.assign", {"contract": CONTRACT, "on": "2024-06-03", "place": "货场"}, user="ma.li")
    install(erp, CARS[0], "T1", [PHOTO, {**PHOTO, "name": "铭牌.jpg"}])
    install(erp, CARS[1], "T2", [])
    return erp


def install(erp: sanbao.Sanbao, vehicle: str, serial: str, photos: list[dict[str, Any]]) -> None:
    """Put a terminal in as the installer does."""
    line = {"vehicle": vehicle, "serial": serial, "photos": photos}
    erp.do("installation_order.install", {"lines": [line]}, subject=ORDER, user="man.YB")


def file(name: str, content: bytes) -> dict[str, str]:
    """Return a file as a form sends it."""
    return {"name": name, "content": base64.b64encode(content).decode()}


@pytest.mark.parametrize(
    "wrong", [file("装机.jpg", b"MZ\x90"), file("装机.jpg", b""), file("x.svg", b"<svg onload='x'/>")]
)
def test_a_photo_is_a_picture_whatever_its_name_says(yard: sanbao.Sanbao, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        install(yard, CARS[2], "T3", [PHOTO, wrong])

    assert set(refused.value.fields) == {"lines.0.photos.1.content"}


def test_every_photo_is_found_by_its_vehicle(yard: sanbao.Sanbao) -> None:
    rows = yard.ask("job.list", {"order": ORDER}, user="head.YB")
    keys = {row["plate"]: row["job"] for row in rows}

    with yard.reading("head.YB") as work:
        order = work.find("installation_order", ORDER)
        found = photos_of(work, list(keys.values()), order.document_id)
        names = work.session.scalars(
            select(Attachment.name).where(Attachment.document_id == order.document_id)
        ).all()

    assert {job: len(photos) for job, photos in found.items()} == {keys[CARS[0]]: 2}
    assert set(names) == {f"{CARS[0]} 现场.jpg", f"{CARS[0]} 铭牌.jpg"}


def test_no_more_vehicles_come_than_were_planned(yard: sanbao.Sanbao) -> None:
    told = {"available": "5", "photo": PHOTO}

    with pytest.raises(Invalid) as refused:
        yard.do("installation_order.no_vehicles", told, subject=ORDER, user="man.YB")

    assert set(refused.value.fields) == {"available"}


def test_rework_that_is_done_is_not_due_any_more(yard: sanbao.Sanbao) -> None:
    bad = {"failed": [{"vehicle": one, "fault": "天线未固定"} for one in CARS[:2]]}
    yard.do("installation_order.inspect", bad, subject=ORDER, user="chen.jing")

    yard.do("installation_order.rework", {"lines": [{"vehicle": CARS[0]}]}, subject=ORDER, user="man.YB")
    one_left = _unmet(yard)
    yard.do("installation_order.rework", {"lines": [{"vehicle": CARS[1]}]}, subject=ORDER, user="man.YB")

    assert (one_left, _unmet(yard)) == (1, 0)
    (order,) = yard.ask("installer.desk", {}, user="man.YB")["orders"]
    assert order["rework_due_on"] is None


def _unmet(erp: sanbao.Sanbao) -> int:
    with erp.reading("chen.jing") as work:
        query = select(DeadlineRecord).where(DeadlineRecord.kind == "rework", DeadlineRecord.met_at.is_(None))
        return len(work.session.scalars(query).all())


@pytest.mark.parametrize(
    ("operation", "data", "field"),
    [
        ("job.move", {"vehicle": CARS[0], "plate": "豫YB9999", "moved_on": "2024-06-02"}, "moved_on"),
        ("job.remove", {"vehicles": [CARS[0]], "removed_on": "2024-06-02"}, "removed_on"),
        ("job.revoke", {"vehicles": [CARS[0]], "revoked_on": "2024-06-02"}, "revoked_on"),
    ],
)
def test_nothing_is_undone_before_it_was_done(
    yard: sanbao.Sanbao, operation: str, data: dict[str, Any], field: str
) -> None:
    yard.do("installation_order.inspect", {}, subject=ORDER, user="chen.jing")
    yard.do("job.sign", {"contract": CONTRACT, "signer": "李站长", "paper": PHOTO}, user="ma.li")

    with pytest.raises(Invalid) as refused:
        yard.do(operation, {"contract": CONTRACT, "reason": "客户要求", **data}, user="chen.jing")

    assert set(refused.value.fields) == {field}


def test_what_was_taken_out_is_not_taken_out_again(yard: sanbao.Sanbao) -> None:
    yard.do("installation_order.inspect", {}, subject=ORDER, user="chen.jing")
    yard.do("job.sign", {"contract": CONTRACT, "signer": "李站长", "paper": PHOTO}, user="ma.li")
    out = {"contract": CONTRACT, "vehicles": [CARS[0]], "reason": "车辆报废"}
    yard.do("job.remove", out, user="chen.jing")

    with pytest.raises(Refused) as refused:
        yard.do("job.remove", out, user="chen.jing")

    assert refused.value.code == "job.already_out"
    (row,) = [one for one in yard.ask("job.list", {"order": ORDER}, user="ma.li") if one["plate"] == CARS[0]]
    assert (row["state"], row["removed_on"]) == ("accepted", date(2024, 6, 3))
