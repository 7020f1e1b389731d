"""What the client pays for an installation: nothing until both sides accepted, then once; and nobody else sees it (DLV-02)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from job_yard import accepted, furnish, number_of

import sanbao
from sanbao.errors import Refused
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.rules.client_charges import Acceptance, standing

FEE = Decimal("180.00")
YB = number_of("YB")


@pytest.mark.parametrize(
    ("by_client", "by_us", "charged", "code", "owed", "credit"),
    [
        (False, False, None, "not_accepted", 0, 0),
        (False, True, None, "not_accepted", 0, 0),
        (True, False, None, "not_confirmed", 0, 0),
        (True, True, None, "chargeable", FEE, 0),
        (True, True, FEE, "charged", FEE, 0),
        (True, False, FEE, "to_credit", 0, FEE),
        (False, False, FEE, "to_credit", 0, FEE),
    ],
)
def test_a_unit_is_free_until_both_sides_accepted_it(
    by_client: bool, by_us: bool, charged: Decimal | None, code: str, owed: Decimal, credit: Decimal
) -> None:
    found = standing(FEE, Acceptance(by_client, by_us, charged))

    assert (found.code, found.amount, found.credit) == (code, owed, credit)
    assert {step.rule for step in found.steps} == {"DLV-02"}


def test_an_installation_that_is_free_for_good_is_never_owed() -> None:
    found = standing(Decimal(0), Acceptance(by_client=True, by_us=True))

    assert (found.code, found.amount) == ("free", 0)


def test_what_was_charged_keeps_its_amount_when_another_charge_is_agreed() -> None:
    found = standing(Decimal("200.00"), Acceptance(by_client=True, by_us=True, charged=FEE))

    assert found.amount == FEE
    assert found.steps[2].arithmetic == "1 × 180.00 = 180.00"


def ready(erp: sanbao.Sanbao) -> None:
    """Let four vehicles of one installer be accepted by the client, with 180.00 agreed for each."""
    furnish(erp)
    agreed = {"lot": "A", "client": "ZH", "unit_charge": "180.00", "tax": "VAT9"}
    erp.do("installer_contract.agree_charge", agreed, subject=YB, user="chen.jing")
    accepted(erp, "YB")


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Such a company."""
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=ready, clock=clock)


def test_without_our_confirmation_nothing_is_charged(yard: sanbao.Sanbao) -> None:
    with pytest.raises(Refused) as caught:
        yard.do("installer_contract.charge_client", subject=YB, user="zhao.min")

    assert caught.value.code == "client_charge.nothing"


def test_units_are_charged_once_and_a_revoked_one_is_named_to_be_credited(yard: sanbao.Sanbao) -> None:
    yard.do("job.confirm", {"contract": YB}, user="chen.jing")

    first = yard.do("installer_contract.charge_client", subject=YB, user="zhao.min")
    revoked = yard.do(
        "job.revoke", {"contract": YB, "vehicles": ["豫YB0002"], "reason": "不在线"}, user="chen.jing"
    )

    charge = "CH202406-0001"
    assert [one["number"] for one in first.data] == [charge]
    assert revoked.data["to_credit"] == [{"charge": charge, "invoices": [], "units": 1, "credit": "180.00"}]
    with pytest.raises(Refused) as caught:
        yard.do("installer_contract.charge_client", subject=YB, user="zhao.min")
    assert caught.value.code == "client_charge.nothing"


def test_a_cancelled_charge_lets_its_units_be_charged_anew_at_what_is_agreed_then(
    yard: sanbao.Sanbao,
) -> None:
    yard.do("job.confirm", {"contract": YB}, user="chen.jing")
    yard.do("installer_contract.charge_client", subject=YB, user="zhao.min")
    agreed = {"lot": "A", "client": "ZH", "unit_charge": "200.00", "tax": "VAT9"}
    yard.do("installer_contract.agree_charge", agreed, subject=YB, user="chen.jing")
    before = yard.ask("installer_contract.client_charges", {"contract": YB}, user="zhao.min")["lots"][0]

    yard.do("charge.cancel", {"reason": "改价"}, subject="CH202406-0001", user="zhao.min")
    yard.do("installer_contract.charge_client", subject=YB, user="zhao.min")

    after = yard.ask("installer_contract.client_charges", {"contract": YB}, user="zhao.min")["lots"][0]
    assert (before["charged"], after["charged"]) == (Decimal("720.00"), Decimal("800.00"))


def test_an_installer_and_a_paper_of_his_never_tell_what_the_client_pays(yard: sanbao.Sanbao) -> None:
    his = yard.ask("job.list", {"contract": YB}, user="man.YB")
    ours = yard.ask("job.list", {"contract": YB}, user="ma.li")
    text = yard.ask("installer_contract.text", {"contract": YB}, user="man.YB")

    assert all("client_charge" not in row and "client_says" not in row for row in his)
    assert [row["client_charge"] for row in ours] == [Decimal("0.00")] * 4
    assert "180" not in str(text)


def test_what_both_sides_accept_after_a_termination_is_charged_before_the_contract_closes(
    yard: sanbao.Sanbao,
) -> None:
    vehicle = {"contract": YB, "vehicles": ["豫YB0001"]}
    yard.do("job.confirm", vehicle, user="chen.jing")
    # what waits to be charged is no reason to go on with the work: it is charged afterwards
    yard.do("installer_contract.terminate", {"reason": "另行安排"}, subject=YB, user="he.tao")
    yard.do("job.confirm", {"contract": YB}, user="chen.jing")

    with pytest.raises(Refused) as early:
        yard.do("charge.issue", beside(YB), user="zhao.min")
    made = yard.do("installer_contract.charge_client", subject=YB, user="zhao.min")

    # 4 × 180.00 and 9 % of it
    assert early.value.code == "client_charge.free_until_accepted"
    assert [one["number"] for one in made.data] == ["CH202406-0001"]
    found = yard.ask("installer_contract.client_charges", {"contract": YB}, user="zhao.min")
    assert [(one["charged"], one["chargeable"]) for one in found["lots"]] == [(Decimal("720.00"), Decimal(0))]


def test_a_terminated_contract_gives_out_no_work_and_is_settled_and_closed(yard: sanbao.Sanbao) -> None:
    yard.do("installer_contract.terminate", {"reason": "另行安排"}, subject=YB, user="he.tao")
    with pytest.raises(Refused) as more:
        yard.do("job.plan", planned(YB), user="ma.li")
    yard.do("job.confirm", {"contract": YB}, user="chen.jing")
    paper = yard.do("installer_payment.request", {"contract": YB}, user="chen.jing").number
    yard.do("installer_settlement.approve", {}, subject=paper, user="zhao.min")

    with pytest.raises(Refused) as early:
        yard.do("installer_contract.close", {"reason": "结清"}, subject=YB, user="he.tao")
    yard.do("installer_contract.charge_client", subject=YB, user="zhao.min")
    closed = yard.do("installer_contract.close", {"reason": "结清"}, subject=YB, user="he.tao")

    assert (more.value.code, early.value.code) == ("job.contract_ended", "client_charge.left")
    assert closed.data["state"] == "closed"


def test_what_is_no_longer_accepted_is_given_back_without_anybody_who_keeps_invoices(
    yard: sanbao.Sanbao,
) -> None:
    yard.do("job.confirm", {"contract": YB}, user="chen.jing")
    charge = yard.do("installer_contract.charge_client", subject=YB, user="zhao.min").data[0]["number"]
    gone = {"contract": YB, "vehicles": ["豫YB0002", "豫YB0003"], "reason": "不在线"}
    yard.do("job.revoke", gone, user="chen.jing")

    made = yard.do("installer_contract.credit_client", {"reason": "撤销验收"}, subject=YB, user="zhao.min")
    with pytest.raises(Refused) as twice:
        yard.do("installer_contract.credit_client", {"reason": "再退"}, subject=YB, user="zhao.min")

    # 2 × 180.00 and 9 % of it
    assert [one["text"] for one in made.entries] == [
        "Dr 1122{ZH} -392.40 | Cr 6051 -360.00 | Cr 2221.02 -32.40"
    ]
    assert twice.value.code == "client_charge.nothing_to_credit"
    with pytest.raises(Refused) as stands:
        yard.do("charge.cancel", {"reason": "错"}, subject=charge, user="zhao.min")
    assert stands.value.code == "charging.papers_rest"


def test_a_credit_that_is_taken_back_stands_to_be_given_again(yard: sanbao.Sanbao) -> None:
    yard.do("job.confirm", {"contract": YB}, user="chen.jing")
    yard.do("installer_contract.charge_client", subject=YB, user="zhao.min")
    gone = {"contract": YB, "vehicles": ["豫YB0002"], "reason": "不在线"}
    yard.do("job.revoke", gone, user="chen.jing")
    made = yard.do("installer_contract.credit_client", {"reason": "撤销验收"}, subject=YB, user="zhao.min")

    yard.do("charge.cancel", {"reason": "错"}, subject=made.data[0]["number"], user="zhao.min")

    (waiting,) = yard.ask("installer_contract.client_charges", {"contract": YB}, user="zhao.min")["to_credit"]
    assert (waiting["units"], waiting["credit"], waiting["invoices"]) == (1, Decimal("180.00"), [])


def planned(contract: str) -> dict[str, object]:
    """Return one more vehicle for a contract's list."""
    jobs = [{"plate": "豫YB0009"}]
    return {"contract": contract, "lot": "A", "client": "ZH", "product": "BD-2", "jobs": jobs}


def beside(contract: str) -> dict[str, object]:
    """Return a charge for an installation beside what was agreed."""
    line = {"text": "安装", "quantity": "1", "price": "180.00", "tax": "VAT9"}
    return {"case": contract, "party": "ZH", "lines": [line]}
