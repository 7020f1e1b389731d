"""The one door: an operation is whole, recorded, permitted and done once, on both databases."""

from __future__ import annotations

import pytest

import sanbao
from sanbao.errors import Conflict, Forbidden, Invalid


def _pump(erp: sanbao.Sanbao, **extra: str) -> sanbao.Result:
    return erp.do("product.create", {"code": "PUMP-3", "name": "增压泵", **extra}, user="admin")


def test_a_key_used_again_returns_the_same_answer(erp: sanbao.Sanbao) -> None:
    first = erp.do("product.create", {"code": "P", "name": "泵"}, user="admin", key="k")

    again = erp.do("product.create", {"code": "P", "name": "泵"}, user="admin", key="k")

    assert again.data == first.data
    assert again.repeated


def test_a_key_used_for_something_else_is_refused(erp: sanbao.Sanbao) -> None:
    erp.do("product.create", {"code": "P", "name": "泵"}, user="admin", key="k")

    with pytest.raises(Conflict) as refused:
        erp.do("product.create", {"code": "Q", "name": "泵"}, user="admin", key="k")

    assert refused.value.code == "request.key_reused"


def test_every_wrong_field_is_named_at_once(erp: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        erp.do(
            "unit.register",
            {"serial": "1", "product": "NONE", "sold_on": "2024-02-30", "price_paid": "1e3", "colour": "red"},
            user="admin",
        )

    assert set(refused.value.fields) == {"product", "sold_on", "price_paid", "colour"}


def test_a_dry_run_shows_the_entry_and_leaves_nothing(erp: sanbao.Sanbao) -> None:
    lines = [{"account": "1002", "debit": "1000.00"}]

    tried = erp.do("opening.enter", {"date": "2024-01-01", "lines": lines}, user="admin", dry_run=True)

    assert [entry["text"] for entry in tried.entries] == ["Dr 1002 1000.00 | Cr 4199 1000.00"]
    assert erp.ask("ledger.trial_balance", user="admin") == []


def test_a_person_without_the_role_is_refused(erp: sanbao.Sanbao) -> None:
    erp.do("user.create", {"login": "li.na", "roles": "finance"}, user="admin")

    with pytest.raises(Forbidden):
        erp.do("product.create", {"code": "P", "name": "泵"}, user="li.na")


def test_the_one_who_wrote_a_voucher_may_not_post_it(erp: sanbao.Sanbao) -> None:
    for login in ("zhao.min", "wang.fang"):
        erp.do("user.create", {"login": login, "roles": "finance"}, user="admin")
    lines = [{"account": "1002", "debit": "10.00"}, {"account": "4001", "credit": "10.00"}]
    written = erp.do(
        "voucher.write", {"date": "2024-05-02", "summary": "投入资本", "lines": lines}, user="zhao.min"
    )

    with pytest.raises(Forbidden) as refused:
        erp.do("voucher.post", subject=written.number, user="zhao.min")
    posted = erp.do("voucher.post", subject=written.number, user="wang.fang")

    assert refused.value.code == "access.same_person"
    assert [entry["text"] for entry in posted.entries] == ["Dr 1002 10.00 | Cr 4001 10.00"]


def test_the_second_of_two_people_is_told_that_the_paper_changed(erp: sanbao.Sanbao) -> None:
    lines = [{"account": "1002", "debit": "10.00"}, {"account": "4001", "credit": "10.00"}]
    written = erp.do("voucher.write", {"date": "2024-05-02", "summary": "投入", "lines": lines}, user="admin")
    seen = written.data["version"]
    erp.do("document.note", {"note": "看过"}, subject=written.number, user="admin", if_version=seen)

    with pytest.raises(Conflict) as refused:
        erp.do("document.note", {"note": "我也看过"}, subject=written.number, user="admin", if_version=seen)

    assert refused.value.code == "document.changed_meanwhile"


def test_the_timeline_is_chained(erp: sanbao.Sanbao) -> None:
    lines = [{"account": "1002", "debit": "10.00"}, {"account": "4001", "credit": "10.00"}]
    written = erp.do("voucher.write", {"date": "2024-05-02", "summary": "投入", "lines": lines}, user="admin")
    erp.do("document.note", {"note": "看过"}, subject=written.number, user="admin")

    timeline = erp.ask("document.timeline", {"document": written.number}, user="admin")

    assert [line["operation"] for line in timeline] == ["voucher.write", "document.note", "document.note"]
    assert all(line["whole"] for line in timeline)


def test_the_last_five_digits_of_a_serial_number_do(erp: sanbao.Sanbao) -> None:
    _pump(erp, key_parts="PLC")
    erp.do("unit.register", {"serial": "HA2024-00012345", "product": "PUMP-3"}, user="admin")

    found = erp.ask("unit.search", {"text": "12345"}, user="admin")

    assert [unit["serial"] for unit in found] == ["HA2024-00012345"]


def test_an_unanswered_question_of_coverage_is_said_to_be_unchecked(erp: sanbao.Sanbao) -> None:
    _pump(erp)
    erp.do("unit.register", {"serial": "S1", "product": "PUMP-3"}, user="admin")

    decision = erp.ask("coverage", {"unit": "S1"}, user="admin")

    assert decision.chosen is None
    assert "not checked" in str(decision.sentence)
