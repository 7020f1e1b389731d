"""Hostile bodies and fields that are not offered: refused quickly, with a reason, and nothing written."""

from __future__ import annotations

from typing import Any

import pytest
from api_bodies import hostile
from api_program import Program, claim, rows_written
from offices import Office
from sqlalchemy import inspect

GOOD: list[tuple[str, dict[str, Any], str]] = [
    ("/parties/create", {"code": "C99", "name": "客户", "roles": "customer"}, "name"),
    ("/claims/open", {"unit": "00001", "fault": "漏油"}, "fault"),
    ("/documents/{claim}/note", {"note": "来电"}, "note"),
    ("/operations/documents.nothing", {"note": "x"}, "note"),
    ("/operations/setting.change", {"name": "default_tax", "value": "VAT6"}, "name"),
    ("/vouchers/write", {"date": "2024-06-03", "summary": "手续费", "lines": [
        {"account": "1002", "debit": "5.00"}, {"account": "6602", "credit": "5.00"}]}, "summary"),
]  # fmt: skip


#: Every route on one database; what has fields that take anything on the other one too.
PLACES = [*((place, "sqlite") for place in range(len(GOOD))), (1, "postgresql"), (4, "postgresql")]


@pytest.mark.parametrize(("place", "backend"), PLACES)
def test_no_hostile_body_gets_further_than_a_refusal(
    shop: Office, admin: Program, place: int, backend: str
) -> None:
    path, good, field = GOOD[place]
    path = path.format(claim=claim(shop.erp))
    before, count, odd = rows_written(shop.erp), 0, []

    for name, sent in hostile(good, field):
        headers = {"Idempotency-Key": f"hostile-{count}", **sent.pop("headers", {})}
        answer = admin.call("POST", path, headers=headers, **sent)
        count += 1
        if not 400 <= answer.status_code < 500 or answer.content_type != "application/problem+json":
            odd.append((name, answer.status_code, answer.text[:200]))

    assert odd == []
    assert count >= 60
    assert rows_written(shop.erp) == before


AMOUNTS = [
    "１２３",
    "٣",
    "1_000",
    "1e3",
    "1,000",
    "NaN",
    "Infinity",
    "-0.00001",
    "0x10",
    "٤٫٥",
    "1.23456",
    "９.９９",
    "9" * 30,
    "--1",
    "½",
    "²",
    "1 000",
    "",
    {},
    [],
    True,
]


def test_only_plain_digits_are_amounts(shop: Office, admin: Program) -> None:
    number = claim(shop.erp)
    before = rows_written(shop.erp)

    for amount in AMOUNTS:
        answer = admin.post(f"/documents/{number}/costing.collect", {"labour": amount})
        assert answer.status_code in (409, 422), amount

    assert rows_written(shop.erp) == before


@pytest.mark.parametrize("backend", ["sqlite"])
def test_no_column_is_written_that_an_operation_does_not_offer(
    shop: Office, admin: Program, backend: str
) -> None:
    models: list[Any] = [model for plugin in shop.erp.registry.plugins.values() for model in plugin.models]
    columns = sorted({column.key for model in models for column in inspect(model).columns})
    before = rows_written(shop.erp)

    for operation in shop.erp.registry.operations.values():
        offered = set(shop.erp.registry.schema(operation.name).fields)
        sent = {name: "1" for name in columns if name not in offered}
        answer = admin.post(f"/operations/{operation.name}", sent)
        assert answer.status_code == 422, operation.name
        assert set(sent) <= {one["path"] for one in answer.json["errors"]}, operation.name

    assert len(columns) > 200
    assert rows_written(shop.erp) == before
