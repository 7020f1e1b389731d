"""One search over everything: by what people say, best first, only what is theirs to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

import sanbao
from sanbao.searching import find
from sanbao.testing import fixed_clock

Hits = list[tuple[str, str]]


def stock(erp: sanbao.Sanbao) -> None:
    """Let the company have two products, three customers, units in a vehicle and at a site, and a written voucher."""
    for login, role in (("clerk", "service_clerk"), ("zhao.min", "finance"), ("hr1", "hr")):
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    for code, name in (("PUMP-3", "增压泵"), ("CAM-4K", "网络摄像机")):
        erp.do("product.create", {"code": code, "name": name, "name_en": f"Model {code}"}, user="admin")
    for code, name, phone in (
        ("C1", "滨江人民医院", "0571-88886601"),
        ("C2", "江南实验小学", "0571-88886602"),
        ("C3", "Harbour Clinic", "+44 20 7946 0018"),
    ):
        erp.do("party.create", {"code": code, "name": name, "phone": phone}, user="admin")
    erp.do(
        "site.create",
        {"code": "ST1", "name": "住院楼泵房", "party": "C1", "address": "江南大道 88 号"},
        user="admin",
    )
    erp.do("host.create", {"code": "V1", "plate": "浙B·12345", "vin": "LSVAA4182E2123456"}, user="admin")
    for serial, product, more in (
        ("HA2024-00012345", "PUMP-3", {"customer": "C1", "order_no": "SO-77"}),
        ("HA2024-00067890", "PUMP-3", {"customer": "C2"}),
        ("TERM-9", "CAM-4K", {"host": "V1"}),
        ("SAME-1", "CAM-4K", {}),
        ("SAME-1", "PUMP-3", {"customer": "C2"}),
    ):
        erp.do("unit.register", {"serial": serial, "product": product, **more}, user="admin")
    for day in ("2024-06-03", "2024-06-04"):
        lines = [{"account": "1002", "debit": "5.00"}, {"account": "4001", "credit": "5.00"}]
        erp.do("voucher.write", {"date": day, "summary": "test", "lines": lines}, user="admin")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Such a company."""
    return make_company(prepare=stock, clock=fixed_clock("2024-06-05T09:00:00+08:00"))


def hits(erp: sanbao.Sanbao, text: str, user: str = "admin") -> Hits:
    """Return what is found, as kind and key."""
    with erp.reading(user) as work:
        return [(one.kind, one.key) for one in find(work, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HA2024-00012345", ("unit", "HA2024-00012345")),
        ("ha2024-00012345", ("unit", "HA2024-00012345")),
        ("12345", ("unit", "HA2024-00012345")),
        ("2345", ("unit", "HA2024-00012345")),
        ("HA2024-0001", ("unit", "HA2024-00012345")),
        ("１２３４５", ("unit", "HA2024-00012345")),
        ("  SO-77 ", ("unit", "HA2024-00012345")),
        ("浙B·12345", ("unit", "TERM-9")),
        ("LSVAA4182E2123456", ("unit", "TERM-9")),
        ("C2", ("party", "C2")),
        ("医院", ("party", "C1")),
        ("harbour", ("party", "C3")),
        ("88886602", ("party", "C2")),
        ("057188886602", ("party", "C2")),
        ("CAM", ("product", "CAM-4K")),
        ("摄像", ("product", "CAM-4K")),
        ("泵房", ("site", "ST1")),
        ("JV202406-0002", ("document", "JV202406-0002")),
        ("jv2024", ("document", "JV202406-0002")),
        ("0002", ("document", "JV202406-0002")),
    ],
)
def test_what_people_say_comes_first(erp: sanbao.Sanbao, text: str, expected: tuple[str, str]) -> None:
    assert hits(erp, text)[0] == expected


def test_a_full_number_is_the_only_paper_and_a_prefix_gives_the_newest_first(erp: sanbao.Sanbao) -> None:
    assert hits(erp, "JV202406-0001") == [("document", "JV202406-0001")]
    assert hits(erp, "JV202406-00") == [("document", "JV202406-0002"), ("document", "JV202406-0001")]
    assert hits(erp, "JV202406-0003") == []


@pytest.mark.parametrize(
    "text", ["", "   ", "%", "_", "%%%", "\\", "'", "JV202406-%", "x" * 5000, "\x00", "(", "SAME-1 ("]
)
def test_odd_words_find_nothing_and_break_nothing(erp: sanbao.Sanbao, text: str) -> None:
    found = hits(erp, text)

    assert all(kind != "document" for kind, _key in found)


def test_two_units_of_one_serial_number_are_told_apart_by_their_product(erp: sanbao.Sanbao) -> None:
    with erp.reading("admin") as work:
        found = work.find("unit", "SAME-1 (PUMP-3)")

    assert (found.serial, found.product.code) == ("SAME-1", "PUMP-3")


def test_nobody_finds_what_her_role_may_not_read(erp: sanbao.Sanbao) -> None:
    assert hits(erp, "12345", "hr1") == []
    assert hits(erp, "医院", "hr1") == []
    assert hits(erp, "JV202406-0001", "clerk") == []
    assert hits(erp, "JV202406", "clerk") == []
    assert hits(erp, "JV202406-0001", "zhao.min") == [("document", "JV202406-0001")]


def test_each_kind_is_cut_off(erp: sanbao.Sanbao) -> None:
    with erp.reading("admin") as work:
        found = find(work, "江", limit=1)
        wider = find(work, "HA", limit=1)

    assert len({one.kind for one in found}) == len(found)
    assert len([one for one in wider if one.kind == "unit"]) == 1


@pytest.fixture
def statements(erp: sanbao.Sanbao) -> Iterator[list[str]]:
    """Every statement that is sent to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(erp.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(erp.database.engine, "before_cursor_execute", note)


def test_a_search_takes_a_dozen_statements_however_much_it_finds(
    erp: sanbao.Sanbao, statements: list[str]
) -> None:
    with erp.reading("admin") as work:
        del statements[:]
        find(work, "HA2024")

    assert len(statements) <= 12


def test_looking_for_units_takes_three_statements(erp: sanbao.Sanbao, statements: list[str]) -> None:
    with erp.reading("admin") as work:
        del statements[:]
        found = work.ask("unit.search", {"text": "江南"})

    assert [one["serial"] for one in found] == ["HA2024-00067890", "SAME-1"]
    assert len(statements) <= 3
