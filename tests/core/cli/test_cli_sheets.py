"""``import``, ``export``, ``template``, ``unit``, ``print``: what people bring, take away and look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_names import Run

from sanbao.tables import read, write_csv

pytestmark = pytest.mark.either_backend

UNITS = [
    ["序列号", "产品编码", "验收日期"],
    ["HA-0012", "PUMP-3", "2024-02-29"],
    ["HA-0013", "PUMP-3", "2024-03-01"],
]


@pytest.fixture
def shop(in_company: Run, tmp_path: Path) -> Run:
    """A company with one product, and a file of two units."""
    in_company("do", "product.create", "code=PUMP-3", "name=增压泵", "key_parts=PLC")
    (tmp_path / "units.csv").write_bytes(write_csv(UNITS))
    return in_company


def test_units_come_in_from_a_file(shop: Run) -> None:
    taken = shop("import", "unit", "units.csv", "--json")

    assert taken.code == 0, taken.err
    assert taken.data["counts"] == {"unit": 2}
    assert shop("import", "unit", "units.csv", "--json").data["repeated"] is True


def test_a_trial_run_brings_nothing_in(shop: Run) -> None:
    tried = shop("import", "unit", "units.csv", "--dry-run")

    assert tried.code == 0
    assert "nothing was kept" in tried.out
    assert shop("unit", "HA-0012").code == 2


def test_bad_rows_are_told_and_marked_in_a_file_of_their_own(shop: Run, tmp_path: Path) -> None:
    rows = [*UNITS, ["HA-0014", "PUMP-9", "2024-02-30"]]
    (tmp_path / "bad.csv").write_bytes(write_csv(rows, "gb18030"))

    refused = shop("import", "unit", "bad.csv")

    assert refused.code == 2
    assert "bad, row 4, 产品编码" in refused.err
    assert "bad, row 4, 验收日期" in refused.err
    marked = read(tmp_path / "bad.csv.problems.xlsx").sheets[0]
    assert "PUMP-9" in marked.rows[2].cells["产品编码"]
    assert shop("unit", "HA-0012").code == 2


def test_bad_rows_are_json_for_a_program(shop: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(write_csv([UNITS[0], ["", "PUMP-3", "x"]]))

    import json

    error = json.loads(shop("import", "unit", "bad.csv", "--json").err)["error"]

    assert [(row["row"], row["column"]) for row in error["rows"]] == [(2, "序列号"), (2, "验收日期")]


def test_a_missing_file_and_an_unknown_table_are_sentences(shop: Run) -> None:
    assert "there is no file nothing.xlsx" in shop("import", "unit", "nothing.xlsx").err
    assert "there is no table “planet”" in shop("import", "planet", "units.csv").err


@pytest.mark.parametrize("name", ["units.xlsx", "units.csv"])
def test_what_is_recorded_is_taken_away(shop: Run, tmp_path: Path, name: str) -> None:
    shop("import", "unit", "units.csv")

    assert shop("export", "unit", "-o", name).code == 0

    sheet = read(tmp_path / name).sheets[0]
    assert [row.cells["Serial no."] for row in sheet.rows] == ["HA-0012", "HA-0013"]


def test_an_answer_is_taken_away_with_its_fields(shop: Run, tmp_path: Path) -> None:
    shop("do", "opening.enter", "date=2024-01-01", 'lines=[{"account": "1002", "debit": "10"}]')

    assert shop("export", "ledger.trial_balance", "on=2024-01-31", "--format", "csv", "-o", "t.txt").code == 0
    assert "1002" in (tmp_path / "t.txt").read_text("utf-8-sig")
    assert "is not a table" in shop("export", "ledger.verify").err
    assert "ledger.trial_balance" in shop("export", "opening").err


def test_a_template_speaks_the_language_that_is_asked_for(shop: Run, tmp_path: Path) -> None:
    shop("template", "unit", "--lang", "zh", "-o", "zh.xlsx")
    shop("template", "register", "--lang", "en", "-o", "en.xlsx")

    assert read(tmp_path / "zh.xlsx").sheets[0].headers[:2] == ("序列号 *", "产品编码 *")
    assert "Units" in {sheet.name for sheet in read(tmp_path / "en.xlsx").sheets}


def test_the_service_file_shows_facts_parts_and_coverage(shop: Run) -> None:
    shop("import", "unit", "units.csv")
    shop(
        "do",
        "unit.replace_part",
        "part=PLC",
        "replaced_on=2024-05-01",
        "serial=PLC-2",
        "--subject",
        "HA-0012",
    )

    shown = shop("unit", "0012")
    file = shop("unit", "0012", "--json").data

    assert shown.code == 0
    assert "HA-0012  PUMP-3 增压泵" in shown.out
    assert "PLC-2" in shown.out
    assert "Nothing is owed." in shown.out
    assert file["facts"]["accepted_on"] == "2024-02-29"
    assert [part["serial"] for part in file["parts"]] == ["PLC-2"]
    assert {step["operation"] for step in file["timeline"]} == {
        "unit.register",
        "accepted",
        "unit.replace_part",
    }


def test_a_unit_that_nobody_knows_is_a_sentence(shop: Run) -> None:
    refused = shop("unit", "99999")

    assert refused.code == 2
    assert "99999" in refused.err


def test_a_paper_without_a_form_is_one_sentence(shop: Run) -> None:
    shop("import", "unit", "units.csv")

    refused = shop("print", "HA-0012", "-o", "x.pdf")

    assert refused.code == 2
    assert "no printed form" in refused.err
    assert len(refused.err.splitlines()) == 1


def test_a_claim_is_printed_in_the_language_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    run("init", "--company", "华安监控", "--plugins", "warranty")
    run("do", "product.create", "code=PUMP-3", "name=增压泵")
    run(
        "do",
        "unit.register",
        "serial=HA-0012",
        "product=PUMP-3",
        "accepted_on=2024-02-29",
        "warranty=WP-000-3Y5Y",
    )
    claim = run("do", "claim.open", "unit=0012", "fault=E07 无压力", "cause=quality", "--json").data[
        "result"
    ]["number"]

    printed = run("print", claim, "--lang", "both", "-o", "claim.pdf", "--json")

    assert printed.code == 0, printed.err
    assert (tmp_path / "claim.pdf").read_bytes().startswith(b"%PDF-")
    assert run("print", claim, "--form", "nothing").code == 2
