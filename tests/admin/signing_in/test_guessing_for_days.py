"""Guessing without end (W4): the test moves the clock; ten looks at an account in any quarter of an hour, whoever asks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from offices import PASSWORD, Clock, MakeOffice, Office, post, token_in
from werkzeug.test import Client, TestResponse

from sanbao_admin.signing_in import tries
from sizes import size

GUESSES = size(130, 10_000)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hall(make_office: MakeOffice, clock: Clock) -> Office:
    """A back office whose clock the test moves; hashing costs nothing there."""
    return make_office(people={"li.na": ["service_clerk"], "zhao.min": ["finance"]}, clock=clock)


class Guesser:
    """Somebody who tries one password after the other; the token of the page is fetched anew when it is too old."""

    def __init__(self, hall: Office, clock: Clock, seconds: float) -> None:
        self.hall, self.clock, self.seconds = hall, clock, seconds
        self.dice = random.Random(20240603)
        self.looked_at: list[datetime] = []
        self.browser: Client | None = None
        self.token, self.fetched_at = "", clock()

    def guess(self, login: str, address: str) -> TestResponse:
        """Try once, a moment after the last time."""
        self.clock.forward(seconds=self.dice.expovariate(1 / self.seconds))
        if self.browser is None or self.clock() - self.fetched_at > QUARTER:
            self.browser, self.fetched_at = self.hall.browser(), self.clock()
            self.token = token_in(self.browser.get("/sign-in"))
        said = {"login": login, "password": f"guess-{self.dice.random()}", "csrf_token": self.token}
        answer = self.browser.post("/sign-in", data=said, environ_overrides={"REMOTE_ADDR": address})
        assert answer.status_code in (409, 422), answer.get_data(as_text=True)
        if answer.status_code == 422:
            self.looked_at.append(self.clock())
        return answer


def most_in_a_quarter(moments: list[datetime]) -> int:
    """Return how many of these moments fell into the fullest quarter of an hour."""
    fullest = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - QUARTER:
            first += 1
        fullest = max(fullest, last - first + 1)
    return fullest


def comes_in(hall: Office, login: str, address: str) -> bool:
    """Tell whether a person comes in with the right password."""
    answer = post(hall.browser(address), "/sign-in", {"login": login, "password": PASSWORD})
    return answer.status_code == 302


def addresses() -> Iterator[str]:
    """Yield an address after the other, each only once."""
    yield from (f"10.{a}.{b}.{c}" for a in range(256) for b in range(256) for c in range(256))


def test_one_account_guessed_from_one_address_for_days(hall: Office, clock: Clock) -> None:
    guesser = Guesser(hall, clock, seconds=20)

    for number in range(GUESSES):
        guesser.guess("li.na", "198.51.100.1")
        if number % 200 == 0:
            assert comes_in(hall, "zhao.min", "192.0.2.7"), "somebody else is locked out"

    assert most_in_a_quarter(guesser.looked_at) == tries.PER_ACCOUNT
    assert len(guesser.looked_at) < GUESSES / 2


def test_one_account_guessed_from_another_address_each_time(hall: Office, clock: Clock) -> None:
    guesser, places = Guesser(hall, clock, seconds=20), addresses()

    for number in range(GUESSES):
        guesser.guess("li.na", next(places))
        if number % 200 == 0:
            assert comes_in(hall, "zhao.min", "192.0.2.7"), "somebody else is locked out"

    assert most_in_a_quarter(guesser.looked_at) == tries.PER_ACCOUNT
    clock.forward(minutes=15, seconds=1)
    assert comes_in(hall, "li.na", "192.0.2.8")


def test_another_account_guessed_each_time_from_one_address(hall: Office, clock: Clock) -> None:
    guesser = Guesser(hall, clock, seconds=3)

    for number in range(GUESSES):
        guesser.guess(f"user{number}", "198.51.100.1")
        if number % 200 == 0:
            assert comes_in(hall, "zhao.min", "192.0.2.7"), "somebody else is locked out"

    assert most_in_a_quarter(guesser.looked_at) == tries.PER_ADDRESS


_OWN = re.compile(r'(csrf_token"[^>]*? value=")[^"]+|nonce="[^"]+"|value="(?:li\.na|nobody)"|\d+ 分钟')


def test_nobody_learns_from_the_answers_which_logins_exist(hall: Office, clock: Clock) -> None:
    told: dict[str, list[tuple[int, str, list[str]]]] = {}

    for login in ("li.na", "nobody"):
        guesser = Guesser(hall, clock, seconds=20)
        answers = [guesser.guess(login, f"203.0.113.{len(told)}") for _ in range(40)]
        told[login] = [
            (one.status_code, _OWN.sub("", one.get_data(as_text=True)), sorted(one.headers.keys()))
            for one in answers
        ]
        clock.forward(hours=1)

    assert told["li.na"] == told["nobody"]
