"""Tables through the one door: every bad row is named, all or nothing, twice is once (F1), on both databases."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest

import sanbao
from sanbao.errors import Forbidden, NotFound
from sanbao.importing.exporting import NotATable, export_kind, export_question
from sanbao.importing.kinds import REGISTER, kinds_of
from sanbao.importing.running import Outcome, run
from sanbao.importing.templates import template_of
from sanbao.tables import Heading, Table, Workbook, read, write_csv, write_workbook

Rows = Sequence[Mapping[str, str]]
PRODUCTS = [{"编码": "PUMP-3", "名称": "增压泵", "关键部件": "PLC"}, {"编码": "BOARD", "名称": "主控板", "服务类别": "3"}]
PARTIES = [{"编码": "C001", "名称": "东海冷链物流", "角色": "customer", "电话": "0571-88880001"}]


def workbook(sheets: Mapping[str, Rows], name: str = "登记.xlsx") -> Workbook:
    """Return sheets as the import reads them from a real file."""
    tables = []
    for title, rows in sheets.items():
        titles = list(dict.fromkeys(key for row in rows for key in row))
        lines = [[row.get(key, "") for key in titles] for row in rows]
        tables.append(Table(title, [Heading(key) for key in titles], lines))
    return read(write_workbook(tables), name)


def units(count: int) -> list[dict[str, str]]:
    """Return good rows of units."""
    return [
        {"序列号": f"HA2024-{number:08}", "产品编码": "PUMP-3", "客户编码": "C001", "验收日期": "2024-02-29", "成交价": "12800.00"}
        for number in range(1, count + 1)
    ]


def register(count: int = 3) -> dict[str, Rows]:
    """Return a whole register with so many units."""
    return {"产品": PRODUCTS, "往来单位": PARTIES, "设备": units(count)}


def bring(erp: sanbao.Sanbao, sheets: Mapping[str, Rows], kind: str = REGISTER, **more: bool) -> Outcome:
    return run(erp, kind, workbook(sheets), user="admin", **more)


def recorded(erp: sanbao.Sanbao) -> list[str]:
    return sorted(unit["serial"] for unit in erp.ask("unit.search", {"text": "C001"}, user="admin") or []) or sorted(
        unit["serial"] for unit in erp.ask("unit.search", {"text": "东海冷链"}, user="admin")
    )


def test_a_register_with_all_tables_comes_in(erp: sanbao.Sanbao) -> None:
    outcome = bring(erp, register())

    assert outcome.ok
    assert outcome.counts == {"product": 2, "party": 1, "unit": 3}
    assert recorded(erp) == ["HA2024-00000001", "HA2024-00000002", "HA2024-00000003"]
    file = erp.ask("unit.file", {"unit": "HA2024-00000001"}, user="admin")
    assert file["facts"]["accepted_on"] == date(2024, 2, 29)
    assert file["facts"]["price_paid"] == Decimal("12800.00")


def test_every_bad_row_is_named_and_nothing_is_kept(erp: sanbao.Sanbao) -> None:
    rows = units(40)
    spoilt = sorted(random.Random(3).sample(range(40), 7))  # noqa: S311
    for index in spoilt:
        rows[index]["验收日期"] = "2024-02-30"

    outcome = bring(erp, {**register(), "设备": rows})

    assert not outcome.ok
    assert [(problem.sheet, problem.row, problem.column) for problem in outcome.problems] == [
        ("设备", index + 2, "验收日期") for index in spoilt
    ]
    assert recorded(erp) == []


def test_what_the_operation_refuses_is_named_by_its_row(erp: sanbao.Sanbao) -> None:
    rows = units(3)
    rows[1] |= {"交货日期": "2024-03-05"}  # delivered after it was accepted

    outcome = bring(erp, {**register(), "设备": rows})

    assert [(problem.row, problem.column) for problem in outcome.problems] == [(3, None)]
    assert "accepted_on" in str(outcome.problems[0])
    assert recorded(erp) == []


def test_who_refers_to_a_bad_row_is_not_blamed(erp: sanbao.Sanbao) -> None:
    products = [{"编码": "PUMP-3", "名称": "增压泵", "单价": "1e3"}]

    outcome = bring(erp, {**register(50), "产品": products})

    assert [(problem.sheet, problem.row, problem.column) for problem in outcome.problems] == [("产品", 2, "单价")]


def test_an_unknown_reference_is_named_at_its_cell(erp: sanbao.Sanbao) -> None:
    rows = units(2)
    rows[1]["产品编码"] = "PUMP-9"

    outcome = bring(erp, {**register(), "设备": rows})

    assert [(problem.row, problem.column, problem.value) for problem in outcome.problems] == [(3, "产品编码", "PUMP-9")]


def test_the_same_file_twice_is_taken_once(erp: sanbao.Sanbao) -> None:
    first = bring(erp, register())

    again = bring(erp, register())

    assert not first.repeated
    assert again.repeated
    assert again.counts == first.counts


def test_the_same_rows_as_csv_are_the_same_file(erp: sanbao.Sanbao) -> None:
    bring(erp, {"产品": PRODUCTS}, kind="product")
    titles = ["编码", "名称", "关键部件", "服务类别"]
    lines = [titles, *([row.get(title, "") for title in titles] for row in PRODUCTS)]

    again = run(erp, "product", read(write_csv(lines, "gb18030"), "产品.csv"), user="admin")

    assert again.repeated


def test_a_trial_keeps_nothing_and_can_be_followed_by_the_real_thing(erp: sanbao.Sanbao) -> None:
    tried = bring(erp, register(), dry_run=True)

    assert tried.ok
    assert recorded(erp) == []
    assert bring(erp, register()).ok
    assert len(recorded(erp)) == 3


def test_a_corrected_file_is_taken(erp: sanbao.Sanbao) -> None:
    rows = units(3)
    rows[2]["成交价"] = "12,800"
    assert not bring(erp, {**register(), "设备": rows}).ok

    rows[2]["成交价"] = "12800"

    assert bring(erp, {**register(), "设备": rows}).ok


def test_a_unit_that_is_there_already_is_named(erp: sanbao.Sanbao) -> None:
    bring(erp, register(2))

    outcome = bring(erp, {"设备": units(3)}, kind="unit")

    assert [problem.row for problem in outcome.problems] == [2, 3]
    assert len(recorded(erp)) == 2


def test_parts_are_added_to_products_and_units_of_the_same_file(erp: sanbao.Sanbao) -> None:
    parts = [{"产品编码": "PUMP-3", "部件编码": "SEAL", "部件名称": "机械密封", "是否关键部件": "否"}]
    installed = [{"设备序列号": "HA2024-00000001", "部件编码": "PLC", "部件序列号": "PLC-778"}]

    outcome = bring(erp, {**register(), "部件": parts, "装机部件": installed})

    assert outcome.ok, [str(problem) for problem in outcome.problems]
    file = erp.ask("unit.file", {"unit": "HA2024-00000001"}, user="admin")
    assert [(part["part"], part["serial"], part["is_key"]) for part in file["parts"]] == [("PLC", "PLC-778", True)]


def test_opening_balances_of_a_day_are_one_entry(erp: sanbao.Sanbao) -> None:
    opening = [
        {"日期": "2024-01-01", "科目": "1002", "借方": "1000.00"},
        {"日期": "2024-01-01", "科目": "1403", "借方": "5000.00", "产品编码": "BOARD", "数量": "100", "库位": "DEPOT"},
    ]

    outcome = bring(erp, {"产品": PRODUCTS, "期初": opening})

    assert outcome.ok, [str(problem) for problem in outcome.problems]
    assert [entry["text"] for entry in outcome.entries] == ["Dr 1002 1000.00 | Dr 1403 5000.00 | Cr 4199 6000.00"]
    assert erp.ask("ledger.verify", user="admin")["clean"]


def test_every_bad_line_of_opening_balances_is_named(erp: sanbao.Sanbao) -> None:
    opening = [
        {"日期": "2024-01-01", "科目": "1002", "借方": "1000.00"},
        {"日期": "2024-01-01", "科目": "NONE", "借方": "1.00"},
        {"日期": "2024-01-01", "科目": "1403", "借方": ""},
        {"日期": "2024-01-01", "科目": "1403", "借方": "5.00", "产品编码": "NONE"},
    ]

    outcome = bring(erp, {"期初": opening}, kind="opening")

    assert [(problem.row, problem.column) for problem in outcome.problems] == [
        (3, "科目"),
        (4, "借方"),
        (5, "产品编码"),
    ]
    assert erp.ask("ledger.trial_balance", user="admin") == []


def test_an_opening_is_brought_once_and_another_file_brings_what_is_new(erp: sanbao.Sanbao) -> None:
    bank = {"日期": "2024-01-01", "科目": "1002", "借方": "1000.00"}
    cash = {"日期": "2024-01-01", "科目": "1122", "借方": "8.00"}
    first = bring(erp, {"期初": [bank]}, kind="opening")

    again = bring(erp, {"期初": [bank]}, kind="opening")
    changed = bring(erp, {"期初": [cash, {**bank, "借方": "1200.00"}]}, kind="opening")
    twice = bring(erp, {"期初": [cash, {**cash, "日期": "2024-02-01"}]}, kind="opening")
    more = bring(erp, {"期初": [cash, {**bank, "借方": "200.00", "补充录入": "是"}]}, kind="opening")

    assert first.ok
    assert again.repeated
    assert [(problem.row, problem.column, problem.value) for problem in changed.problems] == [(3, "科目", "1002")]
    assert [(problem.row, problem.column, problem.value) for problem in twice.problems] == [(3, "科目", "1122")]
    assert more.ok
    balances = {row["code"]: row["closing"] for row in erp.ask("ledger.trial_balance", user="admin")}
    assert balances == {"1122": "8.00", "1002": "1200.00", "4199": "-1208.00"}


def test_a_plugins_fields_are_columns_of_the_units(make_company: object) -> None:
    erp = make_company(plugins=("warranty",))  # type: ignore[operator]
    rows = [{**row, "warranty": "WP-000-3Y5Y"} for row in units(2)]
    rows[1]["warranty"] = "WP-NONE"

    refused = bring(erp, {**register(), "设备": rows})
    rows[1]["warranty"] = "WP-000-3Y5Y"
    taken = bring(erp, {**register(), "设备": rows})

    assert [(problem.row, problem.column) for problem in refused.problems] == [(3, "warranty")]
    assert taken.ok
    coverage = erp.ask("unit.file", {"unit": "HA2024-00000001"}, user="admin")["coverage"]
    assert {(row["part"], row["promise"]) for row in coverage} == {(None, "WP-000-3Y5Y"), ("PLC", "WP-000-3Y5Y")}


def test_whoever_may_not_register_units_may_not_import_them(erp: sanbao.Sanbao) -> None:
    erp.do("user.create", {"login": "zhao.min", "roles": "finance"}, user="admin")

    outcome = run(erp, "product", workbook({"产品": PRODUCTS}), user="zhao.min")

    assert not outcome.ok
    assert all("zhao.min may not do product.create" in str(problem) for problem in outcome.problems)


def test_an_unknown_table_is_answered_with_those_that_exist(erp: sanbao.Sanbao) -> None:
    with pytest.raises(NotFound) as refused:
        kinds_of(erp.registry, "planets")

    assert "unit" in str(refused.value)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_can_be_imported_as_it_is(erp: sanbao.Sanbao, language: str) -> None:
    content = template_of(erp.registry, "product", language)

    looked = read(content, "product.xlsx")

    assert looked.sheets[0].headers[0] == ("编码 *" if language == "zh" else "Code *")
    assert not run(erp, "product", looked, user="admin").ok  # only the example stands in it


def test_the_template_of_the_register_has_a_sheet_for_each_table(erp: sanbao.Sanbao) -> None:
    looked = read(template_of(erp.registry, REGISTER, "zh"), "register.xlsx")

    names = [sheet.name for sheet in looked.sheets]
    assert names == ["成本中心", "往来单位", "产品", "部件", "地点", "库位", "载体", "设备", "装机部件", "价目表", "期初"]


def test_what_was_taken_away_can_be_brought_to_another_company(
    erp: sanbao.Sanbao, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bring(erp, register(5))
    with erp.reading("admin") as work:
        files = {name: export_kind(work, name) for name in ("party", "product", "unit")}
    other = sanbao.create(f"sqlite:///{tmp_path_factory.mktemp('other')}/b.sqlite", company="B")

    outcomes = [run(other, name, read(content, f"{name}.xlsx"), user="admin") for name, content in files.items()]

    assert all(outcome.ok for outcome in outcomes), [str(one) for out in outcomes for one in out.problems]
    assert recorded(other) == recorded(erp)
    other.close()


def test_an_answer_is_taken_away_with_numbers_as_numbers(erp: sanbao.Sanbao) -> None:
    erp.do("opening.enter", {"date": "2024-01-01", "lines": [{"account": "1002", "debit": "10.50"}]}, user="admin")

    with erp.reading("admin") as work:
        rows = read(export_question(work, "ledger.trial_balance", {"on": "2024-01-31"}), "t.xlsx").sheets[0].rows
        with pytest.raises(NotATable):
            export_question(work, "ledger.verify")

    assert [row.cells["debit"] for row in rows if row.cells["code"] == "1002"] == ["10.5"]


def test_an_import_needs_the_persons_permission_for_each_row_not_more(erp: sanbao.Sanbao) -> None:
    erp.do("user.create", {"login": "xu", "roles": "design"}, user="admin")

    assert run(erp, "product", workbook({"产品": PRODUCTS}), user="xu").ok
    with pytest.raises(Forbidden):
        erp.do("unit.accept", {"accepted_on": "2024-01-01"}, user="xu", subject="X")
