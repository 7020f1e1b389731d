"""Each place where plugins join in: who calls it, with what, and what an answer or a refusal does there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from plugin_toys import pump
from sqlalchemy import select

import sanbao
from sanbao.closing import ClosingCheck
from sanbao.competence import Disqualification
from sanbao.coverage import CostShare, ProvisionBatch
from sanbao.coverage.history import repairs_of
from sanbao.coverage.repairs import Repair
from sanbao.coverage.returns import ReturnOffer, ReturnWish, offers
from sanbao.decision import Answer, Text
from sanbao.errors import Refused
from sanbao.i18n import N_
from sanbao.plugin import hookspecs
from sanbao.plugin.models import OutboxMessage
from sanbao.recovering.facts import RecoveryTerms
from sanbao.searching import Found, find
from sanbao.worker import run_once

Company = Callable[..., sanbao.Sanbao]


class NotToday(Refused):
    """What a plugin says when it refuses."""

    code = "echo.not_today"
    message = N_("not today")


@pytest.fixture
def erp(company: Company, echo: Any) -> sanbao.Sanbao:
    """A company with the toy that hears everything, and one pump."""
    erp = company("echo", "loan")
    pump(erp)
    echo.heard.clear()
    return erp


def accept(erp: sanbao.Sanbao) -> sanbao.Result:
    """Accept the pump."""
    return erp.do("unit.accept", {"accepted_on": "2024-02-29"}, subject="12345", user="admin")


def lend(erp: sanbao.Sanbao) -> str:
    """Lend another pump."""
    pump(erp, "HA2024-00067890", loaner="yes")
    erp.do("party.create", {"code": "C001", "name": "骨科医院"}, user="admin")
    lines = [{"unit": "67890", "due_on": "2024-06-10"}]
    return str(erp.do("loan.lend", {"customer": "C001", "lines": lines}, user="admin").number)


BATCH = {"date": "2024-01-01", "lines": [{"account": "1002", "debit": "1.00"}]}


def costly(erp: sanbao.Sanbao) -> str:
    """Lend a pump, and let it cost something."""
    number = lend(erp)
    erp.do("costing.collect", {"freight": "80.00", "description": "送机"}, subject=number, user="admin")
    return number


def test_hook_find_covers(erp: sanbao.Sanbao, echo: Any) -> None:
    promise = Answer(covered=True, promise="WP-9", source="policy", until=date(2030, 1, 1))
    echo.answers["find_covers"] = lambda work, faults: [[promise] for _ in faults]

    decision = erp.ask("coverage", {"unit": "12345", "part": "PLC"}, user="admin")

    (call,) = echo.told("find_covers")
    assert [(one.unit.serial, one.fault.part) for one in call["faults"]] == [("HA2024-00012345", "PLC")]
    assert decision.chosen.promise == "WP-9"


def test_a_unit_of_which_a_plugin_knows_nothing_stays_unchecked(erp: sanbao.Sanbao, echo: Any) -> None:
    echo.answers["find_covers"] = lambda work, faults: [None for _ in faults]

    decision = erp.ask("coverage", {"unit": "12345", "part": "PLC"}, user="admin")

    assert (decision.checked, decision.answers) == (False, ())


def test_hook_find_returns(erp: sanbao.Sanbao, echo: Any) -> None:
    soft = ReturnOffer("exchange", "WP-9", rank=40)
    hard = ReturnOffer("return", "N-GOODS", "N-08", rank=10, price=Decimal(100), fee=Decimal(3))
    echo.answers["find_returns"] = lambda work, wishes: [[soft, hard] for _ in wishes]

    with erp.reading("admin") as work:
        found = offers(work, [ReturnWish(work.find("unit", "12345"), date(2024, 6, 3))])

    assert echo.told("find_returns")[0]["wishes"][0].requested_on == date(2024, 6, 3)
    assert found == [[hard, soft]]


def test_hook_find_repairs(erp: sanbao.Sanbao, echo: Any) -> None:
    one = Repair(date(2024, 4, 13), part="PLC", case="X-1")
    echo.answers["find_repairs"] = lambda work, unit_ids: [[one] for _ in unit_ids]

    with erp.reading("admin") as work:
        key = work.find("unit", "12345").id
        found = repairs_of(work, [key, key])

    assert echo.told("find_repairs")[0]["unit_ids"] == [key]
    assert found == {key: [one]}


def test_hook_find_recovery_terms(erp: sanbao.Sanbao, echo: Any) -> None:
    number = costly(erp)
    erp.do("party.create", {"code": "S", "name": "供方", "roles": ["supplier"]}, user="admin")
    borne = {"bearer": "supplier", "party": "S", "percent": "100"}
    erp.do("costing.settle", {"shares": [borne]}, subject=number, user="admin")
    echo.answers["find_recovery_terms"] = lambda work, documents: [
        RecoveryTerms(one.id, work.find("party", "S").id, answer_days=20, settled_by="bank")
        for one in documents
    ]

    drafted = erp.do("recovery.draft", {"claim": number, "supplier": "S"}, user="admin")

    assert [one.number for one in echo.told("find_recovery_terms")[0]["documents"]] == [number]
    shown = erp.ask("document.show", {"document": drafted.number}, user="admin")["fields"]
    assert (shown["claimed"], shown["answer_days"], shown["settled_by"]) == ("80.00", 20, "bank")


def test_hook_deadline_missed(erp: sanbao.Sanbao, echo: Any) -> None:
    number = lend(erp)
    erp.do(
        "document.set_deadline",
        {"kind": "answer", "due_at": "2024-06-01T09:00"},
        subject=number,
        user="admin",
    )

    assert run_once(erp).missed == 1

    (call,) = echo.told("deadline_missed")
    assert [one.kind for one in call["deadlines"]] == ["answer"]


def test_hook_find_cost_shares(erp: sanbao.Sanbao, echo: Any) -> None:
    number = lend(erp)
    erp.do("costing.collect", {"freight": "80.00", "description": "送机"}, subject=number, user="admin")
    echo.answers["find_cost_shares"] = lambda work, documents: [
        CostShare(one.id, "department", Decimal(100), Text("ours"), "LED-05", rank=1, cost_centre="PROD")
        for one in documents
    ]

    settled = erp.do("costing.settle", {}, subject=number, user="admin")

    assert [one.number for one in echo.told("find_cost_shares")[0]["documents"]] == [number]
    assert [entry["text"] for entry in settled.entries] == [
        f"Dr 6601.01[PROD] 80.00 | Cr 5201[{number}] 80.00"
    ]


def test_hook_find_provisions(erp: sanbao.Sanbao, echo: Any) -> None:
    number, batch = costly(erp), erp.do("opening.enter", BATCH, user="admin").number
    with erp.reading("admin") as work:
        key = work.find("document", batch).id
    echo.answers["find_provisions"] = lambda work, documents: [
        ProvisionBatch(one.id, key, str(batch)) for one in documents
    ]
    shares = [{"bearer": "provision", "percent": "100", "cost_centre": "SALES"}]

    settled = erp.do("costing.settle", {"shares": shares}, subject=number, user="admin")

    assert [one.number for one in echo.told("find_provisions")[0]["documents"]] == [number]
    # nothing was set aside under that paper, so the department bears it
    assert [entry["text"] for entry in settled.entries] == [
        f"Dr 6601.01[SALES] 80.00 | Cr 5201[{number}] 80.00"
    ]


def test_hook_find_disqualifications(erp: sanbao.Sanbao, echo: Any) -> None:
    erp.do("party.create", {"code": "I001", "name": "安装队", "roles": "installer"}, user="admin")
    echo.answers["find_disqualifications"] = lambda work, assignments: [
        Disqualification(0, Text("the licence ended yesterday"), "PTY-12")
    ]
    asked = {"kind_of_work": "installation", "party": "I001", "on": "2024-06-10"}

    told = erp.ask("competence.check", asked, user="admin")

    (one,) = echo.told("find_disqualifications")[0]["assignments"]
    assert (one.work, one.party.code, one.on) == ("installation", "I001", date(2024, 6, 10))
    assert told["reasons"] == [{"reason": "the licence ended yesterday", "rule": "PTY-12"}]


def test_hook_charge_credited(erp: sanbao.Sanbao, echo: Any) -> None:
    number = costly(erp)
    erp.do("party.create", {"code": "C1", "name": "滨江医院", "roles": "customer"}, user="admin")
    lines = [{"text": "工时", "quantity": "2", "price": "50.00", "tax": "VAT6"}]
    charge = erp.do("charge.issue", {"case": number, "party": "C1", "lines": lines}, user="admin").number

    told = {"reason": "少做", "lines": [{"position": "1", "quantity": "1"}], "red_form_no": "HZ1"}
    credit = erp.do("charge.credit", told, subject=charge, user="admin").number

    (heard,) = echo.told("charge_credited")
    assert (heard["charge"].document.number, heard["red_form_no"]) == (charge, "HZ1")
    assert heard["credit"].document.number == credit


def test_hook_find_work_limits(erp: sanbao.Sanbao, echo: Any) -> None:
    erp.do("party.create", {"code": "I001", "name": "运输公司", "roles": "installer"}, user="admin")
    echo.answers["find_work_limits"] = lambda work, assignments: [
        Disqualification(0, Text("it only carries"), "PTY-07")
    ]
    asked = {"kind_of_work": "installation", "party": "I001", "on": "2024-06-10"}

    told = erp.ask("competence.check", asked, user="admin")

    (one,) = echo.told("find_work_limits")[0]["assignments"]
    assert (one.work, one.party.code, one.on) == ("installation", "I001", date(2024, 6, 10))
    assert told["reasons"] == [{"reason": "it only carries", "rule": "PTY-07"}]


def test_hook_costs_settled(erp: sanbao.Sanbao, echo: Any) -> None:
    number = costly(erp)
    shares = [{"bearer": "department", "percent": "100", "cost_centre": "SALES"}]

    erp.do("costing.settle", {"shares": shares}, subject=number, user="admin")

    assert [one.number for one in echo.told("costs_settled")[0]["documents"]] == [number]


def test_hook_find_closing_obstacles(erp: sanbao.Sanbao, echo: Any) -> None:
    echo.answers["find_closing_obstacles"] = lambda work, periods: [
        ClosingCheck(
            "echo.open", month.code, Text("two echoes are open"), ok=False, details=({"amount": "80.00"},)
        )
        for month in periods
    ]

    with pytest.raises(Refused) as refused:
        erp.do("period.close", {"period": "2024-05"}, user="admin")

    assert [one.code for one in echo.told("find_closing_obstacles")[0]["periods"]] == ["2024-05"]
    assert refused.value.code == "closing.obstacle"
    assert refused.value.fields == {"echo.open": ["two echoes are open; 80.00"]}


def test_hook_describe_unit(erp: sanbao.Sanbao, echo: Any) -> None:
    lend(erp)
    echo.answers["describe_unit"] = lambda work, units: [{"title": "Echo", "rows": []} for _ in units]

    with erp.reading("admin") as work:
        answers = work.hooks.ask("describe_unit", work, units=[work.find("unit", "67890")])

    assert [(plugin, sections[0]["title"]) for plugin, sections in answers] == [
        ("echo", "Echo"),
        ("loan", "Loans"),
    ]


def test_hook_describe_party(erp: sanbao.Sanbao, echo: Any) -> None:
    erp.do("party.create", {"code": "C1", "name": "滨江医院"}, user="admin")
    echo.answers["describe_party"] = lambda work, parties: [
        {"title": "Echo", "rows": [{"code": one.code}]} for one in parties
    ]

    shown = erp.ask("party.overview", {"party": "C1"}, user="admin")

    assert [one.code for one in echo.told("describe_party")[0]["parties"]] == ["C1"]
    assert shown["sections"] == [{"plugin": "echo", "title": "Echo", "rows": [{"code": "C1"}]}]


def test_hook_find_records(erp: sanbao.Sanbao, echo: Any) -> None:
    number = lend(erp)
    echo.answers["find_records"] = lambda work, text: [
        Found("document", number, number, "echoed", 0),
        Found("document", "LN209901-0001", "not there", "", 0),
        Found("nothing", "x", "of no known kind", "", 0),
    ]

    with erp.reading("admin") as work:
        found = find(work, "call me")

    assert echo.told("find_records")[0]["text"] == "call me"
    assert [(one.kind, one.key) for one in found] == [("document", number)]
    assert str(found[0].note).startswith("echoed · ")


def test_hook_check_operation(erp: sanbao.Sanbao, echo: Any) -> None:
    echo.answers["check_operation"] = NotToday()

    with pytest.raises(NotToday):
        accept(erp)

    (call,) = echo.told("check_operation")
    assert (call["operation"], call["data"]) == ("unit.accept", {"accepted_on": date(2024, 2, 29)})
    assert [unit.serial for unit in call["subjects"]] == ["HA2024-00012345"]
    assert erp.ask("unit.search", {"text": "12345"}, user="admin")[0]["accepted_on"] is None


def test_hook_check_move(erp: sanbao.Sanbao, echo: Any) -> None:
    number = lend(erp)
    echo.answers["check_move"] = NotToday()

    with pytest.raises(NotToday):
        erp.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")

    (call,) = echo.told("check_move")
    assert (call["from_state"], call["to_state"]) == ("out", "returned")
    assert len(erp.ask("loan.overdue", {"on": "2024-12-31"}, user="admin")) == 1


def test_hook_documents_moved(erp: sanbao.Sanbao, echo: Any) -> None:
    number = lend(erp)

    erp.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")

    (call,) = echo.told("documents_moved")
    assert (call["operation"], [one.number for one in call["documents"]]) == ("loan.take_back", [number])


def test_hook_units_accepted(erp: sanbao.Sanbao, echo: Any) -> None:
    accept(erp)

    (call,) = echo.told("units_accepted")
    assert [(unit.serial, unit.accepted_on) for unit in call["units"]] == [
        ("HA2024-00012345", date(2024, 2, 29))
    ]


def test_hook_units_accepted_is_told_once_for_many(erp: sanbao.Sanbao, echo: Any) -> None:
    pump(erp, "HA2024-00067890")

    erp.do("unit.accept", {"accepted_on": "2024-02-29"}, subject=["12345", "67890"], user="admin")

    assert [len(call["units"]) for call in echo.told("units_accepted")] == [2]


def test_hook_units_unaccepted(erp: sanbao.Sanbao, echo: Any) -> None:
    accept(erp)

    erp.do("unit.unaccept", {"reason": "登记错误"}, subject="12345", user="admin")

    assert [unit.serial for unit in echo.told("units_unaccepted")[0]["units"]] == ["HA2024-00012345"]


def test_hook_units_replaced(erp: sanbao.Sanbao, echo: Any) -> None:
    erp.do(
        "unit.replace", {"serial": "NEW-00001", "replaced_on": "2024-06-03"}, subject="12345", user="admin"
    )

    (call,) = echo.told("units_replaced")
    assert [(unit.serial) for unit in (*call["old"], *call["new"])] == ["HA2024-00012345", "NEW-00001"]


def test_hook_milestone_reached(erp: sanbao.Sanbao, echo: Any) -> None:
    given = {"kind": "commissioned", "reached_on": "2024-03-15"}

    erp.do("unit.milestone", given, subject="12345", user="admin")

    (call,) = echo.told("milestone_reached")
    assert (call["kind"], call["reached_on"]) == ("commissioned", date(2024, 3, 15))


def test_hook_facts_corrected(erp: sanbao.Sanbao, echo: Any) -> None:
    erp.do("unit.correct", {"sold_on": "2024-01-15", "reason": "发票为准"}, subject="12345", user="admin")

    (call,) = echo.told("facts_corrected")
    assert [unit.serial for unit in call["units"]] == ["HA2024-00012345"]
    assert call["changes"]["sold_on"] == date(2024, 1, 15)


def test_hook_after_operation(erp: sanbao.Sanbao, echo: Any) -> None:
    accept(erp)

    with erp.work("system") as work:
        waiting = list(work.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))
        message = waiting[-1]
        work.hooks.call_one(
            message.hook,
            message.plugin,
            work,
            operation=message.payload["operation"],
            payload=message.payload,
        )

    assert message.payload["operation"] == "unit.accept"
    assert [call["operation"] for call in echo.told("after_operation")] == ["unit.accept"]


def test_what_was_rolled_back_is_not_told_afterwards(erp: sanbao.Sanbao, echo: Any) -> None:
    echo.answers["units_accepted"] = NotToday()
    with erp.reading("admin") as work:
        before = len(list(work.session.scalars(select(OutboxMessage.id))))

    with pytest.raises(NotToday):
        accept(erp)

    with erp.reading("admin") as work:
        assert len(list(work.session.scalars(select(OutboxMessage.id)))) == before


def test_the_order_of_calling_can_be_listed(erp: sanbao.Sanbao) -> None:
    assert erp.hooks.listing()["describe_unit"] == ["echo", "loan"]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_every_hook_has_a_test(backend: str) -> None:
    specified = {name for name, one in vars(hookspecs).items() if hasattr(one, "sanbao_spec")}

    tested = {name.removeprefix("test_hook_") for name in globals() if name.startswith("test_hook_")}

    assert specified <= tested
