"""Pages offer what a contract allows where it stands, and lead only where the person who looks may go."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from job_yard import furnish, number_of
from werkzeug.test import Client

import sanbao
from sanbao.testing import fixed_clock

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
CHANGE, AMEND, SIGN = (f"/do/installer_contract.{verb}?" for verb in ("change", "amend", "sign"))


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=furnish, clock=clock)


def _offered(client: Client, number: str) -> set[str]:
    page = client.get(f"/paper/{number}").text
    return {one for one in (CHANGE, AMEND, SIGN) if one in page}


def _terms(erp: sanbao.Sanbao, number: str) -> dict[str, Any]:
    """Return what an amendment changes nothing but the court in."""
    from sanbao_installation_outsourcing.models import Contract
    from sanbao_installation_outsourcing.stated import stated

    with erp.reading("admin") as work:
        contract = work.find("installer_contract", number)
        assert isinstance(contract, Contract)
        return {**stated(work, contract), "court": "杭州市滨江区人民法院", "reason": "约定管辖"}


def test_what_is_signed_is_amended_and_what_nobody_signed_is_changed(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    number, manager = number_of("YB"), sign_in("chen.jing")
    in_force = _offered(manager, number)
    erp.do("installer_contract.amend", _terms(erp, number), subject=number, user="chen.jing")
    written = _offered(manager, number)
    erp.do("installer_contract.sign", {"side": "ours", "signer": "陈"}, subject=number, user="chen.jing")
    half_signed = _offered(manager, number)

    assert in_force == {AMEND}
    assert written == {CHANGE, SIGN}
    assert half_signed == {SIGN}


def test_his_own_name_leads_nowhere_where_he_may_not_go(sign_in: Any) -> None:
    his, ours = (sign_in(login).get(f"/paper/{number_of('YB')}").text for login in ("man.YB", "admin"))

    assert sign_in("man.YB").get("/party/YB").status_code == 403
    assert "YB 安装队" in his
    assert 'href="/party/YB"' not in his
    assert 'href="/party/YB"' in ours


def test_every_link_on_his_contract_opens(sign_in: Any) -> None:
    client = sign_in("man.YB")
    page = client.get(f"/paper/{number_of('YB')}").text
    links = {one.replace("&amp;", "&") for one in re.findall(r'href="(/[^"#]*)"', page)}

    # The company of this test is copied without the files of its papers, and signing out would end the walk.
    walked = [
        one for one in links if "/attachment/" not in one and not one.startswith(("/assets/", "/sign-out"))
    ]
    shut = {one: client.get(one).status_code for one in walked}

    assert {one: status for one, status in shut.items() if status in (401, 403, 404, 500)} == {}


def test_days_are_asked_for_with_the_calendar_of_the_house(sign_in: Any) -> None:
    client = sign_in("chen.jing")

    for path in (f"/installation/preview/?contract={number_of('YB')}", "/reports/installation_progress"):
        page = client.get(path).text
        assert 'type="date"' not in page
    assert "data-day" in client.get(f"/installation/preview/?contract={number_of('YB')}").text


def test_fees_of_lots_are_not_added_up_and_amounts_of_costs_are(sign_in: Any) -> None:
    client = sign_in("admin")

    lots = client.get("/do/installer_contract.draft").text
    lines = client.get("/do/voucher.write").text

    assert "data-total" not in lots.partition('data-lines="lots"')[2].partition("</fieldset>")[0]
    assert lines.partition('data-lines="lines"')[2].partition("</fieldset>")[0].count("data-total") == 2
