"""A company in which something happened, for looking at it with expectations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sanbao.story import perform, read, stage
from sanbao.story.scene import Scene

HAPPENED = """
title: Something happened
plugins: [warranty]
company: {name: 华安监控, time_zone: Asia/Shanghai}
at: 2024-02-29T09:00
steps:
  - do: party.create
    with: {code: X, name: 供方甲, roles: [supplier]}
  - do: product.create
    with: {code: BOARD, name: 主板, service_class: 3}
  - do: opening.enter
    with:
      date: 2024-02-29
      lines:
        - {account: "1403", debit: 500.00, product: BOARD, place: DEPOT, quantity: 10}
        - {account: "2202", credit: 90.00, party: X}
  - do: product.create
    with: {code: PUMP-3, name: 增压泵, parts: [{code: PUMP, name: 水泵}], key_parts: [PLC]}
  - do: unit.register
    with: {serial: "0012", product: PUMP-3, accepted_on: 2024-02-29, warranty: [WP-000-3Y5Y, WP-000-5Y]}
  - at: 2024-06-03T09:00
    do: claim.open
    with: {unit: "0012", parts: [PLC, PUMP], fault: E07 无压力}
    save: claim
  - do: costing.collect
    subject: $claim
    with: {travel: 100.00, lines: [{type: parts, product: BOARD, quantity: 1, place: DEPOT}]}
  - do: costing.collect
    subject: $claim
    with: {lines: [{type: labour, quantity: 2}]}
  - do: document.set_deadline
    subject: $claim
    with: {kind: reply, due_at: 2024-06-06T17:00}
"""


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """A claim on which 270.00 was collected, last worked on at 2024-06-03 09:00."""
    story = read(HAPPENED)
    with stage.place() as place, stage.company(story, place) as erp:
        report = perform(story, erp)
        assert report.ok, report.differences
        yield Scene(erp, story.steps[-1].at, paper="CL202406-0001")
