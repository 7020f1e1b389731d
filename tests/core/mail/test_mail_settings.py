"""The settings of the mail server: what nobody could use is refused while it is typed, and keeps the letters later."""

from __future__ import annotations

import pytest
from mail_letters import fates, post

import sanbao
from post_office import PostOffice
from sanbao import worker
from sanbao.errors import Invalid
from settings_of_old import keep_of_old

pytestmark = pytest.mark.either_backend


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mail_security", "perhaps"),
        ("mail_from", "nobody"),
        ("mail_from", "a@example.com, b@example.com"),
        ("mail_server", "mail.example.com:port"),
        ("mail_server", "mail.example.com:99999"),
        ("mail_server", "mail.example.com:"),
        ("mail_server", "https://mail.example.com"),
        ("mail_server", "me@mail.example.com"),
        ("mail_server", "mail example com"),
    ],
)
def test_a_setting_that_no_letter_could_go_by_is_refused_while_it_is_typed(
    erp: sanbao.Sanbao, name: str, value: str
) -> None:
    with pytest.raises(Invalid) as refused:
        erp.do("setting.change", {"name": name, "value": value}, user="admin")

    assert [problem.path for problem in refused.value.problems] == ["value"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mail_server", "mail.example.com"),
        ("mail_server", "[::1]:2525"),
        ("mail_security", "tls"),
        ("mail_from", "peixun@example.com"),
    ],
)
def test_a_setting_that_letters_go_by_is_taken(erp: sanbao.Sanbao, name: str, value: str) -> None:
    erp.do("setting.change", {"name": name, "value": value}, user="admin")

    with erp.reading("admin") as work:
        assert work.setting(name) == value


@pytest.mark.parametrize(
    "setting",
    [
        {"mail_security": "perhaps"},
        {"mail_from": "nobody"},
        {"mail_server": "mail.example.com:port"},
        {"mail_user": "postbox"},  # a password on an open line
    ],
)
def test_settings_that_cannot_be_used_are_told_and_keep_the_letters(
    erp: sanbao.Sanbao, office: PostOffice, setting: dict[str, str]
) -> None:
    for name, value in setting.items():
        keep_of_old(erp, name, value)
    post(erp, "wang@example.com")

    done = worker.run_once(erp)

    assert (done.failed, len(done.faults)) == (1, 1)
    assert done.faults[0].startswith("the mail server is not set up rightly: ")
    assert (office.offered, fates(erp)) == ([], {"wang@example.com": "waiting"})
