"""Reports: figures that foot to the books, on the screen and in a workbook with live formulas."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from warranty_shop import open_claim, settled_on_x

import sanbao
from sanbao.i18n import use_locale
from sanbao.reporting import running
from sanbao.reporting.running import UnknownReport


def two_cases(shop: sanbao.Sanbao) -> tuple[str, str]:
    """Return a case of 1,000.00 that a supplier bears, and an open one of 250.00."""
    first = settled_on_x(shop)
    second = open_claim(shop)
    shop.do(
        "costing.collect", {"labour": "250.00", "incurred_on": "2031-05-02"}, subject=second, user="li.na"
    )
    return first, second


def rows(shop: sanbao.Sanbao, by: str, **given: str) -> list[dict[str, Any]]:
    answer = shop.ask("cost.report", {"by": by, **given}, user="zhao.min")
    found: list[dict[str, Any]] = answer["rows"]
    return found


def laid_out(shop: sanbao.Sanbao, name: str, **given: str) -> tuple[list[running.Laid], bytes]:
    with shop.reading("zhao.min") as work:
        report = running.find(work, name)
        laid = running.run(work, report, given)
        return laid, running.workbook(work, report, laid, given)


def test_cost_by_case_shows_what_is_borne_and_what_is_still_carried(shop: sanbao.Sanbao) -> None:
    first, second = two_cases(shop)

    found = {row["group"]: (row["cost"], row["borne"], row["carried"]) for row in rows(shop, "case")}

    assert found == {
        first: (Decimal("1000.00"), Decimal("1000.00"), Decimal("0.00")),
        second: (Decimal("250.00"), Decimal("0.00"), Decimal("250.00")),
    }


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("unit", {"HA-00012345": "1250.00"}),
        ("product", {"PUMP-3": "1250.00"}),
        ("customer", {"C1": "1250.00"}),
        ("month", {"2031-05": "250.00", "2031-06": "1000.00"}),
        ("cost_centre", {"CLAIMS_PENDING": "1000.00"}),
        ("supplier", {"X": "1000.00"}),
    ],
)
def test_cost_is_told_by_every_group(shop: sanbao.Sanbao, by: str, expected: dict[str, str]) -> None:
    two_cases(shop)

    assert {row["group"]: str(row["cost"]) for row in rows(shop, by)} == expected


def test_only_the_days_asked_for_count(shop: sanbao.Sanbao) -> None:
    _first, second = two_cases(shop)

    found = rows(shop, "case", start="2031-05-01", end="2031-05-31")

    assert [(row["group"], row["cost"]) for row in found] == [(second, Decimal("250.00"))]


@pytest.mark.parametrize("by", ["case", "unit", "product", "customer", "month", "cost_centre", "supplier"])
def test_every_total_reaches_the_books(shop: sanbao.Sanbao, by: str) -> None:
    two_cases(shop)

    laid, _content = laid_out(shop, f"cost_by_{by}")

    assert laid[0].checks
    assert laid[0].checks[0].value > 0
    assert all(one.foots for one in laid)


def test_a_workbook_reckons_for_itself(shop: sanbao.Sanbao) -> None:
    two_cases(shop)

    _laid, content = laid_out(shop, "cost_by_case")

    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [sheet.cell(row, 6).value for row in (2, 3)] == ["=D2 - E2", "=D3 - E3"]
    assert sheet["D4"].value == "=SUM(D2:D3)"
    assert sheet["D5"].value == Decimal("1250")
    assert sheet["D6"].value == "=D4-D5"
    assert len(sheet._charts) == 1
    reckoned = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    assert (reckoned["F2"].value, reckoned["F3"].value, reckoned["D6"].value) == (0, 250, 0)


def test_the_same_report_has_the_same_bytes(shop: sanbao.Sanbao) -> None:
    two_cases(shop)

    assert laid_out(shop, "cost_by_product")[1] == laid_out(shop, "cost_by_product")[1]


def test_the_sheet_of_a_case_foots(shop: sanbao.Sanbao) -> None:
    first, _second = two_cases(shop)

    laid, _content = laid_out(shop, "cost_sheet", document=first)

    assert [str(one.totals["amount"]) for one in laid] == ["1000.00", "1000.00"]
    assert all(one.foots for one in laid)


def test_an_unknown_report_names_those_that_there_are(shop: sanbao.Sanbao) -> None:
    with shop.reading("zhao.min") as work, pytest.raises(UnknownReport, match="cost_by_case"):
        running.find(work, "cost_by_moon")


def test_who_may_not_ask_gets_no_report(shop: sanbao.Sanbao) -> None:
    shop.do("user.create", {"login": "wang.wu", "roles": "sales"}, user="admin")

    with shop.reading("wang.wu") as work, pytest.raises(sanbao.errors.Forbidden):
        running.run(work, running.find(work, "cost_by_case"), {})


def test_cost_by_fault_is_told_and_foots(shop: sanbao.Sanbao) -> None:
    two_cases(shop)

    laid, _content = laid_out(shop, "cost_by_fault")

    assert [(row["group"], row["cases"], str(row["cost"])) for row in laid[0].rows] == [("E07", 2, "1250.00")]
    assert laid[0].foots


def test_the_exposure_is_drawn(shop: sanbao.Sanbao) -> None:
    laid, content = laid_out(shop, "exposure", on="2024-06-01")

    assert [row["units"] for row in laid[0].rows] == [1]
    assert len(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]._charts) == 1


def test_every_report_of_the_plugin_can_be_taken_away(shop: sanbao.Sanbao) -> None:
    two_cases(shop)
    given = {
        "provision_roll_forward": {"since": "2031-01-01", "until": "2031-12-31"},
        "recovery_rate": {"since": "2031-01-01", "until": "2031-12-31"},
        "try_profile": {"policy": "WP-000-5Y"},
    }

    for name, fields in given.items():
        _laid, content = laid_out(shop, name, **fields)
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[-1] in ("About", "说明")


def test_a_report_in_chinese_has_no_heading_in_english(shop: sanbao.Sanbao) -> None:
    two_cases(shop)
    given = {"since": "2031-01-01", "until": "2031-12-31"}

    with use_locale("zh_Hans_CN"):
        by_case = laid_out(shop, "cost_by_case")[1]
        by_supplier = laid_out(shop, "recovery_rate", **given)[1]

    about = openpyxl.load_workbook(io.BytesIO(by_case)).worksheets[-1]
    assert "case" not in [cell.value for row in about.iter_rows() for cell in row]
    assert openpyxl.load_workbook(io.BytesIO(by_supplier)).worksheets[0]["A1"].value == "供应商"
