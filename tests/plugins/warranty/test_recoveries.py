"""Getting a supplier's share back, on both databases: terms, drafts, filing, answers, payments, giving up."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from provision_shop import Shop, shop_in
from sqlalchemy import text

import sanbao
from sanbao.errors import Forbidden, Invalid, SanbaoError
from settings_of_old import keep_of_old

PROMISE = {
    "code": "SUP-2Y",
    "version": "1",
    "names": {"zh": "供方两年质保", "en": "Two years from the supplier"},
    "rank": "promise",
    "start_events": ["sale"],
    "guarantees": [{"kind": "repair", "term": "2y", "remedies": ["replace_part"], "restart": {}}],
}


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> Shop:
    """A pump with a board of the supplier X, and ten boards in the depot."""
    return shop_in(make_company, on=False, prepare=buy_boards)


def buy_boards(shop: Shop) -> None:
    """Bring suppliers, a promise, a pump with its board, and boards in the depot."""
    shop.do("profile.publish", {"kind": "warranty", "content": PROMISE})
    shop.do("party.create", {"code": "X", "name": "供方甲", "roles": "supplier"})
    shop.do("party.create", {"code": "Y", "name": "供方乙", "roles": "supplier"})
    shop.do("product.create", {"code": "BOARD", "name": "主板", "service_class": "3"})
    shop.do("product.add_part", {"code": "PLC", "name": "控制板", "item": "BOARD"}, "PUMP")
    shop.do("product.add_part", {"code": "SEAL", "name": "密封圈"}, "PUMP")
    stock = {"account": "1403", "debit": "4500.00", "product": "BOARD", "quantity": "10", "place": "DEPOT"}
    shop.do("opening.enter", {"date": "2024-01-01", "lines": [stock]})
    shop.sell("S-0001", "2024-03-01")


def _bind(shop: Shop, **given: Any) -> None:
    terms = {"supplier": "X", "item": "BOARD", "policy": "SUP-2Y", "valid_from": "2024-01-01"}
    shop.do(
        "supplier.bind_terms", {name: value for name, value in (terms | given).items() if value is not None}
    )


def _refused(shop: Shop, name: str, data: dict[str, Any] | None = None, subject: Any = None) -> str:
    with pytest.raises(SanbaoError) as refused:
        shop.do(name, data, subject)
    return refused.value.code


def _board_claim(shop: Shop, part: str = "PLC") -> str:
    claim = str(
        shop.do("claim.open", {"unit": "S-0001", "part": part, "fault": "E07", "cause": "quality"}).number
    )
    board = {"type": "parts", "product": "BOARD", "quantity": "1", "place": "DEPOT"}
    shop.do("costing.collect", {"labour": "100.00", "lines": [board]}, claim)
    return claim


def _shares(shop: Shop, claim: str) -> list[tuple[str, str | None, Decimal]]:
    shop.do("costing.settle", {}, claim)
    shares = shop.ask("cost.sheet", {"document": claim})["shares"]
    return [(share["bearer"], share["party"], share["amount"]) for share in shares]


def _filed(shop: Shop, amount: str = "1000.00", **given: Any) -> str:
    claim = shop.case("S-0001", amount, settle=False)
    shop.do("costing.settle", {"shares": [{"bearer": "supplier", "party": "X", "percent": "100"}]}, claim)
    recovery = str(shop.do("recovery.draft", {"claim": claim, "supplier": "X"}).number)
    shop.do("recovery.file", given, recovery)
    return recovery


def test_the_supplier_bears_the_part_and_the_department_the_rest(shop: Shop) -> None:
    _bind(shop)

    shares = _shares(shop, _board_claim(shop))

    assert shares == [("supplier", "X", Decimal("450.00")), ("department", None, Decimal("100.00"))]


def test_a_supplier_that_pays_all_bears_the_whole_case(shop: Shop) -> None:
    _bind(shop, pays="all")

    assert _shares(shop, _board_claim(shop)) == [("supplier", "X", Decimal("550.00"))]


def test_another_part_is_not_the_suppliers_even_on_the_same_unit(shop: Shop) -> None:
    _bind(shop, item=None, product="PUMP", part="SEAL")

    claim = _board_claim(shop)

    decision = shop.ask("claim.decision", {"claim": claim})[0]["decision"]
    assert decision.chosen.recover_from == ()
    assert _shares(shop, claim) == [("department", None, Decimal("550.00"))]


@pytest.mark.parametrize(
    ("opened", "terms"),
    [
        ("2026-03-02", {}),
        ("2024-06-03", {"valid_from": "2024-03-02"}),
        ("2024-06-03", {"valid_until": "2024-02-29"}),
    ],
)
def test_terms_that_have_ended_or_came_later_give_nothing(
    shop: Shop, opened: str, terms: dict[str, str]
) -> None:
    _bind(shop, **terms)
    shop.times.go(opened)

    assert _shares(shop, _board_claim(shop)) == [("department", None, Decimal("550.00"))]


def test_the_last_day_of_the_suppliers_term_still_counts(shop: Shop) -> None:
    _bind(shop)
    shop.times.go("2026-03-01")

    assert _shares(shop, _board_claim(shop))[0] == ("supplier", "X", Decimal("450.00"))


def test_a_part_that_was_put_in_new_is_owed_anew(shop: Shop) -> None:
    _bind(shop)
    shop.times.go("2026-02-01")
    first = _board_claim(shop)
    shop.do("claim.replace_part", {"part": "PLC"}, first)
    shop.do("costing.settle", {}, first)
    shop.times.go("2027-01-05")

    shares = _shares(shop, _board_claim(shop))

    assert shares[0] == ("supplier", "X", Decimal("450.00"))


def test_a_replacement_on_this_very_claim_owes_nothing_for_the_part_that_failed(shop: Shop) -> None:
    _bind(shop)
    shop.times.go("2026-06-01")
    claim = _board_claim(shop)
    shop.do("claim.replace_part", {"part": "PLC"}, claim)

    assert _shares(shop, claim) == [("department", None, Decimal("550.00"))]


def test_what_the_customer_pays_is_not_claimed(shop: Shop) -> None:
    _bind(shop)
    claim = str(
        shop.do(
            "claim.open",
            {"unit": "S-0001", "part": "PLC", "fault": "摔坏", "cause": "misuse", "evidence": "yes"},
        ).number
    )
    decision = shop.ask("claim.decision", {"claim": claim})[0]["decision"]

    assert not decision.covered


def test_a_manufacturers_standard_term_is_a_floor_of_ours(shop: Shop) -> None:
    given = {"serial": "S-0009", "product": "PUMP", "sold_on": "2024-03-01", "accepted_on": "2024-03-01"}
    shop.do("unit.register", {**given, "warranty": "WP-003-3M", "agreed_term": "6m"})
    _bind(shop, item=None, product="PUMP", is_manufacturer="yes")

    decision = shop.ask("coverage", {"unit": "S-0009", "at": "2026-02-28T10:00"})

    assert decision.covered
    assert decision.chosen.recover_from == ("X",)


def test_a_draft_made_by_terms_can_be_voided_and_the_settlement_taken_back(shop: Shop) -> None:
    _bind(shop, notice_days="30")
    claim = _board_claim(shop)
    shop.do("costing.settle", {}, claim)
    (draft,) = [row["number"] for row in _recoveries(shop)]

    assert _refused(shop, "costing.unsettle", {"reason": "错"}, claim) == "costing.still_claimed"
    shop.do("document.void", {"reason": "错"}, draft)
    shop.do("costing.unsettle", {"reason": "错"}, claim)
    shop.do("costing.settle", {}, claim)

    assert [row["state"] for row in _recoveries(shop)] == ["void", "drafted"]


def _recoveries(shop: Shop) -> list[dict[str, Any]]:
    with shop.erp.reading("admin") as work:
        query = text("SELECT number, state FROM document WHERE kind = 'recovery' ORDER BY id")
        return [dict(row._mapping) for row in work.connection.execute(query)]


def test_late_filing_needs_its_reason(shop: Shop) -> None:
    _bind(shop, notice_days="10", answer_days="20")
    shop.do("costing.settle", {}, _board_claim(shop))
    draft = _recoveries(shop)[0]["number"]
    shop.times.go("2024-04-12")

    assert _refused(shop, "recovery.file", {}, draft) == "recovery.late"
    shop.do("recovery.file", {"late_reason": "春节停工"}, draft)

    shown = shop.ask("document.show", {"document": draft})["fields"]
    assert (shown["late_reason"], shown["answer_due_on"]) == ("春节停工", "2024-05-02")


def test_the_day_of_the_answer_is_watched(shop: Shop) -> None:
    recovery = _filed(shop, answer_due_on="2024-04-10")
    with shop.erp.reading("admin") as work:
        due = work.connection.execute(text("SELECT kind, met_at FROM deadline")).all()

    assert [(row.kind, row.met_at) for row in due] == [("supplier_answer", None)]
    assert shop.ask("document.show", {"document": recovery})["fields"]["answer_due_on"] == "2024-04-10"


def test_money_that_came_in_part_leaves_the_rest_owed(shop: Shop) -> None:
    recovery = _filed(shop)
    shop.do("recovery.answer", {"accepted": "1000.00"}, recovery)

    shop.do("recovery.settle", {"against": "bank", "amount": "400.00"}, recovery)
    assert shop.ask("document.show", {"document": recovery})["fields"]["received"] == "400.00"
    assert (
        _refused(shop, "recovery.settle", {"against": "bank", "amount": "600.01"}, recovery)
        == "recovery.not_owed"
    )
    done = shop.do("recovery.settle", {"against": "payable"}, recovery)

    assert done.data["state"] == "settled"


def test_without_terms_somebody_says_how_it_is_paid(shop: Shop) -> None:
    recovery = _filed(shop)
    shop.do("recovery.answer", {"accepted": "1000.00"}, recovery)

    assert _refused(shop, "recovery.settle", {}, recovery) == "recovery.how_paid"


def test_an_answer_is_taken_back_with_its_entries_and_a_filing_too(shop: Shop) -> None:
    shop.do("setting.change", {"name": "claim_recognition", "value": "on_filing"})
    recovery = _filed(shop)
    shop.do("recovery.answer", {"accepted": "700.00", "rejected_to": "PURCH"}, recovery)

    shop.do("recovery.withdraw_answer", {"reason": "看错"}, recovery)
    assert _claim_account(shop) == Decimal("1000.00")
    shop.do("recovery.withdraw", {"reason": "重报"}, recovery)
    assert _claim_account(shop) == 0
    shop.do("recovery.file", {}, recovery)
    shop.do("recovery.answer", {"accepted": "1000.00"}, recovery)

    assert _claim_account(shop) == Decimal("1000.00")
    assert _pending(shop) == 0


def _claim_account(shop: Shop) -> Decimal:
    with shop.erp.reading("admin") as work:
        return work.ledger.balance("CLAIM_SUPPLIER")


def _pending(shop: Shop) -> Decimal:
    with shop.erp.reading("admin") as work:
        return work.ledger.balance("WARRANTY_EXP", cost_centre=work.find("cost_centre", "CLAIMS_PENDING").id)


def test_what_is_below_the_limit_one_person_gives_up(shop: Shop) -> None:
    recovery = _filed(shop)
    shop.do("recovery.answer", {"accepted": "300.00", "rest": "disputed"}, recovery)

    done = shop.do("recovery.write_off", {"to": "PURCH", "reason": "不值得"}, recovery)

    assert done.data["state"] == "written_off"
    assert _claim_account(shop) == _pending(shop) == 0
    assert _refused(shop, "recovery.settle", {"against": "bank"}, recovery) == "document.wrong_state"


def test_an_approval_counts_only_for_what_was_approved(shop: Shop) -> None:
    shop.do("setting.change", {"name": "recovery_write_off_limit", "value": "10.00"})
    shop.do("user.create", {"login": "wu.gang", "roles": "general_manager"})
    recovery = _filed(shop)
    shop.do("recovery.answer", {"accepted": "600.00", "rest": "disputed"}, recovery)
    shop.do("recovery.settle", {"against": "bank"}, recovery)
    shop.erp.do("recovery.approve_write_off", subject=recovery, user="wu.gang")
    shop.do("recovery.answer", {"accepted": "100.00", "rest": "disputed"}, recovery)
    less = shop.do("recovery.write_off", {"to": "PURCH", "reason": "放弃"}, recovery)
    other = _filed(shop, "500.00")

    assert less.data["state"] == "written_off"
    assert (
        _refused(shop, "recovery.write_off", {"to": "PURCH", "reason": "放弃"}, other)
        == "recovery.write_off_not_approved"
    )


def test_terms_are_checked_as_they_are_bound(shop: Shop) -> None:
    shop.do("party.create", {"code": "C", "name": "客户", "roles": "customer"})
    _bind(shop)

    assert (
        _refused(
            shop,
            "supplier.bind_terms",
            {"supplier": "C", "item": "BOARD", "policy": "SUP-2Y", "valid_from": "2024-01-01"},
        )
        == "supplier.no_supplier"
    )
    again = {"supplier": "X", "item": "BOARD", "policy": "SUP-2Y", "valid_from": "2024-01-01"}
    assert _refused(shop, "supplier.bind_terms", again) == "supplier.same_terms"
    with pytest.raises(Invalid) as refused:
        shop.do("supplier.bind_terms", {"supplier": "X", "policy": "SUP-2Y", "valid_from": "2024-01-32"})
    assert {problem.path for problem in refused.value.problems} == {"valid_from"}


def test_ended_terms_hold_for_what_was_bought_before(shop: Shop) -> None:
    _bind(shop)
    shop.do("supplier.end_terms", {"supplier": "X", "item": "BOARD", "valid_until": "2024-02-28"})

    assert _shares(shop, _board_claim(shop)) == [("department", None, Decimal("550.00"))]
    assert shop.ask("supplier.terms")[0]["valid_until"].isoformat() == "2024-02-28"
    ended = {"supplier": "X", "item": "BOARD", "valid_until": "2024-02-28"}
    assert _refused(shop, "supplier.end_terms", ended) == "supplier.no_terms"


def test_the_rate_tells_suppliers_apart(shop: Shop) -> None:
    recovery = _filed(shop, "200.00")
    shop.times.go("2024-04-05")
    shop.do("recovery.answer", {"accepted": "50.00"}, recovery)
    _filed(shop, "300.00")

    (row,) = shop.ask("recovery.rate", {"since": "2024-04-01", "until": "2024-04-30"})

    assert (row["claims"], row["claimed"], row["accepted"], row["open"]) == (2, 500, 50, 350)
    assert (row["accepted_percent"], row["answer_days"]) == (Decimal("25.0"), Decimal("4.0"))
    assert shop.ask("recovery.rate", {"since": "2024-04-01", "until": "2024-04-30", "supplier": "Y"}) == []


def test_a_setting_that_names_no_moment_is_not_passed_over(shop: Shop) -> None:
    draft = _filed(shop)
    shop.do("recovery.withdraw", {"reason": "重报"}, draft)
    keep_of_old(shop.erp, "claim_recognition", "on_fling")

    assert _refused(shop, "recovery.file", {}, draft) == "recovery.unknown_recognition"


def test_an_engineer_gives_nothing_up(shop: Shop) -> None:
    shop.do("user.create", {"login": "sun.wei", "roles": "service_engineer"})
    recovery = _filed(shop)

    with pytest.raises(Forbidden):
        shop.erp.do("recovery.write_off", {"to": "PURCH", "reason": "x"}, subject=recovery, user="sun.wei")
