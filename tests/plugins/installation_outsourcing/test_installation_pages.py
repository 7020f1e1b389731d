"""The pages of installation: the installer's desk and his orders, the centre's desk, a clause tried, a statement foreseen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from job_yard import furnish, issued, number_of, sent_out
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import Client, TestResponse

import sanbao
from sanbao.documents.models import Attachment, Document
from sanbao.errors import Invalid
from sanbao.testing import fixed_clock

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
DESK, ORDER, CENTRE = "/installer/", "/installer/order", "/installation/desk/"
HIS, FOREIGN = "IO202406-0001", "IO202406-0002"
PICTURE = b"\xff\xd8\xff\xe0"


def at_work(erp: sanbao.Sanbao) -> None:
    """Let both installers have an order, terminals and an event that waits for their answer."""
    furnish(erp)
    for code in ("YB", "YN"):
        sent_out(erp, code)
        issued(erp, code, [f"{code}-{n}" for n in range(1, 5)])
        said = {"contract": number_of(code), "trigger": "complaint", "description": f"投诉{code}"}
        event = erp.do("installer_event.report", said, user="ma.li").number
        erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing")
        erp.do("installer_event.notify", {}, subject=event, user="chen.jing")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=at_work, clock=clock)


def send(client: Client, address: str, **words: Any) -> TestResponse:
    """Send what a page sends, with its token and its files."""
    page = client.get(f"{address}?order={words.get('order', '')}")
    token = re.search(r'name="csrf_token" value="([^"]*)"', page.text)
    return client.post(
        address, data={"csrf_token": token.group(1) if token else "", **words}, follow_redirects=True
    )


def photo(name: str = "现场.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(PICTURE), name


def jobs(erp: sanbao.Sanbao, order: str = HIS) -> dict[str, dict[str, Any]]:
    rows = erp.ask("job.list", {"order": order}, user="chen.jing")
    return {row["plate"]: row for row in rows}


def files(erp: sanbao.Sanbao, number: str) -> list[Attachment]:
    with erp.reading(user="chen.jing") as work:
        query = select(Attachment).join(Document, Document.id == Attachment.document_id)
        return list(work.session.scalars(query.where(Document.number == number)))


def test_the_desk_shows_his_day_and_of_the_other_one_not_a_letter(sign_in: Any) -> None:
    page = sign_in("man.YB").get(DESK).text

    assert HIS in page
    assert "IE202406-0001" in page
    assert "YB-1" in page
    assert FOREIGN not in page
    assert "YN-1" not in page


@pytest.mark.parametrize(
    "path", [f"{ORDER}?order={FOREIGN}", f"/installation/preview/?contract={number_of('YN')}"]
)
def test_what_is_the_other_ones_is_as_if_it_never_was(sign_in: Any, path: str) -> None:
    answer = sign_in("man.YB").get(path)

    assert answer.status_code in (404, 422)
    assert "YN 安装队" not in answer.text


@pytest.mark.parametrize("path", [CENTRE, "/set-up/", "/call/"])
def test_the_house_is_closed_to_him(sign_in: Any, path: str) -> None:
    assert sign_in("man.YB").get(path).status_code == 403


def test_he_puts_a_terminal_in_with_a_photo(erp: sanbao.Sanbao, sign_in: Any) -> None:
    line = {"act": "install", "order": HIS, "vehicle": "豫YB0001", "serial": "YB-1", "person": "小王"}

    answer = send(sign_in("man.YB"), ORDER, **line, photos=photo())

    assert answer.status_code == 200
    row = jobs(erp)["豫YB0001"]
    assert (row["state"], row["serial"], row["person"]) == ("installed", "YB-1", "小王")
    assert [one.purpose for one in files(erp, HIS)] == ["photo"]


def test_a_terminal_that_is_not_his_is_refused_beside_its_field(erp: sanbao.Sanbao, sign_in: Any) -> None:
    line = {"act": "install", "order": HIS, "vehicle": "豫YB0001", "serial": "YN-1"}

    answer = send(sign_in("man.YB"), ORDER, **line)

    assert answer.status_code == 422
    assert 'id="install-serial-said"' in answer.text
    assert re.search(r'id="install-serial"[^>]* value="YN-1"', answer.text)
    assert jobs(erp)["豫YB0001"]["state"] == "assigned"


def test_a_wrong_vehicle_and_a_wrong_terminal_are_both_named(erp: sanbao.Sanbao) -> None:
    lines = [{"vehicle": "豫A99999", "serial": "YB-1"}, {"vehicle": "豫YB0002", "serial": "YN-1"}]

    with pytest.raises(Invalid) as error:
        erp.do("installation_order.install", {"lines": lines}, subject=HIS, user="man.YB")

    assert [one.path for one in error.value.problems] == ["lines.0.vehicle", "lines.1.serial"]


def test_nothing_typed_names_both_fields(sign_in: Any) -> None:
    answer = send(sign_in("man.YB"), ORDER, act="install", order=HIS)

    assert answer.status_code == 422
    assert 'id="install-vehicle-said"' in answer.text
    assert 'id="install-serial-said"' in answer.text


def test_the_same_form_sent_twice_is_done_once(erp: sanbao.Sanbao, sign_in: Any) -> None:
    line = {"act": "install", "order": HIS, "vehicle": "豫YB0001", "serial": "YB-1", "key": "tap-1"}
    client = sign_in("man.YB")

    first, second = (send(client, ORDER, **line) for _time in range(2))

    assert (first.status_code, second.status_code) == (200, 200)


def test_failed_work_is_put_right(erp: sanbao.Sanbao, sign_in: Any) -> None:
    client = sign_in("man.YB")
    send(client, ORDER, act="install", order=HIS, vehicle="豫YB0001", serial="YB-1")
    failed = {"failed": [{"vehicle": "豫YB0001", "fault": "无信号"}]}
    erp.do("installation_order.inspect", failed, subject=HIS, user="chen.jing")

    assert "无信号" in client.get(f"{ORDER}?order={HIS}").text
    answer = send(client, ORDER, act="rework", order=HIS, vehicle="豫YB0001", note="重接天线", photos=photo())

    assert answer.status_code == 200
    assert jobs(erp)["豫YB0001"]["state"] == "installed"


def test_the_client_signs_for_what_is_ticked_only(erp: sanbao.Sanbao, sign_in: Any) -> None:
    client = sign_in("man.YB")
    for n in (1, 2):
        send(client, ORDER, act="install", order=HIS, vehicle=f"豫YB000{n}", serial=f"YB-{n}")
    erp.do("installation_order.inspect", {}, subject=HIS, user="chen.jing")

    none = send(client, ORDER, act="sign", order=HIS, paper=photo())
    bare = send(client, ORDER, act="sign", order=HIS, vehicles=["豫YB0001"])
    one = send(client, ORDER, act="sign", order=HIS, vehicles=["豫YB0001"], signer="李站长", paper=photo())

    assert (none.status_code, bare.status_code, one.status_code) == (422, 422, 200)
    assert [row["state"] for row in jobs(erp).values()] == ["accepted", "passed", "assigned", "assigned"]
    # The vehicle is done: its owner's phone is masked from now on.
    assert "*******8000" in one.text


def test_nobody_came_is_noted_with_a_photo(erp: sanbao.Sanbao, sign_in: Any) -> None:
    client = sign_in("man.YB")

    bare = send(client, ORDER, act="no_vehicles", order=HIS, available="0", what="车队未通知")
    noted = send(client, ORDER, act="no_vehicles", order=HIS, available="0", what="车队未通知", photo=photo())

    assert (bare.status_code, noted.status_code) == (422, 200)
    (lost,) = erp.ask("hindrance.list", {"states": ["logged"]}, user="chen.jing")
    assert "车队未通知" in lost["what"]


def test_a_photo_within_a_group_reaches_the_operation_from_its_plain_form(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    client = sign_in("man.YB")
    address = "/do/installation_order.no_vehicles"
    words = {"subject": HIS, "act": "do", "available": "0", "photo.content": photo("大门.jpg")}

    send(client, address, **words)

    (file,) = files(erp, HIS)
    assert (file.name, file.purpose) == ("大门.jpg", "evidence")


def test_a_centre_sees_what_waits_in_its_own_house(erp: sanbao.Sanbao, sign_in: Any) -> None:
    send(sign_in("man.YB"), ORDER, act="install", order=HIS, vehicle="豫YB0001", serial="YB-1")

    hers, other, all_of_it = (
        sign_in(login).get(CENTRE).text for login in ("head.YB", "head.YN", "chen.jing")
    )

    assert HIS in hers
    assert FOREIGN not in hers
    assert FOREIGN in other
    assert HIS in all_of_it
    assert FOREIGN in all_of_it
    assert "state=installed" in hers
    assert "state=installed" not in other


def test_a_contracts_page_says_what_was_agreed_and_offers_to_try_it(sign_in: Any) -> None:
    page = sign_in("chen.jing").get(f"/paper/{number_of('YB')}").text

    assert "乙方按次承担总安装费的 5 %" in page
    assert f"/installation/clause/?contract={number_of('YB')}&amp;clause=PC-004-DELAY" in page


def test_a_clause_is_tried_on_its_page(sign_in: Any) -> None:
    asked = (
        f"contract={number_of('YB')}&clause=PC-004-DELAY&due_on=2024-06-05&done_on=2024-06-25&excused_days=5"
    )

    answer = sign_in("chen.jing").get(f"/installation/clause/?{asked}")

    assert answer.status_code == 200
    assert "450.00" in answer.text
    assert "20 - 5 = 15" in answer.text


def test_a_link_to_a_clause_finds_nothing_wrong_before_anything_is_filled_in(sign_in: Any) -> None:
    led_here = f"contract={number_of('YB')}&clause=PC-004-DELAY"

    first = sign_in("chen.jing").get(f"/installation/clause/?{led_here}")
    then = sign_in("chen.jing").get(f"/installation/clause/?{led_here}&times=1")

    assert (first.status_code, "请填写时间" in first.text) == (200, False)
    assert (then.status_code, "请填写时间" in then.text) == (422, True)


@pytest.mark.parametrize(
    "asked",
    [
        "contract=IC000000-0000&clause=PC-004-DELAY",
        "contract={}&clause=PC-NONE",
        "contract={}&clause=PC-004-DELAY&due_on=yesterday",
        "contract={}&clause=PC-004-COMPLAINT&times=-3",
        "contract={}&clause=PC-004-COMPLAINT&times=99999999999999999999",
    ],
)
def test_a_trial_that_cannot_be_reckoned_says_why(sign_in: Any, asked: str) -> None:
    answer = sign_in("chen.jing").get(f"/installation/clause/?{asked.format(number_of('YB'))}")

    assert answer.status_code == 422
    assert "Traceback" not in answer.text


def test_a_statement_is_foreseen_with_every_step_and_taken_away_as_a_workbook(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    client = sign_in("chen.jing")
    asked = f"contract={number_of('YB')}"

    page = client.get(f"/installation/preview/?{asked}")
    book = client.get(f"/reports/settlement_preview?{asked}&format=xlsx")

    assert page.status_code == 200
    assert "经核实的车主投诉" in page.text
    assert "PC-004-COMPLAINT" not in page.text
    assert "/do/installer_payment.request?contract=" in page.text
    sheets = load_workbook(io.BytesIO(book.data)).worksheets
    assert sum(str(cell.value).startswith("=") for sheet in sheets for row in sheet.rows for cell in row) >= 2


def test_a_statement_can_be_asked_for_from_where_it_was_foreseen(sign_in: Any) -> None:
    client = sign_in("chen.jing")
    data = {"act": "do", "contract": number_of("YB"), "until_on": "2024-06-03"}

    send(client, "/do/installer_payment.request", **data)

    page = client.get(f"/installation/preview/?contract={number_of('YB')}").text
    assert "IS202406-0001" in page


def test_the_first_page_leads_him_to_his_desk(sign_in: Any) -> None:
    page = sign_in("man.YB").get("/").text

    assert 'href="/installer"' in page
