"""Many parcels in one operation end like each by itself: the same states, entries, shares; what is unclear is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from rma_shop import Clock, pieces, shop

import sanbao
from sanbao.errors import Invalid, SanbaoError

#: Step by step through a parcel: the operation, who does it, and what is said of the piece at each position.
WAY: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("rma.receive", "clerk", {"as_announced": "yes"}, {}),
    ("rma.diagnose", "bench", {}, {"in_warranty": "yes", "cause": "material"}),
    ("rma.start", "bench", {}, {}),
    ("rma.collect_cost", "bench", {}, {"type": "freight", "amount": "12.34"}),
    ("rma.finish", "bench", {"remedy": "更换"}, {}),
    ("rma.check_quality", "tester", {"passed": "yes"}, {}),
    ("rma.issue", "clerk", {"shipping_mode": "express"}, {}),
    ("rma.deliver", "clerk", {"received_by": "王立"}, {}),
    ("rma.settle", "head", {}, {}),
    ("rma.close", "clerk", {}, {}),
]


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A shop that takes pieces back."""
    return shop(make_company, Clock())


def _announced(erp: sanbao.Sanbao, name: str) -> list[str]:
    parcels = [
        [{"serial": f"{name}{parcel}-{piece}", "product": "CAM-8"} for piece in (1, 2)]
        for parcel in (1, 2, 3)
    ]
    return [
        str(erp.do("rma.announce", {"party": "C1", "pieces": given}, user="clerk").number)
        for given in parcels
    ]


def _done(
    erp: sanbao.Sanbao, numbers: Sequence[str], way: Sequence[tuple[Any, ...]] = WAY
) -> list[dict[str, Any]]:
    """Carry parcels to their end, all of them in each operation; return the entries that were posted."""
    posted: list[dict[str, Any]] = []
    for name, user, data, said in way:
        lines = [{**said, "line": f"{number}/{position}"} for number in numbers for position in (1, 2)]
        given = {**data, "lines": lines} if said else data
        posted += erp.do(name, given, subject=list(numbers), user=user).entries
    return posted


def _told(entries: Sequence[dict[str, Any]]) -> list[list[tuple[Any, ...]]]:
    """Return entries without the names of their papers and units, in an order of their own."""
    columns = ("account", "debit", "credit", "quantity", "rule", "party", "cost_centre", "place")
    found = [[tuple(line[name] for name in columns) for line in entry["lines"]] for entry in entries]
    return sorted(found, key=str)


def test_three_parcels_at_once_end_like_three_one_by_one(erp: sanbao.Sanbao) -> None:
    together, apart = _announced(erp, "T"), _announced(erp, "A")

    at_once = _done(erp, together)
    one_by_one = [entry for number in apart for entry in _done(erp, [number])]

    assert _told(at_once) == _told(one_by_one)
    for left, right in zip(together, apart, strict=True):
        assert [_plain(one) for one in pieces(erp, left)] == [_plain(one) for one in pieces(erp, right)]
        assert _timeline(erp, left) == _timeline(erp, right)


def _plain(piece: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in piece.items() if name != "serial"}


def _timeline(erp: sanbao.Sanbao, number: str) -> list[tuple[Any, ...]]:
    shown = erp.ask("document.timeline", {"document": number}, user="admin")
    assert all(one["whole"] for one in shown)
    return [(one["by"], one["operation"], one["from"], one["to"]) for one in shown]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("rma.receive", {"pieces": [{"serial": "T1-1"}]}, "input.invalid"),
        ("rma.receive", {"as_announced": "yes", "received_on": "2024-05-01"}, "input.invalid"),
        ("rma.collect_cost", {"lines": [{"type": "freight", "amount": "1.00"}]}, "input.invalid"),
        ("rma.start", {}, "document.wrong_state"),
        ("rma.settle", {}, "costing.no_shares"),
    ],
)
def test_what_is_unclear_or_early_for_one_is_done_for_none(
    erp: sanbao.Sanbao, name: str, data: dict[str, Any], code: str
) -> None:
    numbers = _announced(erp, "T")

    with pytest.raises(SanbaoError) as refused:
        erp.do(name, data, subject=numbers, user="admin")

    assert refused.value.code == code
    assert {one["state"] for number in numbers for one in pieces(erp, number)} == {"announced"}


def test_a_parcel_of_which_nothing_is_said_is_not_diagnosed_with_the_others(erp: sanbao.Sanbao) -> None:
    numbers = _announced(erp, "T")
    erp.do("rma.receive", {"as_announced": "yes"}, subject=numbers, user="clerk")
    lines = [{"line": f"{number}/1", "in_warranty": "yes"} for number in numbers[:2]]

    with pytest.raises(SanbaoError) as refused:
        erp.do("rma.diagnose", {"lines": lines}, subject=numbers, user="bench")

    assert refused.value.code == "rma.nothing_to_do"
    assert {one["state"] for number in numbers for one in pieces(erp, number)} == {"received"}


def test_a_piece_is_named_by_its_serial_among_several_parcels(erp: sanbao.Sanbao) -> None:
    numbers = _announced(erp, "T")
    erp.do("rma.receive", {"as_announced": "yes"}, subject=numbers, user="clerk")
    lines = [{"line": f"t{parcel}-2", "in_warranty": "yes"} for parcel in (1, 2, 3)]

    erp.do("rma.diagnose", {"lines": lines}, subject=numbers, user="bench")

    assert [[one["state"] for one in pieces(erp, number)] for number in numbers] == [
        ["received", "diagnosed"]
    ] * 3


def test_what_lies_with_us_cannot_be_announced_once_more(erp: sanbao.Sanbao) -> None:
    (number, *_rest) = _announced(erp, "T")
    erp.do("rma.receive", {"as_announced": "yes"}, subject=number, user="clerk")
    found = {"line": "T1-1", "in_warranty": "yes"}
    erp.do("rma.diagnose", {"lines": [found]}, subject=number, user="bench")
    scrapped = {"lines": ["T1-1"], "reason": "锈蚀", "agreed_by": "王立"}
    erp.do("rma.scrap", scrapped, subject=number, user="head")

    with pytest.raises(SanbaoError) as refused:
        erp.do("rma.announce", {"party": "C1", "pieces": [{"serial": "T1-1"}]}, user="clerk")

    assert refused.value.code == "rma.still_here"
    assert number in str(refused.value)


def test_a_parcel_that_is_named_twice_is_one(erp: sanbao.Sanbao) -> None:
    (number, *_rest) = _announced(erp, "D")

    come = erp.do("rma.receive", {"as_announced": "yes"}, subject=[number, number], user="clerk")

    quantities = [line["quantity"] for entry in come.entries for line in entry["lines"]]
    assert sorted(quantities) == ["-1", "-1", "1", "1"]


def test_a_number_that_got_its_service_file_meanwhile_is_received_as_that_unit(erp: sanbao.Sanbao) -> None:
    (number, *_rest) = _announced(erp, "F")
    erp.do("unit.register", {"serial": "F1-1", "product": "CAM-8"}, user="admin")

    erp.do("rma.receive", {"as_announced": "yes"}, subject=number, user="clerk")

    assert [one["state"] for one in pieces(erp, number)] == ["received", "received"]


def test_a_number_that_got_somebody_elses_service_file_meanwhile_is_refused(erp: sanbao.Sanbao) -> None:
    (number, *_rest) = _announced(erp, "G")
    erp.do("party.create", {"code": "C9", "name": "别家", "roles": "customer"}, user="admin")
    erp.do("unit.register", {"serial": "G1-1", "product": "CAM-8", "customer": "C9"}, user="admin")

    with pytest.raises(SanbaoError) as refused:
        erp.do("rma.receive", {"as_announced": "yes"}, subject=number, user="clerk")

    assert refused.value.code == "rma.wrong_customer"
    assert [one["state"] for one in pieces(erp, number)] == ["announced", "announced"]


def test_one_number_out_of_two_parcels_is_taken_in_once(erp: sanbao.Sanbao) -> None:
    numbers = [
        str(erp.do("rma.announce", {"party": "C1", "pieces": [piece]}, user="clerk").number)
        for piece in ({"serial": "H-1", "product": "CAM-8"},) * 2
    ]

    with pytest.raises(SanbaoError) as together:
        erp.do("rma.receive", {"as_announced": "yes"}, subject=numbers, user="clerk")
    erp.do("rma.receive", {"as_announced": "yes"}, subject=numbers[0], user="clerk")
    with pytest.raises(SanbaoError) as apart:
        erp.do("rma.receive", {"as_announced": "yes"}, subject=numbers[1], user="clerk")

    assert (together.value.code, apart.value.code) == ("rma.already_here", "rma.already_here")


@pytest.mark.parametrize(
    ("name", "said", "field"),
    [
        ("rma.issue", {"shipping_mode": "express", "shipped_at": "2024-06-01T09:00"}, "shipped_at"),
        ("rma.deliver", {"delivered_on": "2024-06-01"}, "delivered_on"),
    ],
)
def test_nothing_leaves_before_it_came_or_arrives_before_it_left(
    erp: sanbao.Sanbao, name: str, said: dict[str, str], field: str
) -> None:
    numbers = _announced(erp, "T")
    before = [step for step, *_rest in WAY].index(name)
    _done(erp, numbers, WAY[:before])

    with pytest.raises(Invalid) as refused:
        erp.do(name, said, subject=numbers, user="clerk")

    assert [problem.path for problem in refused.value.problems] == [field]
