"""The demonstration: a year with its month ends, told readably, with papers and workbooks beside it, and clean books."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

import sanbao
from demonstration import Demonstration
from sanbao.app import Sanbao
from sanbao.cli.door import app
from sanbao.errors import SanbaoError

NOW = datetime(2025, 1, 10, 1, tzinfo=UTC)


@pytest.fixture
def company(demonstrated: Demonstration, tmp_path: Path) -> Iterator[Sanbao]:
    """Open a copy of the company that the demonstration left behind."""
    shutil.copy(demonstrated.folder / "sanbao.sqlite", tmp_path)
    with sanbao.open(f"sqlite:///{tmp_path / 'sanbao.sqlite'}", clock=lambda: NOW) as erp:
        yield erp


def test_it_ends_well_with_clean_books_as_its_last_word(demonstrated: Demonstration) -> None:
    assert demonstrated.exit_code == 0, demonstrated.progress
    *_told, verified, _blank, _go_on = demonstrated.printed.splitlines()
    assert verified.startswith("账簿核对完成")
    assert verified.endswith("0 处异常")


@pytest.mark.parametrize(
    "told",
    [
        "已从台账导入",
        "免费：依据 WP-000-5Y 保修，至 2027-06-15。",
        "收费：WP-000-10Y 将人为损坏列为除外，且已有证据。",
        "供应商 S001 479.50; 本公司部门 PROD 205.50",
        "通融承担 SERVICE 120.00",
        "质保准备金 57.60; 本公司部门 PROD 97.40",
        "各月利润",
        "应收账款账龄",
        "账面金额：1758.48，相符。",
        "账面金额：3600.00，相符。",
    ],
)
def test_it_tells_decisions_and_books_in_the_language_of_the_company(
    demonstrated: Demonstration, told: str
) -> None:
    assert told in demonstrated.printed


def test_every_file_that_it_names_is_there_and_is_what_it_says(demonstrated: Demonstration) -> None:
    named = [
        Path(line.strip())
        for line in demonstrated.printed.splitlines()
        if line.startswith(f"  {demonstrated.folder}")
    ]

    assert len(named) == 16
    for file in named:
        if file.suffix == ".pdf":
            assert file.read_bytes().startswith(b"%PDF-")
        else:
            assert openpyxl.load_workbook(file).worksheets[0].max_row > 1


def test_every_month_is_closed_and_the_year_is_carried_to_what_is_retained(company: Sanbao) -> None:
    rows = {
        row["code"]: row for row in _ask(company, "ledger.trial_balance", on="2024-12-31", start="2024-01-01")
    }

    for month in range(1, 13):
        checks = {
            check["code"]: check for check in _ask(company, "month_end.checklist", period=f"2024-{month:02}")
        }
        assert all(check["ok"] for check in checks.values() if check["is_blocking"])
        assert checks["closing.result"]["ok"]
    # 12 × 9,000.00 of contracts, 205.00 and 338.00 of repairs, 100,390.00 of sales, less 173,828.48 of expense
    assert Decimal(rows["4103"]["closing"]) == 0
    assert Decimal(rows["4104"]["closing"]) == Decimal("-92220.00") - Decimal("35104.52")
    assert all(Decimal(row["closing"]) == 0 for row in rows.values() if row["kind"] in ("income", "expense"))


def test_a_closed_month_takes_no_entry(company: Sanbao) -> None:
    lines = [{"account": "1002", "debit": "1.00"}, {"account": "6051", "credit": "1.00"}]
    given = {"date": "2024-05-15", "summary": "补记", "lines": lines}

    paper = company.do("voucher.write", given, user="zhao.min")
    with pytest.raises(SanbaoError) as refused:
        company.do("voucher.post", subject=paper.number, user="sun.li")

    assert refused.value.code == "ledger.period_closed"


def test_what_stands_open_adds_up_to_the_books(company: Sanbao) -> None:
    footing = _ask(company, "item.footing")
    provision = _ask(company, "provision.roll_forward", since="2024-01-01", until="2024-12-31")

    assert all(row["foots"] for row in footing)
    # 1,872.45 set aside, 317.60 used, 203.63 more at the year's end
    assert provision["foots"]
    assert provision["total"]["accrued"] == Decimal("1872.45")
    assert provision["total"]["used"] == Decimal("317.60")


def test_a_second_demonstration_in_the_same_folder_is_refused(demonstrated: Demonstration) -> None:
    before = (demonstrated.folder / "sanbao.sqlite").read_bytes()

    again = CliRunner().invoke(app, ["--lang", "en", "demo", str(demonstrated.folder)])

    assert again.exit_code == 2
    assert "there is already a company" in again.stderr
    assert (demonstrated.folder / "sanbao.sqlite").read_bytes() == before


def _ask(company: Sanbao, question: str, **given: Any) -> Any:
    return company.ask(question, given, user="admin")
