"""Which passwords are taken, and how they are kept (W6)."""

from __future__ import annotations

import random
import re

import pytest
from offices import PASSWORD, Office
from sqlalchemy import select

from sanbao.errors import Invalid
from sanbao_admin import keeping
from sanbao_admin.signing_in import accounts, keys, passwords
from sanbao_admin.signing_in.models import Account

OWN_WORDS = ("li.na", "李娜", "华安监控")


@pytest.mark.parametrize(
    "good",
    [
        "leaf-Winter-37",
        "correct horse and battery",
        "ten letter",
        "x9z" * 21 + "x",
        "我的密码是今天天气很好",
        "🐼🐼🎋🎋🐧🐧🍵🍵🌲🌲",
        "a" * 5 + "bcdefz" * 10,
        "with 'quotes' and \\ / <tags>",
        "qwe" + "rty7" * 63,
    ],
)
def test_a_password_that_nobody_guesses_is_taken_whatever_its_letters(good: str) -> None:
    assert not passwords.problems(good, OWN_WORDS)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "short",
        "123456789",
        "1234567890",
        "9876543210",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "ababababababab",
        "password123",
        "PassWord123",
        "ｐassword123",
        "woaini1314520",
        "qwertyuiop",
        "1qaz2wsx3edc",
        "admin123456",
        "li.na123456",
        "li.na-li.na",
        "华安监控123456",
        "华安监控华安监控华安监控",
        "x9" * 129,
    ],
)
def test_a_password_that_anybody_tries_first_is_not_taken(bad: str) -> None:
    assert passwords.problems(bad, OWN_WORDS)


#: What people put before and behind a common word, because somebody asked for digits and signs.
ORNAMENTS = ("{}123456", "{}1990", "{}2024!", "{}@19901212", "123{}!", "!{}#1234")


def most_used() -> list[str]:
    """Return the first passwords that anybody tries at a place that asks for ten characters."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    listed: list[str] = FREQUENCY_LISTS["passwords"]
    words = [word for word in listed[:800] if word.isalpha() and len(word) >= 4]
    made = [ornament.format(word) for word in words for ornament in ORNAMENTS]
    made += [word.capitalize() + "19900101" for word in words] + [word * 3 for word in words]
    return [one for one in [*listed, *made] if len(one) >= passwords.SHORTEST]


def test_the_three_thousand_most_used_passwords_are_not_taken() -> None:
    tried = set(most_used())

    taken = [one for one in tried if not passwords.problems(one, OWN_WORDS)]

    assert taken == []
    assert len(tried) >= 3_000


def test_three_words_that_have_nothing_to_do_with_each_other_are_taken() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    dice = random.Random(20240603)
    phrases = {"-".join(dice.sample(FREQUENCY_LISTS["english_wikipedia"][:5000], 3)) for _ in range(2_000)}

    refused = [
        one for one in phrases if len(one) >= passwords.SHORTEST and passwords.problems(one, OWN_WORDS)
    ]

    assert refused == []


def test_a_long_password_is_looked_at_quickly_whatever_it_is() -> None:
    looked_at = [passwords.problems(one * 128, OWN_WORDS) for one in ("4@", "a1", "li", "1!")]

    assert all(looked_at)


def test_a_generated_password_is_sixteen_letters_that_nobody_confuses() -> None:
    made = {passwords.generated() for _ in range(200)}

    assert len(made) == 200
    assert all(re.fullmatch(r"[2-9a-km-zA-HJ-NP-Z]{16}", one) for one in made)
    assert not any(passwords.problems(one, OWN_WORDS) for one in made)


def test_the_hash_is_argon2id_as_dear_as_is_asked_for() -> None:
    hashed = passwords.hashing().hash("leaf-Winter-37")

    found = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", hashed)
    assert found is not None
    memory, rounds, lanes = (int(part) for part in found.groups())
    assert (memory >= 46 * 1024, rounds >= 2, lanes) == (True, True, 1)


def test_the_same_password_has_another_hash_each_time() -> None:
    assert passwords.hashing().hash("leaf-Winter-37") != passwords.hashing().hash("leaf-Winter-37")


def test_a_cheaper_hash_is_made_anew_when_its_person_comes_in(office: Office) -> None:
    dear = {"argon2__type": "ID", "argon2__memory_cost": 16, "argon2__rounds": 2, "argon2__parallelism": 1}
    office.set_password("admin", hashing=dear)

    office.sign_in()

    with keeping.reading(office.erp) as session:
        kept = session.scalars(select(Account.password)).one()
    assert "m=8,t=1,p=1" in str(kept)
    assert office.sign_in().get("/account/").status_code == 200


def test_setting_a_bad_password_is_refused_and_keeps_the_old_one(office: Office) -> None:
    with pytest.raises(Invalid) as refusal:
        accounts.set_password(office.erp, "admin", "admin123456")

    assert [problem.path for problem in refusal.value.problems] == ["password"]
    assert office.sign_in("admin", PASSWORD).get("/account/").status_code == 200


def test_the_key_is_made_once_for_all_workers_and_nobody_else_reads_it(office: Office) -> None:
    first, second = keys.secret_key(office.erp), keys.secret_key(office.erp)
    file = office.erp.files.folder / keys.FILE

    assert first == second == file.read_text(encoding="ascii")
    assert (len(first) >= 64, oct(file.stat().st_mode & 0o777)) == (True, "0o600")
    assert [path.name for path in file.parent.iterdir() if path.name.startswith("secret")] == [keys.FILE]


def test_a_key_that_is_given_counts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keys.VARIABLE, "given")

    assert keys.secret_key(office.erp) == "given"
