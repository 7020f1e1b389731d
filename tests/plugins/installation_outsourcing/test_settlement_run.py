"""All contracts are settled in one run: stopped or killed and started again it pays nobody twice; billing clears what it owes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from job_yard import PAPER, accepted, contract, furnish, number_of
from sqlalchemy import func, select

import sanbao
from sanbao.documents.models import Document
from sanbao.errors import SanbaoError
from sanbao.testing import Addresses, fixed_clock
from sanbao.worker import run_once
from sanbao_installation_outsourcing.models import Settlement, SettlementJob
from sanbao_installation_outsourcing.operations.settlements.running import settle_all
from sizes import size

CLOCK = fixed_clock("2024-06-03T17:00:00+08:00")
DAY = date(2024, 6, 3)
KENNEL = Path(__file__).with_name("settling_kennel.py")
MANY = 8


def two_accepted(erp: sanbao.Sanbao) -> None:
    """Let both installers have four accepted and confirmed units."""
    furnish(erp)
    for code in ("YB", "YN"):
        accepted(erp, code)
        erp.do("job.confirm", {"contract": number_of(code)}, user="chen.jing")


def many_accepted(erp: sanbao.Sanbao) -> None:
    """Let an installer have eight contracts; under each of the odd ones a unit is accepted and confirmed."""
    furnish(erp)
    erp.do("setting.change", {"name": "outsourcing_count_terminals", "value": "no"}, user="admin")
    erp.do("setting.change", {"name": "outsourcing_inspection", "value": "no"}, user="admin")
    for number in range(3, MANY + 1):
        name = contract(erp, "YB", "C-YB")
        vehicle = {"plate": f"豫C{number:04}"}
        if number % 2:
            planned = {"contract": name, "lot": "A", "client": "ZH", "product": "BD-2", "jobs": [vehicle]}
            erp.do("job.plan", planned, user="ma.li")
            (order,) = erp.do("job.assign", {"contract": name, "on": "2024-06-03"}, user="ma.li").data
            lines = [{"vehicle": vehicle["plate"], "serial": f"S-{number}"}]
            erp.do("installation_order.install", {"lines": lines}, subject=order["number"], user="ma.li")
            erp.do("job.sign", {"order": order["number"], "paper": PAPER}, user="ma.li")
            erp.do("job.confirm", {"contract": name}, user="chen.jing")


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with two installers whose work is accepted, with billing beside them."""
    return make_company(plugins=["installation_outsourcing", "billing"], prepare=two_accepted, clock=CLOCK)


@pytest.fixture
def many(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with eight contracts, three of which have something to settle."""
    return make_company(plugins=["installation_outsourcing"], prepare=many_accepted, clock=CLOCK)


def statements(erp: sanbao.Sanbao) -> list[tuple[str, str, int, str]]:
    """Return each statement with its contract, its units and its gross."""
    contracts = Document.__table__.alias("contract")
    query = (
        select(Document.number, contracts.c.number, Settlement.quantity, Settlement.gross)
        .join(Settlement, Settlement.document_id == Document.id)
        .join(contracts, contracts.c.id == Settlement.contract_id)
        .order_by(Document.number)
    )
    with erp.reading(user="admin") as work:
        return [(number, of, units, str(gross)) for number, of, units, gross in work.session.execute(query)]


def paid_units(erp: sanbao.Sanbao) -> int:
    """Return how many units stand on statements."""
    with erp.reading(user="admin") as work:
        return work.session.scalar(select(func.count()).select_from(SettlementJob)) or 0


BOTH = [("IS202406-0001", "IC202406-0001", 4, "600.00"), ("IS202406-0002", "IC202406-0002", 4, "600.00")]
THREE = [(f"IS202406-000{n}", f"IC202406-000{of}", 1, "150.00") for n, of in ((1, 3), (2, 5), (3, 7))]


def test_a_run_that_was_stopped_goes_on_and_settles_nothing_twice(yard: sanbao.Sanbao) -> None:
    first = next(iter(settle_all(yard, DAY, "chen.jing", page=1)))

    rest = list(settle_all(yard, DAY, "chen.jing", page=1))
    again = list(settle_all(yard, DAY, "chen.jing"))

    assert (first["requested"], first["left"], first["finished"]) == (1, 1, False)
    assert rest[-1] == again[-1]
    assert (again[-1]["requested"], again[-1]["finished"]) == (2, True)
    assert statements(yard) == BOTH
    assert paid_units(yard) == 8


def test_one_command_settles_all_contracts(yard: sanbao.Sanbao) -> None:
    done = yard.do("installer_settlement.request_all", {"until_on": "2024-06-03"}, user="chen.jing").data
    once_more = yard.do("installer_settlement.request_all", {"again": "yes"}, user="chen.jing").data

    assert (done["requested"], done["empty"], done["left"]) == (2, 0, 0)
    assert (once_more["requested"], once_more["held"]) == (2, 2)
    assert statements(yard) == BOTH
    assert yard.ask("installer_settlement.runs", user="zhao.min") == [once_more]


def test_whoever_had_all_requested_approves_none_of_them(yard: sanbao.Sanbao) -> None:
    yard.do("installer_settlement.request_all", user="he.tao")

    with pytest.raises(SanbaoError) as refused:
        yard.do("installer_settlement.approve", subject="IS202406-0001", user="he.tao")

    assert refused.value.code == "access.same_person"


def test_no_installer_has_everybody_settled(yard: sanbao.Sanbao) -> None:
    with pytest.raises(SanbaoError) as refused:
        yard.do("installer_settlement.request_all", user="man.YB")

    assert refused.value.code.startswith("access.")


def test_contracts_without_anything_to_settle_get_no_statement(many: sanbao.Sanbao) -> None:
    *_, last = settle_all(many, DAY, "chen.jing", page=3)

    assert (last["requested"], last["empty"], last["held"]) == (3, MANY - 3, 0)
    assert statements(many) == THREE


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_statements(
    many: sanbao.Sanbao, address: Addresses
) -> None:
    kills = size(4, 60)
    command = [sys.executable, str(KENNEL), address.url, address.owner_url or "", str(DAY), "7", str(kills)]

    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 0
    assert statements(many) == THREE
    assert paid_units(many) == 3
    (run,) = many.ask("installer_settlement.runs", user="zhao.min")
    assert (run["requested"], run["empty"], run["finished"]) == (3, MANY - 3, True)


def test_the_worker_settles_the_month_before_from_the_companys_day_on(
    many: sanbao.Sanbao, address: Addresses
) -> None:
    july = fixed_clock("2024-07-05T09:00:00+08:00")
    many.do("setting.change", {"name": "outsourcing_settle_day", "value": "6"}, user="admin")
    with sanbao.open(address.url, owner_url=address.owner_url, clock=july) as erp:
        run_once(erp)
        too_early = statements(erp)
        erp.do("setting.change", {"name": "outsourcing_settle_day", "value": "5"}, user="admin")
    later = fixed_clock("2024-07-05T09:10:00+08:00")
    with sanbao.open(address.url, owner_url=address.owner_url, clock=later) as erp:
        run_once(erp)
        settled = statements(erp)
        runs = erp.ask("installer_settlement.runs", user="zhao.min")

    assert too_early == []
    assert [one[1:] for one in settled] == [one[1:] for one in THREE]
    assert [(one["until_on"], one["finished"]) for one in runs] == [("2024-06-30", True)]


def test_in_a_month_without_the_companys_day_the_worker_settles_on_the_last_one(
    many: sanbao.Sanbao, address: Addresses
) -> None:
    many.do("setting.change", {"name": "outsourcing_settle_day", "value": "31"}, user="admin")

    found = []
    for day in ("2024-06-29", "2024-06-30"):
        clock = fixed_clock(f"{day}T09:00:00+08:00")
        with sanbao.open(address.url, owner_url=address.owner_url, clock=clock) as erp:
            run_once(erp)
            found.append([one["until_on"] for one in erp.ask("installer_settlement.runs", user="zhao.min")])

    assert found == [[], ["2024-05-31"]]


def test_the_accrual_follows_an_acceptance_that_is_revoked(yard: sanbao.Sanbao) -> None:
    def accrued() -> str:
        with yard.reading(user="admin") as work:
            return str(-work.ledger.balance("GRIR", party=work.find("party", "YB").id))

    before = accrued()
    yard.do(
        "job.revoke",
        {"contract": number_of("YB"), "vehicles": ["豫YB0001"], "reason": "终端离线"},
        user="chen.jing",
    )

    assert (before, accrued()) == ("600.00", "450.00")


def test_the_installers_bill_clears_what_the_statement_left_accrued(yard: sanbao.Sanbao) -> None:
    yard.do("setting.change", {"name": "outsourcing_payable", "value": "GRIR"}, user="admin")
    statement = yard.do("installer_payment.request", {"contract": number_of("YB")}, user="chen.jing").number
    yard.do("installer_settlement.approve", subject=statement, user="zhao.min")

    line = {"text": "安装费", "accrual": statement, "net": "600.00", "tax": "54.00"}
    bill = {
        "party": "YB",
        "vendor_no": "04400001",
        "kind": "special",
        "billed_on": "2024-06-03",
        "lines": [line],
    }
    posted = yard.do("bill.enter", bill, user="zhao.min").entries

    assert [entry["text"] for entry in posted] == [
        "Dr 2202.09{YB} 600.00 | Dr 2221.01 54.00 | Cr 2202{YB} 654.00"
    ]
