"""People who sign in at the pages of a plugin."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from werkzeug.test import Client

import sanbao
from cheap_hashes import CHEAP
from sanbao_admin import create_app
from sanbao_admin.signing_in import accounts, passwords

PASSWORD = "a quiet sentence for tests"


@pytest.fixture
def sign_in(erp: sanbao.Sanbao) -> Callable[[str], Client]:
    """Let a person sign in at the back office of the company."""
    settings = {"WTF_CSRF_ENABLED": False, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP}
    app = create_app(erp, TESTING=True, **settings)

    def enter(login: str) -> Client:
        hashing = passwords.hashing(CHEAP)
        accounts.set_password(erp, login, PASSWORD, must_change=False, hashing=hashing)
        client = app.test_client()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
        form = {"login": login, "password": PASSWORD, "csrf_token": token.group(1) if token else ""}
        assert client.post("/sign-in", data=form).status_code in (302, 303)
        return client

    return enter
