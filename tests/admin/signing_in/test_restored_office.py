"""After a restore the office is the same: its key came along, and second factors can be read."""

from __future__ import annotations

import stat
import tarfile
from pathlib import Path

import pytest
from offices import CHEAP, Office

import sanbao
from sanbao import backup
from sanbao_admin import create_app
from sanbao_admin.signing_in import keys


@pytest.fixture
def backend() -> str:
    """Archives are tried on both databases elsewhere; here one file is enough."""
    return "sqlite"


def _saved(office: Office, folder: Path) -> backup.Saved:
    return backup.backup(str(office.erp.database.url), folder / "all.tar", now=office.erp.clock())


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_key_of_the_office_is_in_the_backup_which_only_its_owner_may_read(
    office: Office, tmp_path: Path
) -> None:
    saved = _saved(office, tmp_path)

    with tarfile.open(saved.file) as archive:
        names = archive.getnames()
    assert saved.as_dict()["secret_key"] is True
    assert keys.FILE in names
    assert _mode(saved.file) == 0o600


def test_a_restored_office_signs_and_reads_with_the_same_key(office: Office, tmp_path: Path) -> None:
    saved = _saved(office, tmp_path)
    (tmp_path / "new").mkdir()
    url = f"sqlite:///{tmp_path / 'new' / 'sanbao.sqlite'}"

    backup.restore(saved.file, url)
    erp = sanbao.open(url, clock=office.erp.clock)
    again = create_app(erp, TESTING=True, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=CHEAP)
    mode = _mode(erp.files.folder / keys.FILE)
    erp.close()

    assert again.config["SECRET_KEY"] == office.app.config["SECRET_KEY"]
    assert mode == 0o600


def test_a_backup_says_where_no_key_is_in_it(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office.erp.files.folder / keys.FILE).unlink()
    monkeypatch.setenv(keys.VARIABLE, "given by the environment")

    saved = _saved(office, tmp_path)

    assert saved.as_dict()["secret_key"] is False
