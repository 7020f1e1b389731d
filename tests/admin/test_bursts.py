"""Many people at once before one server: all are served, nothing is posted twice or lost, and it does not swell (A6)."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from offices import PASSWORD, MakeOffice, Office
from served import Asker, Server, serving
from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.ledger.verify import verify
from sanbao.testing import Addresses
from sanbao_admin.api import tokens
from sizes import size

READERS, WRITERS = 12, 8
PAGES = (
    "/",
    "/papers/claim",
    "/records/unit",
    "/paper/{paper}",
    "/find?q=HA",
    "/reports/trial_balance",
    "/call",
)
#: What one worker may hold after all that, on whatever machine.
MEGABYTES = 350


@dataclass
class Burst:
    """What came of the requests of a burst."""

    told: Counter[tuple[str, int]] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, ask: Callable[[], tuple[int, bytes]], good: tuple[int, ...] = (200,)) -> bytes:
        """Ask, and note how it was answered."""
        begun = time.perf_counter()
        status, answer = ask()
        with self.guard:
            self.took.append(time.perf_counter() - begun)
            self.told[what, status] += 1
            if status not in good:
                self.odd.append(f"{what}: {status} {answer[:200]!r}")
        return answer

    def figures(self) -> str:
        """Say what came of it."""
        took = sorted(self.took)
        return f"{len(took)} requests, {dict(self.told)}, p50 {took[len(took) // 2]:.2f} s, p95 {took[int(len(took) * 0.95)]:.2f} s"


@pytest.fixture
def busy(make_office: MakeOffice) -> Office:
    """A company with somebody at every desk."""
    people = {f"reader{n}": ["service_manager", "finance"] for n in range(READERS)}
    people |= {f"writer{n}": ["administrator"] for n in range(WRITERS)}
    # The server lives now, and so do its sessions and tokens.
    office = make_office(plugins=["warranty", "billing"], people=people, clock=lambda: datetime.now(UTC))
    do = office.erp.do
    do("product.create", {"code": "PUMP-3", "name": "增压泵"}, user="admin")
    do("party.create", {"code": "C1", "name": "东海冷链"}, user="admin")
    unit = {"serial": "HA-00001", "product": "PUMP-3", "customer": "C1", "accepted_on": "2024-02-29"}
    do("unit.register", unit, user="admin")
    do("claim.open", {"unit": "HA-00001", "fault": "E07 无压力"}, user="admin")
    return office


@pytest.fixture
def server(busy: Office, address: Addresses) -> Iterator[Server]:
    """The server of that company."""
    with serving(address) as found:
        yield found


def read(server: Server, burst: Burst, login: str, paper: str, times: int) -> None:
    """Sign in and look at pages, one after the other, and print a paper now and then."""
    person = Asker(server.port)
    assert person.send_form("/sign-in", {"login": login, "password": PASSWORD}) == 302
    for number in range(times):
        page = PAGES[number % len(PAGES)].format(paper=paper)
        burst.note(page, lambda page=page: person.ask("GET", page))  # type: ignore[misc]
        if number % 10 == 0:
            burst.note("print", lambda: person.ask("GET", f"/paper/{paper}/print.pdf?lang=zh"))


def write(server: Server, burst: Burst, secret: str, name: str, times: int) -> None:
    """Post openings by REST, each twice at the same moment with one key: both hear the same."""
    with ThreadPoolExecutor(2) as both:
        for number in range(times):
            line = {"account": "1002", "debit": f"{number + 1}.00"}
            body = json.dumps({"date": "2024-06-03", "lines": [line], "additional": True}).encode()
            headers = {"Content-Type": "application/json", "Idempotency-Key": f"{name}-{number}"}

            def ask(body: bytes = body, headers: dict[str, str] = headers) -> tuple[int, bytes]:
                return Asker(server.port, secret).ask(
                    "POST", "/api/v1/operations/opening.enter", body, headers
                )

            first, second = both.map(lambda _n, ask=ask: burst.note("post", ask, (200, 201)), range(2))  # type: ignore[misc]
            if first != second:
                burst.odd.append(f"{name}-{number}: {first!r} and {second!r}")


@pytest.mark.slow
def test_a_burst_of_many_people_is_served_whole(server: Server, busy: Office, backend: str) -> None:
    burst, each = Burst(), size(3, 100)
    with busy.erp.reading("admin") as work:
        paper = work.session.scalars(select(Document.number).where(Document.kind == "claim")).one()
    until = tokens.today(busy.erp) + timedelta(days=30)
    secrets = {
        f"writer{n}": tokens.create(busy.erp, f"writer{n}", "burst", ["*"], until)[1] for n in range(WRITERS)
    }

    with ThreadPoolExecutor(READERS + WRITERS) as everybody:
        jobs = [everybody.submit(read, server, burst, f"reader{n}", str(paper), each) for n in range(READERS)]
        jobs += [
            everybody.submit(write, server, burst, secret, name, each) for name, secret in secrets.items()
        ]
        for job in jobs:
            job.result()

    sys.stderr.write(f"{backend}: {burst.figures()}, {server.megabytes():.0f} MB\n")
    assert burst.odd == []
    with busy.erp.database.reading() as connection:
        posted = connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one()
        assert verify(connection).findings == []
    assert posted == WRITERS * each
    assert server.megabytes() < MEGABYTES


def test_one_token_that_asks_too_much_is_told_to_wait_and_another_is_served(make_office: MakeOffice) -> None:
    office = make_office(config={"API_REQUESTS_PER_MINUTE": 50})
    until = tokens.today(office.erp) + timedelta(days=30)
    greedy, modest = (tokens.create(office.erp, "admin", name, ["read"], until)[1] for name in ("a", "b"))

    def ask(secret: str) -> tuple[int, str]:
        client = office.app.test_client(use_cookies=False)
        answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
        return answer.status_code, answer.headers.get("Retry-After", "")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, [*[greedy] * 200, *[modest] * 40]))

    assert Counter(status for status, _ in answers[:200]) == {200: 50, 429: 150}
    assert all(1 <= int(wait) <= 60 for status, wait in answers[:200] if status == 429)
    assert {status for status, _ in answers[200:]} == {200}
