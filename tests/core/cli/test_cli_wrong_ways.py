"""Ways to get a command wrong: a folder that is not there, a word that nobody knows, and nothing left half done."""

from __future__ import annotations

import json
import logging
import tarfile
from pathlib import Path

import pytest
from cli_names import Run

from sanbao.app import NotInitialised
from sanbao.cli.failing import traces_kept
from sanbao.cli.settings import Settings
from sanbao.setup import create


def test_a_company_with_wrong_facts_is_told_all_of_them_and_is_not_made(run: Run, tmp_path: Path) -> None:
    words = (
        "--company",
        " ",
        "--currency",
        "ZZZ",
        "--time-zone",
        "Mars/X",
        "--calendar",
        "ZZ",
        "--locale",
        "fr",
    )

    refused = run("--json", "init", *words, "--plugins", "warranty,nosuch")

    assert refused.code == 2
    wrong = json.loads(refused.err)["error"]["fields"]
    assert sorted(wrong) == ["calendar", "company", "currency", "locale", "plugins", "time_zone"]
    assert "nosuch" in wrong["plugins"][0]
    assert list(tmp_path.glob("sanbao.sqlite*")) == []


@pytest.mark.parametrize(
    "words",
    [("--plugins", "nosuch"), ("--plugins", "warranty,nosuch"), ("--calendar", "ZZ"), ("--locale", "fr")],
)
def test_after_a_refusal_the_company_can_be_made_at_once(run: Run, words: tuple[str, ...]) -> None:
    run("init", "--company", "华安监控", *words)

    made = run("--json", "init", "--company", "华安监控", "--plugins", "warranty")

    assert made.code == 0, made.err
    assert made.data["plugins"] == ["warranty"]


def test_the_demo_is_not_made_where_a_file_stands(run: Run, tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").write_bytes(b"mine")

    refused = run("demo", "register.xlsx", "--json")
    below = run("demo", "register.xlsx/demo", "--json")

    assert (refused.code, refused.refusal["code"]) == (2, "demo.no_folder")
    assert (below.code, below.refusal["code"]) == (2, "demo.no_folder")
    assert (tmp_path / "register.xlsx").read_bytes() == b"mine"


def test_a_login_of_the_first_person_cannot_be_blank(run: Run) -> None:
    refused = run("--json", "init", "--company", "A", "--admin", "  ")

    assert json.loads(refused.err)["error"]["fields"] == {"administrator": ["Please give a login."]}


def test_nothing_can_be_made_in_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    refused = run("--db", tmp_path / "nowhere" / "a.sqlite", "init", "--company", "A")

    assert (refused.code, refused.out) == (2, "")
    assert refused.err == f"there is no folder {tmp_path / 'nowhere'}\n"


@pytest.mark.parametrize(
    "words",
    [
        ("export", "product"),
        ("template", "product"),
        ("ledger", "anchor"),
        ("ledger", "export"),
        ("backup",),
        ("report", "show", "trial_balance", "on=2024-12-31"),
    ],
)
def test_a_file_for_a_folder_that_is_not_there_is_one_sentence(run: Run, words: tuple[str, ...]) -> None:
    run("init", "--company", "A")

    refused = run("--json", *words, "-o", "nowhere/file.xlsx")

    assert (refused.code, refused.out) == (2, "")
    error = json.loads(refused.err)["error"]
    assert (error["code"], error["message"]) == ("file.no_folder", "there is no folder nowhere")


def test_a_folder_cannot_be_written_as_a_file(run: Run, tmp_path: Path) -> None:
    run("init", "--company", "A")
    (tmp_path / "taken").mkdir()

    refused = run("export", "product", "-o", "taken", "--format", "csv")

    assert refused.code == 2
    assert "taken cannot be written" in refused.err
    assert list((tmp_path / "taken").iterdir()) == []
    assert not (tmp_path / ".taken.partial").exists()


@pytest.mark.parametrize("name", ["product.txt", "product.xls", "product"])
def test_a_table_is_not_written_under_a_name_that_says_something_else(
    run: Run, tmp_path: Path, name: str
) -> None:
    run("init", "--company", "A")

    refused = run("export", "product", "-o", name)

    assert refused.code == 2
    assert f"{name} says neither .xlsx nor .csv" in refused.err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    "words", [("nosuch",), ("print",), ("--lang", "fr", "doctor"), ("ledger", "nosuch"), ("unit", "a", "b")]
)
def test_a_line_that_cannot_be_read_is_told_to_a_program_in_json(run: Run, words: tuple[str, ...]) -> None:
    refused = run("--json", *words)

    assert (refused.code, refused.out) == (2, "")
    error = json.loads(refused.err)["error"]
    assert error["code"] == "command.unreadable"
    assert error["message"]


def test_data_in_another_encoding_are_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    run("init", "--company", "A")
    (tmp_path / "data.yaml").write_bytes("name: 增压泵\n".encode("gb18030"))

    refused = run("--json", "do", "product.create", "--data", "data.yaml")

    assert refused.code == 2
    assert json.loads(refused.err)["error"]["fields"] == {"--data": ["the file is not written in UTF-8"]}


def test_books_and_anchors_that_are_no_text_are_refused_without_a_programmers_words(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "books.xlsx").write_bytes(b"PK\x03\x04\xe0\xff")
    run("init", "--company", "A")

    books = run("ledger", "verify", "books.xlsx", "--json")
    anchor = run("ledger", "verify", "--anchor", "books.xlsx", "--json")

    assert books.refusal["fields"] == {"books.xlsx": ["the file is not written in UTF-8"]}
    assert anchor.refusal["fields"] == books.refusal["fields"]


def test_the_place_of_a_mistake_in_a_story_has_one_colon(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(
        "title: T\nat: 2024-01-01T09:00\nsteps:\n  - doo: x\n", encoding="utf-8"
    )

    refused = run("play", "story.yaml")

    assert refused.code == 2
    assert "  step 1: each step is one of" in refused.err


def test_what_is_no_backup_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "words.tar").write_text("these are only words", encoding="utf-8")

    refused = run("restore", "words.tar")

    assert refused.code == 2
    assert refused.err.count("\n") == 1
    assert "words.tar is damaged or no backup of sanbao" in refused.err


def test_a_packed_folder_without_a_list_of_its_own_is_no_backup(run: Run, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "other.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("readme"))

    refused = run("restore", "other.tar")

    assert refused.code == 2
    assert "other.tar is damaged or no backup of sanbao" in refused.err


def test_what_has_no_such_number_is_neither_paper_nor_voucher_nor_unit(run: Run) -> None:
    run("init", "--company", "A")

    refused = run("print", "CL202401-0001")

    assert refused.code == 2
    assert refused.err == "There is no paper, voucher or unit “CL202401-0001”\n"


def test_the_doctor_tells_the_last_backup_by_the_company_s_clock(run: Run) -> None:
    run("init", "--company", "A", "--time-zone", "Asia/Shanghai")
    run("backup", "-o", "a.tar")

    told = run("--json", "doctor").data

    last = next(sign["finding"] for sign in told if sign["subject"] == "backup")
    assert "+00:00" not in last
    assert "T" not in last.split("(")[0].split("of")[1]


def test_a_wrong_plugin_leaves_no_database_behind_in_python_either(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"

    with pytest.raises(Exception, match="nosuch"):
        create(url, company="A", plugins=["nosuch"])

    assert not (tmp_path / "a.sqlite").exists()
    assert NotInitialised.code == "database.not_initialised"


def test_a_plugins_trace_is_kept_in_the_log_and_not_shown(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings("sqlite://", None, "admin", None, as_json=False)

    with traces_kept(settings):
        try:
            raise RuntimeError("the mail server sleeps")
        except RuntimeError:
            logging.getLogger("sanbao.plugin").exception("plugin echo failed in after_operation")
        logging.getLogger("sanbao.plugin").warning("plugin echo took 3.0 s in check_move")

    said = capsys.readouterr().err
    log = tmp_path / "log" / "sanbao.log"
    assert "Traceback" not in said
    assert "plugin echo took 3.0 s in check_move" in said
    assert str(log) in said
    assert "RuntimeError: the mail server sleeps" in log.read_text(encoding="utf-8")


def test_traces_are_shown_to_whoever_asks_for_them(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings("sqlite://", None, "admin", None, as_json=False, debug=True)

    with traces_kept(settings):
        try:
            raise RuntimeError("the mail server sleeps")
        except RuntimeError:
            logging.getLogger("sanbao.plugin").exception("plugin echo failed in after_operation")

    assert "RuntimeError: the mail server sleeps" in capsys.readouterr().err
