"""A company with two accountants."""

from __future__ import annotations

from typing import Any

import pytest

import sanbao


@pytest.fixture
def books(make_company: Any) -> sanbao.Sanbao:
    """A company on either database in which one writes and the other one posts."""
    erp: sanbao.Sanbao = make_company(prepare=furnish)
    return erp


def furnish(erp: sanbao.Sanbao) -> None:
    """Let them come in."""
    for login in ("zhao.min", "wang.fang"):
        erp.do("user.create", {"login": login, "roles": "finance"}, user="admin")
    erp.do("user.create", {"login": "chen.zong", "roles": "general_manager"}, user="admin")
