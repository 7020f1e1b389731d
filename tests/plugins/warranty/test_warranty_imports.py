"""Suppliers' terms and provision rates are brought as tables, and taken away again, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import pytest
from provision_shop import Shop, shop_in

import sanbao
from sanbao.importing.exporting import export_kind
from sanbao.importing.running import Outcome, run
from sanbao.tables import Heading, Table, Workbook, read, write_workbook

TERMS = [
    {
        "供方编码": "X",
        "产品编码": "PUMP",
        "质保条款": "WP-000-3Y5Y",
        "购入起始日": "2024-01-01",
        "通知期限(天)": "30",
        "所需凭证": "photo,evidence",
        "赔付范围": "全案费用",
    },
    {"供方编码": "X", "备件编码": "FAN", "质保条款": "WP-000-3Y5Y", "购入起始日": "2024-01-01"},
]
RATES = [
    {
        "产品编码": "PUMP",
        "计提比例(%)": "1.5",
        "起始月份": "2024-01",
        "截止月份": "2024-12",
        "依据": "历年索赔",
    },
    {"类别": "泵类", "每台计提额": "12.50", "起始月份": "2024-01"},
]


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> Shop:
    """A supplier and two products."""
    shop = shop_in(make_company, on=False)
    shop.do("party.create", {"code": "X", "name": "供方甲", "roles": "supplier"})
    return shop


def _workbook(title: str, rows: Sequence[Mapping[str, str]]) -> Workbook:
    titles = list(dict.fromkeys(key for row in rows for key in row))
    table = Table(
        title, [Heading(key) for key in titles], [[row.get(key, "") for key in titles] for row in rows]
    )
    return read(write_workbook([table]), "表.xlsx")


def _bring(shop: Shop, kind: str, title: str, rows: Sequence[Mapping[str, str]]) -> Outcome:
    return run(shop.erp, kind, _workbook(title, rows), user="admin")


def _taken_away(shop: Shop, kind: str) -> Workbook:
    with shop.erp.reading("admin") as work:
        return read(export_kind(work, kind), "表.xlsx")


def test_suppliers_terms_come_in_and_go_out_as_a_table(shop: Shop) -> None:
    outcome = _bring(shop, "supplier_terms", "供方质保条款", TERMS)

    assert outcome.ok, outcome.problems
    first, second = shop.ask("supplier.terms")
    assert (first["product"], first["notice_days"], first["evidence"], first["pays"]) == (
        "PUMP",
        30,
        ["photo", "evidence"],
        "all",
    )
    assert (second["item"], second["settled_by"], second["pays"]) == ("FAN", "payable", "part")
    assert _taken_away(shop, "supplier_terms").sheets


def test_a_bad_row_of_terms_is_named_and_nothing_is_kept(shop: Shop) -> None:
    rows = [TERMS[0], {**TERMS[1], "供方编码": "Z"}, {**TERMS[1], "所需凭证": "rumour"}]

    outcome = _bring(shop, "supplier_terms", "供方质保条款", rows)

    assert [problem.row for problem in outcome.problems] == [3, 4]
    assert shop.ask("supplier.terms") == []


def test_provision_rates_come_in_and_go_out_as_a_table(shop: Shop) -> None:
    outcome = _bring(shop, "provision_rate", "准备金计提比例", RATES)

    assert outcome.ok, outcome.problems
    first, second = shop.ask("provision.rates")
    assert (first["product"], first["percent"], first["valid_until"].isoformat()) == (
        "PUMP",
        Decimal("1.5"),
        "2024-12-31",
    )
    assert (second["category"], second["per_unit"]) == ("泵类", Decimal("12.50"))
    assert _taken_away(shop, "provision_rate").sheets
