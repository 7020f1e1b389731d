"""Fixtures of the back office: applications over companies on either database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from offices import CHEAP, MakeOffice, Office, Staffed

import sanbao
from sanbao_admin import create_app


@pytest.fixture
def make_office(make_company: Callable[..., sanbao.Sanbao]) -> MakeOffice:
    """Make a company with its back office: ``make_office(plugins=["warranty"], clock=…, config={…})``."""

    def make(
        *,
        plugins: Sequence[str] = (),
        people: dict[str, Sequence[str]] | None = None,
        config: dict[str, Any] | None = None,
        first_password: bool = True,
        prepare: Callable[[sanbao.Sanbao], None] | None = None,
        **facts: Any,
    ) -> Office:
        hired = tuple((login, tuple(roles)) for login, roles in (people or {}).items())
        staffed = Staffed(prepare, hired, first_password) if first_password or hired else prepare
        erp = make_company(plugins=[*plugins, "admin"], prepare=staffed, **facts)
        settings = {"TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP, **(config or {})}
        return Office(erp, create_app(erp, **settings))

    return make


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """A back office over the core alone, with an administrator who can sign in."""
    return make_office()
