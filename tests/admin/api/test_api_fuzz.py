"""Every address is tried with what its description allows, and with what it does not: never a fault of ours (A1)."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from typing import Any

import pytest
import schemathesis
from api_program import Program, claim, program, stock
from hypothesis import HealthCheck, Phase, given, seed, settings
from offices import MakeOffice, Office
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sanbao.ledger.verify import verify

#: How much more than the gate a soak does: SANBAO_SOAK=10.
SOAK = int(os.environ.get("SANBAO_SOAK", "1"))
SEED = int(os.environ.get("SANBAO_SEED", "20240603"))
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 2


@pytest.fixture
def furnished(make_office: MakeOffice) -> Office:
    """A company with papers, so that some of what is tried hits something."""
    office = make_office(
        plugins=["warranty", "billing"], prepare=stock, config={"API_REQUESTS_PER_MINUTE": 10**9}
    )
    for number in (1, 2, 3):
        claim(office.erp, f"HA-0000{number}")
    return office


@pytest.mark.slow
@pytest.mark.parametrize(("user", "backend"), [("admin", "postgresql"), ("clerk", "sqlite")])
def test_nothing_that_is_sent_is_answered_with_a_fault(furnished: Office, user: str, backend: str) -> None:
    caller = program(furnished, user)

    told, odd = _try_everything(caller, furnished)

    sys.stderr.write(
        f"SANBAO_SEED={SEED} {backend} {user}: {sum(told.values())} requests, {dict(sorted(told.items()))}\n"
    )
    assert odd == []
    with furnished.erp.database.reading() as connection:
        assert verify(connection).findings == []


def _try_everything(caller: Program, office: Office) -> tuple[Counter[int], list[str]]:
    """Try every address, two of three with what its description allows; return the statuses and what was wrong."""
    load_all_checks()
    found = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", office.app, headers={"Authorization": f"Bearer {caller.secret}"}
    )
    operations = [one.ok() for one in found.get_all_operations()]
    random.Random(SEED).shuffle(operations)
    told: Counter[int] = Counter()
    odd: list[str] = []
    for round_ in range(SOAK):
        for number, operation in enumerate(operations):
            mode = GenerationMode.NEGATIVE if (number + round_) % 3 == 0 else GenerationMode.POSITIVE
            _try(caller, operation, mode, SEED + round_, told, odd)
    assert sum(told.values()) >= len(operations)
    return told, odd


#: What a reference is filled in with, so that what is tried gets past looking for the record.
KNOWN = {
    "unit": "HA-00001", "party": "C1", "product": "PUMP-3", "claim": "CL202406-0001", "document": "CL202406-0002",
    "cost_centre": "SERVICE", "app_user": "clerk", "place": "MAIN", "warranty_policy": "WP-000-3Y5Y",
}  # fmt: skip


def filled(value: Any, shape: dict[str, Any]) -> Any:
    """Return a value with records that exist where its description refers to one, and without control characters."""
    if isinstance(value, str):
        return KNOWN.get(shape.get("x-reference", "")) or "".join(filter(str.isprintable, value)) or "x"
    if isinstance(value, dict):
        return {key: filled(one, shape.get("properties", {}).get(key, {})) for key, one in value.items()}
    return [filled(one, shape.get("items", {})) for one in value] if isinstance(value, list) else value


def _aim(case: Any, operation: Any) -> None:
    """Let a request name records that exist."""
    described = operation.definition.raw
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if isinstance(case.body, dict):
        case.body = filled(case.body, body)
    room = operation.path.removeprefix("/api/v1/").partition("/")[0]
    kind = {
        "claims": "claim",
        "documents": "document",
        "units": "unit",
        "parties": "party",
        "products": "product",
    }.get(room)
    if "key" in (case.path_parameters or {}) and kind is not None:
        case.path_parameters["key"] = KNOWN[kind]
    for each in described.get("parameters", ()):
        if each["in"] == "query" and each["name"] in (case.query or {}):
            case.query[each["name"]] = filled(case.query[each["name"]], each["schema"])


def _try(
    caller: Program, operation: Any, mode: GenerationMode, number: int, told: Counter[int], odd: list[str]
) -> None:
    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            _aim(case, operation)
            case.headers = {}
        key = (
            {"Idempotency-Key": f"fuzz-{number}-{sum(told.values())}"}
            if case.method.upper() == "POST"
            else {}
        )
        response = case.call(headers={"Authorization": f"Bearer {caller.secret}", **key})
        told[response.status_code] += 1
        if response.status_code >= 500:
            odd.append(
                f"{operation.label}: {response.status_code} {response.text[:300]} {case.as_curl_command()[:600]}"
            )
            return
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as error:
            odd.append(f"{operation.label}: {error}")

    attempt()
