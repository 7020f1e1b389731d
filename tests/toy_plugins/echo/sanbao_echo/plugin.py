"""The manifest of the echo, and its answer to every hook there is."""

from __future__ import annotations

from typing import Any

from sanbao.plugin import Plugin, hookimpl
from sanbao_echo import hear

plugin = Plugin(name="echo", title="Echo", version="0.1.0")


@hookimpl
def find_covers(work: Any, faults: Any) -> Any:
    return hear("find_covers", work=work, faults=faults)


@hookimpl
def find_returns(work: Any, wishes: Any) -> Any:
    return hear("find_returns", work=work, wishes=wishes)


@hookimpl
def find_repairs(work: Any, unit_ids: Any) -> Any:
    return hear("find_repairs", work=work, unit_ids=unit_ids)


@hookimpl
def find_cost_shares(work: Any, documents: Any) -> Any:
    return hear("find_cost_shares", work=work, documents=documents)


@hookimpl
def find_provisions(work: Any, documents: Any) -> Any:
    return hear("find_provisions", work=work, documents=documents)


@hookimpl
def find_recovery_terms(work: Any, documents: Any) -> Any:
    return hear("find_recovery_terms", work=work, documents=documents)


@hookimpl
def find_disqualifications(work: Any, assignments: Any) -> Any:
    return hear("find_disqualifications", work=work, assignments=assignments)


@hookimpl
def charge_credited(work: Any, charge: Any, credit: Any, red_form_no: Any) -> None:
    hear("charge_credited", work=work, charge=charge, credit=credit, red_form_no=red_form_no)


@hookimpl
def find_work_limits(work: Any, assignments: Any) -> Any:
    return hear("find_work_limits", work=work, assignments=assignments)


@hookimpl
def costs_settled(work: Any, documents: Any) -> Any:
    return hear("costs_settled", work=work, documents=documents)


@hookimpl
def find_closing_obstacles(work: Any, periods: Any) -> Any:
    return hear("find_closing_obstacles", work=work, periods=periods)


@hookimpl
def describe_unit(work: Any, units: Any) -> Any:
    return hear("describe_unit", work=work, units=units)


@hookimpl
def describe_party(work: Any, parties: Any) -> Any:
    return hear("describe_party", work=work, parties=parties)


@hookimpl
def find_records(work: Any, text: Any) -> Any:
    return hear("find_records", work=work, text=text)


@hookimpl
def check_operation(work: Any, operation: Any, subjects: Any, data: Any) -> Any:
    return hear("check_operation", work=work, operation=operation, subjects=subjects, data=data)


@hookimpl
def check_move(work: Any, documents: Any, from_state: Any, to_state: Any) -> Any:
    return hear("check_move", work=work, documents=documents, from_state=from_state, to_state=to_state)


@hookimpl
def documents_moved(work: Any, documents: Any, operation: Any) -> Any:
    return hear("documents_moved", work=work, documents=documents, operation=operation)


@hookimpl
def deadline_missed(work: Any, deadlines: Any) -> Any:
    return hear("deadline_missed", work=work, deadlines=deadlines)


@hookimpl
def units_accepted(work: Any, units: Any) -> Any:
    return hear("units_accepted", work=work, units=units)


@hookimpl
def units_unaccepted(work: Any, units: Any) -> Any:
    return hear("units_unaccepted", work=work, units=units)


@hookimpl
def units_replaced(work: Any, old: Any, new: Any) -> Any:
    return hear("units_replaced", work=work, old=old, new=new)


@hookimpl
def milestone_reached(work: Any, units: Any, kind: Any, reached_on: Any) -> Any:
    return hear("milestone_reached", work=work, units=units, kind=kind, reached_on=reached_on)


@hookimpl
def facts_corrected(work: Any, units: Any, changes: Any) -> Any:
    return hear("facts_corrected", work=work, units=units, changes=changes)


@hookimpl
def after_operation(work: Any, operation: Any, payload: Any) -> Any:
    return hear("after_operation", work=work, operation=operation, payload=payload)
