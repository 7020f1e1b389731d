"""Pages of the network and of clients: charges and kinds for us alone, deviations on the contract that they may cost (DLV-02, PTY-07, PEN-04)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from job_yard import accepted, furnish, number_of
from openpyxl import load_workbook

import sanbao
from sanbao.testing import fixed_clock

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
YB = number_of("YB")


def at_work(erp: sanbao.Sanbao) -> None:
    """Let a client pay for accepted units, a firm be of a kind, and a bid of ours deviate from its tender."""
    furnish(erp)
    charge = {"lot": "A", "client": "ZH", "unit_charge": "187.50", "tax": "VAT9"}
    erp.do("installer_contract.agree_charge", charge, subject=YB, user="chen.jing")
    accepted(erp, "YB")
    erp.do("job.confirm", {"contract": YB}, user="chen.jing")
    erp.do("provider.classify", {"parties": ["YN"], "kind": "PK-004-SHOP"}, user="chen.jing")
    lot = {"code": "A", "quantity": 10, "unit_fee": "100.00"}
    bid = {"party": "ZH", "our_side": "b", "lots": [lot]}
    number = erp.do("installer_contract.draft", bid, user="chen.jing").number
    line = {"clause": "5.1", "requirement": "质保24个月", "answer": "质保18个月", "deviation": "negative"}
    lines = [{**line, "remark": "厂家质保", "person": "李工"}]
    listed = {"party": "ZH", "tender_no": "HA-1", "contract": number, "lines": lines}
    erp.do("bid_deviation.draft", listed, user="chen.jing")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=at_work, clock=clock)


def test_the_contracts_page_tells_us_what_the_client_owes_and_the_installer_nothing(sign_in: Any) -> None:
    ours = sign_in("zhao.min").get(f"/paper/{YB}").text
    his = sign_in("man.YB").get(f"/paper/{YB}").text

    assert "187.50" in ours
    assert "750.00" in ours  # 4 × 187.50
    assert "DLV-02" in ours
    assert "187.50" not in his
    assert "DLV-02" not in his


def test_a_charge_that_must_be_credited_is_named_to_us_and_never_to_the_installer(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    erp.do("installer_contract.charge_client", subject=YB, user="zhao.min")
    revoked = {"contract": YB, "vehicles": ["豫YB0001"], "reason": "不在线"}
    erp.do("job.revoke", revoked, user="chen.jing")

    ours, his = (sign_in(who).get(f"/paper/{YB}").text for who in ("zhao.min", "man.YB"))

    assert "CH202406-0001 中有 1 台验收已撤销，应予冲减" in ours
    assert "CH202406-0001" not in his
    assert "其中 1 台验收已撤销，应予冲减" in sign_in("zhao.min").get("/paper/CH202406-0001").text


def test_the_list_of_jobs_has_what_the_client_owes_for_each_and_leaves_an_installers_column_empty(
    sign_in: Any,
) -> None:
    path = "/installation/jobs?show=vehicle,client_charge"

    assert sign_in("zhao.min").get(path).text.count("187.50") == 4
    assert "187.50" not in sign_in("man.YB").get(path).text


def test_the_network_is_ours_to_see(sign_in: Any) -> None:
    page = sign_in("zhao.min").get("/installation/providers").text
    answer = sign_in("man.YB").get("/installation/providers")

    assert "YN 安装队" in page
    assert "PK-004-SHOP" not in answer.text
    assert answer.status_code in (403, 404)


def test_the_contract_that_a_bid_became_warns_of_its_negative_deviation(sign_in: Any) -> None:
    page = sign_in("he.tao").get("/paper/IC202406-0003").text

    assert "质保18个月" in page
    assert "message bad" in page


def test_the_requirements_go_out_to_excel(sign_in: Any) -> None:
    answer = sign_in("chen.jing").get("/installation/deviations/export.xlsx")

    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert any("质保24个月" in row for row in rows)
