"""From one answer to the next request, as the links of the description lead: list, show, make, act, show (A1)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from api_fuzzing import SEED, Trier, aim, damage, described_by, furnish
from api_program import Program, program
from hypothesis import HealthCheck, Phase, seed, settings
from offices import MakeOffice, Office
from schemathesis.generation.stateful import run_state_machine_as_test

from sizes import size

STEPS = 8


def followed(trier: Trier, office: Office, chains: int) -> Counter[str]:
    """Follow so many chains of requests; return how often each address was reached by a link that fitted."""
    reached: Counter[str] = Counter()

    class Chain(described_by(office, trier.caller).as_state_machine()):  # type: ignore[misc]
        """One chain: what a link says counts, the rest is filled with records that exist."""

        def step(self, input: Any) -> Any:
            if input.transition is not None and input.is_applied:
                reached[input.case.operation.label] += 1
            return super().step(input)

        def before_call(self, case: Any) -> None:
            aim(case, at_known=False)

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": trier.headers(case)}

        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            trier.look_at(case, response, response.elapsed)

    limits = settings(
        max_examples=chains,
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(SEED)(Chain), settings=limits)
    return reached


@pytest.mark.slow
@pytest.mark.parametrize(("user", "backend"), [("admin", "sqlite"), ("li.na", "postgresql")])
def test_no_chain_of_requests_ends_in_a_fault(make_office: MakeOffice, user: str, backend: str) -> None:
    office = furnish(make_office)
    trier = Trier(program(office, user))

    reached = followed(trier, office, size(20, 200))

    trier.tell(backend, user)
    assert trier.odd == []
    assert sum(reached.values()) >= sum(trier.told.values()) // 10
    assert damage(office) == []


def test_each_link_leads_to_an_address_and_names_its_key(admin: Program) -> None:
    paths = admin.get("/openapi.json").get_json()["paths"]
    described = [one for methods in paths.values() for one in methods.values() if isinstance(one, dict)]
    known = {
        one["operationId"]: {each["name"] for each in one.get("parameters", ()) if each["in"] == "path"}
        for one in described
        if "operationId" in one
    }

    links = [
        (link["operationId"], set(link["parameters"]))
        for one in described
        for answer in one.get("responses", {}).values()
        for link in answer.get("links", {}).values()
    ]

    assert len(links) > 300
    assert [link for link in links if known.get(link[0]) != link[1]] == []


def test_what_is_made_is_shown_and_worked_on_by_following_the_links(admin: Program) -> None:
    paths = admin.get("/openapi.json").get_json()["paths"]
    made = admin.post("/claims/open", {"unit": "HA-00001", "fault": "E07"})
    link = paths["/api/v1/claims/open"]["post"]["responses"]["201"]["links"]["made"]

    number = made.get_json()["result"][link["parameters"]["key"].rpartition("/")[2]]
    shown = admin.get(f"/claims/{number}")

    assert (link["operationId"], shown.status_code) == ("claims.show", 200)
    assert made.headers["Location"].endswith(shown.get_json()["href"])
