"""The toy's manifest, and an answer to every hook there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from reliability_toy import operations
from reliability_toy.models import ToyCase
from reliability_toy.trouble import happen
from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.plugin import Plugin, hookimpl
from sanbao.work import Work

plugin = Plugin(
    name="toy",
    title="Toy",
    version="0.1.0",
    package="reliability_toy",
    models=[ToyCase],
    operations=[operations.open_case, operations.close_case],
    document_kinds=[
        DocumentKind(
            name="toy",
            title="Toy case",
            model=ToyCase,
            flow=Flow("open", [State("open", "Open"), State("closed", "Closed", is_final=True)], {"closed": "open"}),
            prefix="TOY",
            collects_cost=True,
        )
    ],
    account_roles=["BANK", "SERVICE_REV"],
)


@hookimpl
def find_covers(work: Work, faults: Sequence[Any]) -> Any:
    return happen("find_covers", work, [[] for _ in faults])


@hookimpl
def find_cost_shares(work: Work, documents: Sequence[Any]) -> Any:
    return happen("find_cost_shares", work, [])


@hookimpl
def find_provisions(work: Work, documents: Sequence[Any]) -> Any:
    return happen("find_provisions", work, [])


@hookimpl
def find_disqualifications(work: Work, assignments: Sequence[Any]) -> Any:
    return happen("find_disqualifications", work, [])


@hookimpl
def costs_settled(work: Work, documents: Sequence[Any]) -> Any:
    return happen("costs_settled", work)


@hookimpl
def check_operation(work: Work, operation: str, subjects: Sequence[Any], data: Mapping[str, Any]) -> Any:
    return happen("check_operation", work)


@hookimpl
def check_move(work: Work, documents: Sequence[Any], from_state: str, to_state: str) -> Any:
    return happen("check_move", work)


@hookimpl
def documents_moved(work: Work, documents: Sequence[Any], operation: str) -> Any:
    return happen("documents_moved", work)


@hookimpl
def units_accepted(work: Work, units: Sequence[Any]) -> Any:
    return happen("units_accepted", work)


@hookimpl
def units_unaccepted(work: Work, units: Sequence[Any]) -> Any:
    return happen("units_unaccepted", work)


@hookimpl
def units_replaced(work: Work, old: Sequence[Any], new: Sequence[Any]) -> Any:
    return happen("units_replaced", work)


@hookimpl
def milestone_reached(work: Work, units: Sequence[Any], kind: str, reached_on: date) -> Any:
    return happen("milestone_reached", work)


@hookimpl
def facts_corrected(work: Work, units: Sequence[Any], changes: Mapping[str, Any]) -> Any:
    return happen("facts_corrected", work)
