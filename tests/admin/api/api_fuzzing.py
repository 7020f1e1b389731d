"""What the tests that try every address share: records that exist, and what counts as odd."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import schemathesis
from api_program import Program, claim, stock
from offices import MakeOffice, Office
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from sanbao.ledger.verify import verify

SEED = int(os.environ.get("SANBAO_SEED", "20240603"))
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]

#: What a reference is filled in with, so that what is tried gets past looking for the record.
KNOWN = {
    "unit": "HA-00001", "party": "C1", "product": "PUMP-3", "claim": "CL202406-0001", "document": "CL202406-0002",
    "cost_centre": "SERVICE", "app_user": "clerk", "place": "MAIN", "warranty_policy": "WP-000-3Y5Y",
}  # fmt: skip
#: The same for what an address itself names.
ROOMS = {
    "claims": "claim",
    "documents": "document",
    "units": "unit",
    "parties": "party",
    "products": "product",
}


def furnish(make_office: MakeOffice) -> Office:
    """Return the office of a company with papers, so that some of what is tried hits something."""
    office = make_office(
        plugins=["warranty", "billing"], prepare=stock, config={"API_REQUESTS_PER_MINUTE": 10**9}
    )
    for number in (1, 2, 3):
        claim(office.erp, f"HA-0000{number}")
    return office


@dataclass
class Bearing:
    """The application as it is seen with a good token: a wrong one would hide whatever else is wrong in a request."""

    app: Any
    secret: str

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer one request."""
        return self.app({**environ, "HTTP_AUTHORIZATION": f"Bearer {self.secret}"}, start_response)


def described_by(office: Office, caller: Program) -> Any:
    """Return the company's OpenAPI document as it is tried: without a word of tokens, which every request has."""
    load_all_checks()
    document = caller.get("/openapi.json").get_json()
    del document["security"], document["components"]["securitySchemes"]
    found = schemathesis.openapi.from_dict(document)
    found.app = Bearing(office.app, caller.secret)
    return found


def filled(value: Any, shape: dict[str, Any]) -> Any:
    """Return a value with records that exist where its description refers to one, and without control characters."""
    if isinstance(value, str):
        return KNOWN.get(shape.get("x-reference", "")) or "".join(filter(str.isprintable, value)) or "x"
    if isinstance(value, dict):
        return {key: filled(one, shape.get("properties", {}).get(key, {})) for key, one in value.items()}
    return [filled(one, shape.get("items", {})) for one in value] if isinstance(value, list) else value


def aim(case: Any, *, at_known: bool) -> None:
    """Let a request name records that exist; ``at_known`` in its address too."""
    described = case.operation.definition.raw
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if isinstance(case.body, dict):
        case.body = filled(case.body, body)
    kind = ROOMS.get(case.operation.path.removeprefix("/api/v1/").partition("/")[0])
    if at_known and kind is not None and "key" in (case.path_parameters or {}):
        case.path_parameters["key"] = KNOWN[kind]
    for each in described.get("parameters", ()):
        if each["in"] == "query" and each["name"] in (case.query or {}):
            case.query[each["name"]] = filled(case.query[each["name"]], each["schema"])
    case.headers = {}


@dataclass
class Trier:
    """Sends what was thought up, and keeps how it was answered and what was odd about that."""

    caller: Program
    told: Counter[int] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    keys: count[int] = field(default_factory=count)

    def send(self, case: Any, *, is_wrong: bool = False) -> Any:
        """Send a request, look at its answer, and return that; what is wrong in it must not be taken."""
        key = {"Idempotency-Key": f"fuzz-{next(self.keys)}"} if case.method.upper() == "POST" else {}
        begun = time.perf_counter()
        response = case.call(headers=key)
        # An empty parameter counts as not given; the description says so, the check does not read it.
        is_taken = is_wrong and response.status_code < 300 and "" not in (case.query or {}).values()
        checks = [*CHECKS, negative_data_rejection] if is_taken else CHECKS
        self.look_at(case, response, time.perf_counter() - begun, checks)
        return response

    def look_at(self, case: Any, response: Any, seconds: float, checks: list[Any]) -> None:
        """Note how a request was answered."""
        self.told[response.status_code] += 1
        self.took.append(seconds)
        if response.status_code >= 500:
            sent = case.as_curl_command()[:600]
            self.odd.append(f"{case.operation.label}: {response.status_code} {response.text[:300]} {sent}")
            return
        try:
            case.validate_response(response, checks=checks)
        except FailureGroup as error:
            self.odd.append(f"{case.operation.label}: {error}")

    def tell(self, backend: str, user: str) -> None:
        """Say what came of it to whoever runs the tests with ``-s``."""
        p99 = sorted(self.took)[int(len(self.took) * 0.99)]
        sys.stderr.write(
            f"SANBAO_SEED={SEED} {backend} {user}: {sum(self.told.values())} requests, "
            f"{dict(sorted(self.told.items()))}, p99 {p99:.2f} s, {len(self.odd)} odd\n"
        )
        sys.stderr.writelines(f"{one}\n" for one in self.odd)


def damage(office: Office) -> list[Any]:
    """Return what is wrong with the books after all that."""
    with office.erp.database.reading() as connection:
        return list(verify(connection).findings)
