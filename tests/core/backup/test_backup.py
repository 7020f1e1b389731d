"""Aside and back: the same books, from either database into either, and nothing half restored (D6)."""

from __future__ import annotations

import json
import tarfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import sanbao
from sanbao.backup import Damaged, NotEmpty, WrongBackend, backup, restore
from sanbao.errors import SanbaoError
from sanbao.testing import Addresses, PostgresServer, fixed_clock, sqlite_address

NOW = datetime(2024, 6, 3, 1, tzinfo=UTC)


@pytest.fixture
def full(make_company: Any) -> sanbao.Sanbao:
    """A company with a claim, costs, a settlement, an attachment and a reversal."""
    erp: sanbao.Sanbao = make_company(plugins=("warranty",))
    erp.do("product.create", {"code": "PUMP-3", "name": "增压泵", "key_parts": "PLC"}, user="admin")
    unit = {"serial": "0012", "product": "PUMP-3", "accepted_on": "2024-02-29", "warranty": "WP-000-3Y5Y"}
    erp.do("unit.register", unit, user="admin")
    claim = erp.do("claim.open", {"unit": "0012", "fault": "E07 无压力", "cause": "quality"}, user="admin").number
    erp.do("claim.diagnose", {"cause": "material", "evidence": "yes"}, subject=claim, user="admin")
    erp.do("costing.collect", {"labour": "480.00", "parts": "1250.00"}, subject=claim, user="admin")
    photo = {"name": "photo.png", "content": b"\x89PNG photo"}
    erp.do("document.attach", photo, subject=claim, user="admin")
    entry = erp.ask("ledger.anchor", user="admin")
    assert entry["entries"] > 0
    return erp


def facts(erp: sanbao.Sanbao) -> dict[str, Any]:
    """Return what must be the same before and after: reports to the cent, chain heads, papers."""
    heads = [(one["code"], one["sequence"], one["head"]) for one in erp.ask("ledger.anchor", user="admin")["journals"]]
    timeline = erp.ask("document.timeline", {"document": "CL202406-0001"}, user="admin")
    return {
        "heads": heads,
        "balance": erp.ask("ledger.trial_balance", user="admin"),
        "verified": erp.ask("ledger.verify", user="admin"),
        "paper": erp.ask("document.show", {"document": "CL202406-0001"}, user="admin"),
        "timeline": [(line["operation"], line["whole"]) for line in timeline],
        "policies": erp.ask("profile.list", user="admin"),
    }


def opened(address: Addresses) -> sanbao.Sanbao:
    return sanbao.open(address.url, owner_url=address.owner_url, clock=fixed_clock())


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_all_tables_move_from_either_database_to_either(
    full: sanbao.Sanbao,
    address: Addresses,
    target: str,
    postgres_server: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = facts(full)
    saved = backup(address.url, tmp_path / "all.tar", now=NOW, as_tables=True)
    monkeypatch.setenv("SANBAO_FILES", str(tmp_path / "other-files"))
    place = sqlite_address(tmp_path) if target == "sqlite" else postgres_server.new_database()

    restore(tmp_path / "all.tar", place.url, owner_url=place.owner_url)

    moved = opened(place)
    assert saved.files_count == 1
    assert facts(moved) == before
    assert before["verified"]["clean"] is True
    digest = next(iter((moved.files.folder).glob("*/*"))).name
    assert moved.files.get(digest, "photo.png") == b"\x89PNG photo"
    again = moved.do("claim.open", {"unit": "0012", "fault": "again", "cause": "quality"}, user="admin")
    assert again.number == "CL202406-0002"
    moved.do("costing.collect", {"labour": "10.00"}, subject=again.number, user="admin")
    assert moved.ask("ledger.verify", user="admin")["clean"] is True
    moved.close()


def test_an_sqlite_file_is_copied_while_somebody_works(full: sanbao.Sanbao, address: Addresses, backend: str, tmp_path: Path) -> None:
    if backend == "postgresql":
        assert backup(address.url, tmp_path / "b.tar", now=NOW).kind == "tables.jsonl"
        return
    before = facts(full)
    with full.reading("admin"):
        saved = backup(address.url, tmp_path / "b.tar", now=NOW)
    place = sqlite_address(tmp_path)

    restore(tmp_path / "b.tar", place.url)

    back = opened(place)
    assert saved.kind == "database.sqlite"
    assert facts(back) == before
    back.close()


def test_a_copied_file_does_not_become_a_postgresql_database(
    tmp_path: Path, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANBAO_FILES", str(tmp_path / "files"))
    place = sqlite_address(tmp_path)
    sanbao.create(place.url, company="A").close()
    backup(place.url, tmp_path / "b.tar", now=NOW)
    server = postgres_server.new_database()

    with pytest.raises(WrongBackend):
        restore(tmp_path / "b.tar", server.url, owner_url=server.owner_url)


def test_nothing_is_written_over(full: sanbao.Sanbao, address: Addresses, tmp_path: Path) -> None:
    backup(address.url, tmp_path / "b.tar", now=NOW)

    with pytest.raises(NotEmpty):
        restore(tmp_path / "b.tar", address.url, owner_url=address.owner_url)
    with pytest.raises(NotEmpty):
        backup(address.url, tmp_path / "b.tar", now=NOW)


def _small(tmp_path: Path) -> Path:
    place = sqlite_address(tmp_path)
    sanbao.create(place.url, company="A").close()
    backup(place.url, tmp_path / "small.tar", now=NOW, as_tables=True)
    return tmp_path / "small.tar"


def _packed(target: Path, members: dict[str, bytes], manifest: dict[str, Any]) -> Path:
    with tarfile.open(target, "w") as archive:
        for name, content in {"manifest.json": json.dumps(manifest).encode(), **members}.items():
            head = tarfile.TarInfo(name)
            head.size = len(content)
            archive.addfile(head, BytesIO(content))
    return target


def _parts(archive: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    with tarfile.open(archive) as tar:
        found = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    return found, json.loads(found.pop("manifest.json"))


@pytest.mark.parametrize("fault", ["cut", "flipped", "extra", "missing", "escape", "no list", "not a tar", "cut lines"])
def test_a_faulty_archive_is_refused_and_leaves_nothing(tmp_path: Path, fault: str) -> None:
    import hashlib

    good = _small(tmp_path)
    members, manifest = _parts(good)
    bad = tmp_path / "bad.tar"
    lines = members["tables.jsonl"]
    if fault == "cut":
        bad.write_bytes(good.read_bytes()[: good.stat().st_size // 3])
    elif fault == "flipped":
        _packed(bad, {"tables.jsonl": lines.replace(b"CNY", b"CNX", 1)}, manifest)
    elif fault == "extra":
        _packed(bad, {**members, "files/aa/evil": b"x"}, manifest)
    elif fault == "missing":
        _packed(bad, {}, manifest)
    elif fault == "escape":
        digest = hashlib.sha256(b"x").hexdigest()
        manifest["sha256"]["../evil"] = digest
        _packed(bad, {**members, "../evil": b"x"}, manifest)
    elif fault == "no list":
        _packed(bad, members, {})
    elif fault == "not a tar":
        bad.write_bytes(b"hello" * 100)
    else:
        lines = b"\n".join(lines.splitlines()[:-5]) + b"\n"
        manifest["sha256"]["tables.jsonl"] = hashlib.sha256(lines).hexdigest()
        _packed(bad, {"tables.jsonl": lines}, manifest)
    place = sqlite_address(tmp_path)

    with pytest.raises(SanbaoError) as refused:
        restore(bad, place.url)

    assert refused.value.code in (Damaged.code, "backup.unreadable")
    assert not Path(place.url.removeprefix("sqlite:///")).exists()
    assert not (tmp_path.parent / "evil").exists()


def test_forged_books_do_not_come_back(full: sanbao.Sanbao, address: Addresses, tmp_path: Path) -> None:
    import hashlib

    backup(address.url, tmp_path / "b.tar", now=NOW, as_tables=True)
    members, manifest = _parts(tmp_path / "b.tar")
    forged = members["tables.jsonl"].replace(b'"credit":"480.00"', b'"credit":"490.00"')
    assert forged != members["tables.jsonl"]
    manifest["sha256"]["tables.jsonl"] = hashlib.sha256(forged).hexdigest()
    _packed(tmp_path / "forged.tar", {**members, "tables.jsonl": forged}, manifest)
    place = sqlite_address(tmp_path)

    with pytest.raises(SanbaoError) as refused:
        restore(tmp_path / "forged.tar", place.url)

    assert refused.value.code == "backup.not_whole"
    assert not Path(place.url.removeprefix("sqlite:///")).exists()
