"""On PostgreSQL owner and application are two roles; one for both is taken only if somebody says so."""

from __future__ import annotations

from pathlib import Path

import pytest

import sanbao
from sanbao import doctor
from sanbao.errors import Misconfigured
from sanbao.testing import PostgresServer, sqlite_address


def test_one_role_for_both_is_refused_before_anything_is_made(postgres_server: PostgresServer) -> None:
    owner = postgres_server.new_database().owner_url
    assert owner is not None

    for given in (None, owner):
        with pytest.raises(Misconfigured) as refused:
            sanbao.create(owner, owner_url=given, company="A")
        assert refused.value.code == "setup.one_role"

    with pytest.raises(Misconfigured) as empty:
        sanbao.open(owner)
    assert empty.value.code == "database.not_initialised"


def test_one_role_for_both_is_taken_if_it_is_asked_for_and_doctor_says_so(
    postgres_server: PostgresServer,
) -> None:
    owner = postgres_server.new_database().owner_url
    assert owner is not None

    with sanbao.create(owner, company="A", single_role=True) as erp:
        (sign,) = [one for one in doctor.examine(lambda: erp) if one.subject == "roles"]

    assert sign.state == doctor.WARNING
    assert "give the application a role of its own" in str(sign)


def test_a_file_has_no_roles(tmp_path: Path) -> None:
    with sanbao.create(sqlite_address(tmp_path).url, company="A") as erp:
        assert erp.company_row.name == "A"
