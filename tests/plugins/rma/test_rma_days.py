"""Days that people give for what they did: none to come, none before what must come first; pieces named once (RMA-01)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rma_shop import Clock, pieces, returned

import sanbao
from sanbao.errors import Invalid
from sanbao_rma.rules.days import WAY, last_before


def came(erp: sanbao.Sanbao, clock: Clock) -> str:
    """Announce a piece on 3 June, receive it on the 5th; today is the 20th."""
    number = str(
        erp.do("rma.announce", {"party": "C1", "pieces": [{"serial": "K-0001"}]}, user="clerk").number
    )
    clock.now = clock.now.replace(day=20)
    erp.do(
        "rma.receive",
        {"pieces": [{"serial": "K-0001"}], "received_on": "2024-06-05"},
        subject=number,
        user="clerk",
    )
    return number


def diagnosed(erp: sanbao.Sanbao, number: str, on: str) -> None:
    line = {"line": "1", "in_warranty": "yes", "is_main_component": "yes", "fault": "E07"}
    erp.do("rma.diagnose", {"lines": [line], "diagnosed_on": on}, subject=number, user="bench")


def started(erp: sanbao.Sanbao, clock: Clock) -> str:
    number = came(erp, clock)
    diagnosed(erp, number, "2024-06-06")
    erp.do("rma.start", {"lines": ["1"]}, subject=number, user="bench")
    return number


def repaired(erp: sanbao.Sanbao, clock: Clock) -> str:
    number = started(erp, clock)
    erp.do("rma.finish", {"repaired_on": "2024-06-10"}, subject=number, user="bench")
    return number


def refused(erp: sanbao.Sanbao, name: str, data: dict[str, Any], number: str, user: str) -> Invalid:
    with pytest.raises(Invalid) as error:
        erp.do(name, data, subject=number, user=user)
    return error.value


def test_nothing_is_diagnosed_before_it_came(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = came(erp, clock)
    line = {"line": "1", "in_warranty": "yes", "fault": "E07"}

    error = refused(erp, "rma.diagnose", {"lines": [line], "diagnosed_on": "2024-06-04"}, number, "bench")

    assert (error.code, set(error.fields)) == ("rma.days_out_of_order", {"diagnosed_on"})
    assert "K-0001" in str(error)
    assert pieces(erp, number)[0]["state"] == "received"


def test_nothing_is_repaired_before_its_diagnosis(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = started(erp, clock)

    early = refused(erp, "rma.finish", {"repaired_on": "2024-06-05"}, number, "bench")
    part = {"line": "1", "part": "主板", "replaced_on": "2024-06-05"}
    swapped = {"line": "1", "serial": "K-0009", "replaced_on": "2024-06-05"}
    exchanged = [
        refused(erp, "rma.replace_part", part, number, "bench"),
        refused(erp, "rma.swap_board", swapped, number, "bench"),
    ]

    assert (early.code, set(early.fields)) == ("rma.days_out_of_order", {"repaired_on"})
    assert {(one.code, *one.fields) for one in exchanged} == {("rma.days_out_of_order", "replaced_on")}


def test_nothing_is_tested_before_its_repair_nor_sent_before_its_test(
    erp: sanbao.Sanbao, clock: Clock
) -> None:
    number = repaired(erp, clock)

    tested = refused(
        erp, "rma.check_quality", {"passed": "yes", "checked_on": "2024-06-09"}, number, "tester"
    )
    erp.do("rma.check_quality", {"passed": "yes", "checked_on": "2024-06-11"}, subject=number, user="tester")
    way = {"shipping_mode": "express", "shipped_at": "2024-06-10T18:00:00+08:00"}
    sent = refused(erp, "rma.issue", way, number, "clerk")
    erp.do("rma.issue", {**way, "shipped_at": "2024-06-11T08:00:00+08:00"}, subject=number, user="clerk")

    assert (tested.code, set(tested.fields)) == ("rma.days_out_of_order", {"checked_on"})
    assert (sent.code, set(sent.fields)) == ("rma.days_out_of_order", {"shipped_at"})


def test_nothing_goes_to_a_vendor_before_its_diagnosis(erp: sanbao.Sanbao, clock: Clock) -> None:
    erp.do("party.create", {"code": "S", "name": "S", "roles": "supplier"}, user="admin")
    number = came(erp, clock)
    diagnosed(erp, number, "2024-06-06")
    order = {"supplier": "S", "price": "10.00"}

    early = refused(erp, "rma.send_to_factory", {**order, "sent_on": "2024-06-05"}, number, "admin")
    due = {**order, "sent_on": "2024-06-07", "due_on": "2024-06-06"}
    backwards = refused(erp, "rma.send_to_factory", due, number, "admin")

    assert (early.code, set(early.fields)) == ("rma.days_out_of_order", {"sent_on"})
    assert set(backwards.fields) == {"due_on"}


@pytest.mark.parametrize(
    ("name", "field", "user"),
    [("rma.finish", "repaired_on", "bench"), ("rma.swap_board", "replaced_on", "bench")],
)
def test_a_day_to_come_is_refused(erp: sanbao.Sanbao, clock: Clock, name: str, field: str, user: str) -> None:
    number = started(erp, clock)
    more = {"line": "1", "serial": "K-0009"} if name == "rma.swap_board" else {}

    error = refused(erp, name, {**more, field: "2024-06-21"}, number, user)

    assert field in error.fields


def test_a_wish_has_its_days_in_order_and_every_one_that_has_not_is_named(erp: sanbao.Sanbao) -> None:
    wishes = [
        {"serial": "K-0001", "purchased_on": "2024-06-02", "requested_on": "2024-06-01"},
        {"serial": "K-0002", "purchased_on": "2024-06-04"},
    ]

    with pytest.raises(Invalid) as error:
        erp.do("rma.announce", {"party": "C1", "pieces": wishes}, user="clerk")

    assert error.value.code == "rma.days_out_of_order"
    assert set(error.value.fields) == {"pieces.0.requested_on", "pieces.1.purchased_on"}


def test_a_piece_named_by_its_position_and_by_its_number_came_once(erp: sanbao.Sanbao) -> None:
    number = str(
        erp.do("rma.announce", {"party": "C1", "pieces": [{"serial": "K-0001"}]}, user="clerk").number
    )
    twice = {"pieces": [{"line": "#1"}, {"serial": "K-0001", "is_unannounced": "yes"}]}

    error = refused(erp, "rma.receive", twice, number, "clerk")

    assert (error.code, set(error.fields)) == ("rma.bad_pieces", {"pieces.1"})
    assert pieces(erp, number)[0]["state"] == "announced"


def test_a_second_piece_of_another_day_does_not_hinder_the_first(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = returned(erp, "K-0001", "K-0002")
    clock.now = clock.now.replace(day=6)
    lines = [{"line": str(at), "in_warranty": "yes", "fault": "E07"} for at in (1, 2)]
    erp.do("rma.diagnose", {"lines": lines[:1], "diagnosed_on": "2024-06-03"}, subject=number, user="bench")
    erp.do("rma.diagnose", {"lines": lines[1:], "diagnosed_on": "2024-06-05"}, subject=number, user="bench")
    erp.do("rma.start", {}, subject=number, user="bench")

    error = refused(erp, "rma.finish", {"repaired_on": "2024-06-04"}, number, "bench")
    erp.do("rma.finish", {"lines": ["1"], "repaired_on": "2024-06-04"}, subject=number, user="bench")

    assert "K-0002" in str(error)
    assert "K-0001" not in str(error)


def test_the_last_of_the_days_before_is_the_one_that_is_named() -> None:
    days = dict(zip(WAY, (date(2024, 6, 3), date(2024, 6, 4), None, None), strict=True))

    assert last_before("shipped_at", days) == ("diagnosed_on", date(2024, 6, 4))
    assert last_before("diagnosed_on", dict.fromkeys(WAY)) is None
