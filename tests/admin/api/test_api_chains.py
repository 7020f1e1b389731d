"""From one answer to the next request, as the links of the description lead: list, show, make, act, show (A1)."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from api_fuzzing import SEED, Trier, aim, damage, described_by, furnish
from api_program import Program, program
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from offices import MakeOffice
from schemathesis.generation import GenerationMode

from sizes import size

STEPS = 10
#: What makes some records for certain, whatever is thought up for the rest.
GOOD: dict[str, dict[str, Any]] = {
    "claims.open": {"unit": "HA-00001", "fault": "E07 无压力"},
    "units.register": {"product": "PUMP-3", "accepted_on": "2024-02-29"},
    "vouchers.write": {
        "date": "2024-06-03",
        "summary": "投入",
        "lines": [{"account": "1002", "debit": "10.00"}, {"account": "4001", "credit": "10.00"}],
    },
}


@dataclass
class Walk:
    """Goes from request to request along the links; remembers how often each address was reached by one."""

    trier: Trier
    operations: dict[str, Any]
    reached: Counter[str] = field(default_factory=Counter)
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))

    def chain(self) -> None:
        """Begin somewhere and go on where any answer so far has led, now and then somewhere new."""
        lists = [name for name in self.operations if name.endswith(".list")]
        makers = [name for name, one in self.operations.items() if not list(one.path_parameters)]
        known: list[tuple[str, str]] = []
        for _ in range(STEPS):
            if known and self.dice.random() < 0.8:
                # What was found last is what has not been tried yet.
                name, key = self.dice.choice(known[-20:])
                known += self.step(name, key)
            else:
                known += self.step(self.dice.choice(self.dice.choice([[*GOOD], lists, makers])), None)

    def step(self, name: str, key: str | None) -> list[tuple[str, str]]:
        """Send one request, to the record that a link named, and return where its answer leads."""
        operation = self.operations[name]
        is_meant_well = self.dice.random() < 0.9
        mode = GenerationMode.POSITIVE if is_meant_well else GenerationMode.NEGATIVE
        case = thought_up(operation, mode, self.dice.randrange(2**31))
        if is_meant_well:
            aim(case, at_known=False)
            if isinstance(case.body, dict):
                case.body |= GOOD.get(name, {})
        if key is not None:
            case.path_parameters = {"key": key}
            self.reached[name] += 1
        response = self.trier.send(case, is_wrong=not is_meant_well and key is None)
        described = operation.definition.raw["responses"].get(str(response.status_code), {})
        ways = [self.way(link, key, response.json()) for link in described.get("links", {}).values()]
        return [(target, found) for target, found in ways if found]

    def way(self, link: dict[str, Any], key: str | None, answer: Any) -> tuple[str, str]:
        """Return where a link leads: the address, and the key that it takes from the answer or from the request."""
        said = link["parameters"]["key"]
        if said == "$request.path.key":
            return link["operationId"], key or ""
        found = answer
        for part in said.removeprefix("$response.body#/").split("/"):
            if isinstance(found, list):
                found = self.dice.choice(found) if found else None
            else:
                found = found.get(part) if isinstance(found, dict) else None
        return link["operationId"], str(found or "")


def thought_up(operation: Any, mode: GenerationMode, number: int) -> Any:
    """Return a request to an address; the first that is thought up is the plainest one, so the second is taken."""
    found = []

    @seed(number)
    @settings(
        max_examples=2,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keep(case: Any) -> None:
        found.append(case)

    with suppress(Unsatisfiable):
        keep()
    # What takes nothing at all cannot be asked wrongly.
    return found[-1] if found else thought_up(operation, GenerationMode.POSITIVE, number)


@pytest.mark.slow
@pytest.mark.parametrize(("user", "backend"), [("admin", "sqlite"), ("li.na", "postgresql")])
def test_no_chain_of_requests_ends_in_a_fault(make_office: MakeOffice, user: str, backend: str) -> None:
    office = furnish(make_office)
    trier = Trier(program(office, user))
    described = (one.ok() for one in described_by(office, trier.caller).get_all_operations())
    walk = Walk(trier, {one.definition.raw["operationId"]: one for one in described})

    for _ in range(size(8, 300)):
        walk.chain()

    trier.tell(backend, user)
    assert trier.odd == []
    assert sum(walk.reached.values()) > sum(trier.told.values()) / 4
    assert damage(office) == []


def test_each_link_leads_to_an_address_and_names_its_key(admin: Program) -> None:
    paths = admin.get("/openapi.json").get_json()["paths"]
    described = [
        (path, one) for path, methods in paths.items() for one in methods.values() if "operationId" in one
    ]
    known = {one["operationId"]: path for path, one in described}

    links = [
        link
        for _path, one in described
        for answer in one["responses"].values()
        for link in answer.get("links", {}).values()
    ]

    assert len(links) > 300
    assert [
        one for one in links if "{key}" not in known[one["operationId"]] or [*one["parameters"]] != ["key"]
    ] == []


def test_what_is_made_is_shown_and_worked_on_by_following_the_links(admin: Program) -> None:
    paths = admin.get("/openapi.json").get_json()["paths"]
    made = admin.post("/claims/open", {"unit": "HA-00001", "fault": "E07"})
    link = paths["/api/v1/claims/open"]["post"]["responses"]["201"]["links"]["made"]

    number = made.get_json()["result"][link["parameters"]["key"].rpartition("/")[2]]
    shown = admin.get(f"/claims/{number}")

    assert (link["operationId"], shown.status_code) == ("claims.show", 200)
    assert made.headers["Location"].endswith(shown.get_json()["href"])
