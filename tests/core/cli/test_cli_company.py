"""``init``, ``doctor``, ``upgrade``, ``backup``, ``restore``, ``plugin``, ``user``: a company from its first day on."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cli_names import Run

from sanbao.testing import Addresses


@pytest.fixture
def shop(run: Run) -> Run:
    """A company in the file sanbao.sqlite of the folder."""
    run("init", "--company", "华安监控", "--plugins", "warranty")
    return run


def test_a_company_is_made_in_this_folder(run: Run, tmp_path: Path) -> None:
    made = run("init", "--company", "华安监控", "--currency", "CNY", "--plugins", "warranty", "--json")

    assert made.code == 0
    assert made.data["plugins"] == ["warranty"]
    assert (tmp_path / "sanbao.sqlite").is_file()
    again = run("init", "--company", "华安监控")
    assert again.code == 2
    assert "华安监控" in again.err


def test_a_company_is_made_on_either_database(run: Run, address: Addresses) -> None:
    where = ["--db", address.url, *(["--owner-db", address.owner_url] if address.owner_url else [])]

    made = run("init", "--company", "A", *where)

    assert made.code == 0, made.err
    assert run("user", "list", "--json", *where).data[0]["login"] == "admin"


def test_every_wrong_fact_of_a_company_is_named(run: Run) -> None:
    refused = run("init", "--company", " ", "--currency", "TALER", "--time-zone", "Mars/Base")

    assert refused.code == 2
    assert all(field in refused.err for field in ("company", "currency", "time_zone"))


def test_looking_for_a_company_makes_no_file(run: Run, tmp_path: Path) -> None:
    refused = run("ledger", "trial-balance")

    assert refused.code == 2
    assert "sanbao init" in refused.err
    assert list(tmp_path.glob("*.sqlite*")) == []


def test_a_file_that_is_no_database_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite").write_text("these are notes, and certainly no database at all\n" * 40)

    refused = run("--db", "notes.sqlite", "user", "list")

    assert refused.code == 2
    assert "cannot be used" in refused.err
    assert "Traceback" not in refused.err
    assert run("--db", "mysql://x/y", "user", "list").code == 2


def test_a_run_leaves_the_language_of_the_next_one_alone(shop: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from sanbao.i18n import current_locale

    monkeypatch.delenv("SANBAO_LANG")

    shop("user", "list")  # the company speaks Chinese

    assert current_locale() == "en"


def test_before_a_database_is_opened_the_company_s_language_is_spoken_too(
    shop: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SANBAO_LANG")

    upgraded = shop("upgrade")
    saved = shop("backup", "-o", "save.tar")
    over = shop("restore", "save.tar")
    back = shop("--db", "second.sqlite", "restore", "save.tar")

    assert "数据表和账簿保护已更新" in upgraded.out
    assert saved.code == 0
    assert over.code == 2
    assert "exists" not in over.err
    assert "已恢复到" in back.out


def test_the_doctor_says_in_chinese_what_it_looked_at(shop: Run) -> None:
    told = shop("doctor", "--lang", "zh").out

    assert "✓ 数据库：" in told
    assert "! 后台进程：" in told


def test_the_doctor_names_what_is_missing(shop: Run) -> None:
    found = {one["subject"]: one for one in shop("doctor", "--json").data}

    assert found["database"]["state"] == "ok"
    assert found["guards"]["state"] == "ok"
    assert found["worker"]["state"] == "warning"
    shop("worker", "--once")
    assert {one["subject"]: one["state"] for one in shop("doctor", "--json").data}["worker"] == "ok"


def test_the_doctor_knows_when_the_last_backup_was_made(shop: Run, tmp_path: Path) -> None:
    before = {one["subject"]: one["state"] for one in shop("doctor", "--json").data}

    shop("backup", "-o", str(tmp_path / "kept.tar"))

    after = {one["subject"]: one for one in shop("doctor", "--json").data}
    assert before["backup"] == "warning"
    assert after["backup"]["state"] == "ok"
    assert "kept.tar" in after["backup"]["finding"]


def test_the_doctor_finds_missing_guards(shop: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "sanbao.sqlite") as connection:
        (name,) = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1"
        ).fetchone()
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.close()

    ill = shop("doctor", "--json")

    assert ill.code == 1
    assert {one["subject"]: one["state"] for one in ill.data}["guards"] == "bad"
    refused = shop("do", "product.create", "code=P", "name=泵")
    assert refused.code == 2
    assert name.removeprefix("ledger_") in refused.err or name in refused.err
    assert shop("user", "list").code == 0
    planned = shop("upgrade", "--dry-run").out
    assert "Guards of the books: " in planned
    assert shop("upgrade").out.splitlines()[1] == planned.splitlines()[0]
    assert shop("doctor").code == 0


def test_the_doctor_works_without_a_company(run: Run) -> None:
    ill = run("doctor", "--json")

    assert ill.code == 1
    assert {one["subject"]: one["state"] for one in ill.data}["database"] == "bad"


def test_the_doctor_looks_at_roles_on_postgresql(in_company: Run, backend: str) -> None:
    found = {one["subject"]: one for one in in_company("doctor", "--json").data}

    if backend == "postgresql":
        assert found["roles"]["state"] == "ok", found["roles"]
        assert found["ctype"]["state"] in ("ok", "warning")
    else:
        assert found["file"]["state"] == "ok"


def test_an_upgrade_makes_a_backup_first(shop: Run, tmp_path: Path) -> None:
    tried = shop("upgrade", "--dry-run", "--json").data
    done = shop("upgrade", "--json").data

    assert tried == {"steps": {}, "dry_run": True, "backup": None}
    assert Path(done["backup"]).is_file()
    assert shop("upgrade", "--no-backup", "--json").data["backup"] is None


def test_a_backup_comes_back_whole_and_overwrites_nothing(shop: Run) -> None:
    shop("do", "product.create", "code=PUMP-3", "name=增压泵")
    saved = shop("backup", "-o", "save.tar", "--json")
    assert saved.code == 0

    over = shop("restore", "save.tar")
    back = shop("--db", "second.sqlite", "restore", "save.tar")

    assert over.code == 2
    assert "exists already" in over.err
    assert back.code == 0, back.err
    shop("--db", "second.sqlite", "export", "product", "-o", "p.csv")
    assert "PUMP-3" in Path("p.csv").read_text("utf-8-sig")


def test_a_damaged_backup_is_refused(shop: Run, tmp_path: Path) -> None:
    shop("backup", "-o", "save.tar")
    content = bytearray((tmp_path / "save.tar").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "save.tar").write_bytes(content)

    refused = shop("--db", "second.sqlite", "restore", "save.tar")

    assert refused.code == 2
    assert not (tmp_path / "second.sqlite").exists()


def test_a_plugin_is_switched_on_and_off(run: Run) -> None:
    run("init", "--company", "A")

    assert run("plugin", "enable", "warranty").code == 0
    headings = run("plugin", "list", "--lang", "zh").out.splitlines()[1].split()
    assert headings[:2] == ["插件", "名称"]
    assert len(set(headings)) == len(headings)
    states = {row["name"]: row["status"] for row in run("plugin", "list", "--json").data}
    assert states["warranty"] == "enabled"
    assert run("plugin", "disable", "warranty").code == 0
    listed = run("plugin", "purge", "warranty", "--lang", "zh")
    assert listed.code == 2
    assert {"质保绑定", "供方质保条款"} <= set(listed.out.split())
    assert "warranty_binding" not in listed.out
    for_program = run("plugin", "purge", "warranty", "--json")
    assert for_program.out == ""
    assert for_program.refusal["code"] == "plugin.not_confirmed"
    assert run("plugin", "purge", "warranty", "--confirm", "warranty").code == 0
    assert "no installed package offers" in run("plugin", "enable", "nothing").err
    assert run("plugin", "disable", "nothing").code == 2


def test_an_interrupted_step_is_named_and_finished(run: Run, tmp_path: Path) -> None:
    run("init", "--company", "A")
    run("plugin", "enable", "warranty")
    with sqlite3.connect(tmp_path / "sanbao.sqlite") as connection:
        connection.execute("UPDATE plugin_state SET target = 'disabled', step = 'started'")
    connection.close()

    ill = run("doctor", "--json")

    assert ill.code == 1
    assert any("sanbao plugin resume" in one["finding"] for one in ill.data)
    assert run("plugin", "resume").code == 0
    assert run("doctor").code == 0


def test_safe_mode_starts_without_plugins(shop: Run) -> None:
    with_it = shop("operations", "--json").data
    without = shop("--safe-mode", "operations", "--json").data

    assert "claim.open" in {one["name"] for one in with_it}
    assert "claim.open" not in {one["name"] for one in without}


def test_people_are_added_and_switched_off(shop: Run) -> None:
    assert shop("user", "add", "li.na", "--role", "finance", "--name", "李娜").code == 0
    assert shop("user", "roles", "li.na", "finance", "auditor").code == 0
    rows = {row["login"]: row for row in shop("user", "list", "--json").data}
    assert rows["li.na"]["roles"] == ["auditor", "finance"]
    assert shop("user", "grant", "auditor", "period.close").code == 0
    assert shop("user", "off", "li.na").code == 0
    assert "switched off" in shop("user", "list", "--as", "li.na").err
    assert shop("user", "add", "x", "--role", "king").code == 2


def test_a_bug_is_one_line_and_a_log(shop: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from sanbao.app import Sanbao

    def fall_over(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the roof fell in")

    monkeypatch.setattr(Sanbao, "do", fall_over)

    fallen = shop("do", "place.create", "code=A", "name=B")

    assert fallen.code == 70
    assert len(fallen.err.splitlines()) == 1
    assert "the roof fell in" in fallen.err
    assert "Traceback" in (tmp_path / "log" / "sanbao.log").read_text()
    assert "Traceback" in shop("--debug", "do", "place.create", "code=A", "name=B").err


def _command(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("SANBAO", "LC_", "LANG"))
    }
    program = str(Path(sys.executable).with_name("sanbao"))
    return subprocess.run(
        [program, *words],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_installed_command_keeps_its_streams_apart(tmp_path: Path) -> None:
    made = _command(tmp_path, "init", "--company", "华安监控", "--json")
    refused = _command(tmp_path, "do", "product.create", "code=", "--json", SANBAO_LANG="en")
    asked = _command(tmp_path, "--json", "user", "list")
    wrong = _command(tmp_path, "nonsense")

    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout)["company"] == "华安监控"
    assert (refused.returncode, refused.stdout) == (2, "")
    assert json.loads(refused.stderr)["error"]["code"] == "input.invalid"
    assert [row["login"] for row in json.loads(asked.stdout)] == ["admin", "system"]
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


def test_help_does_not_load_the_heavy_libraries(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['sanbao', '--help']\n"
        "from sanbao.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'weasyprint', 'xlsxwriter', 'python_calamine', 'flask', 'babel'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_a_worker_stops_when_it_is_told_to(tmp_path: Path) -> None:
    _command(tmp_path, "init", "--company", "A")
    program = str(Path(sys.executable).with_name("sanbao"))
    with subprocess.Popen(
        [program, "--lang", "en", "worker", "--every", "60"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        assert "worker runs" in running.stderr.readline()
        running.terminate()
        said = running.stderr.read()

    assert running.returncode == 0
    assert "has stopped" in said
