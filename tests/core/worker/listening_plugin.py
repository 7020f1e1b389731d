"""A tiny plugin that listens, has a job, and fails when it is told to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sanbao.plugin import Plugin, hookimpl
from sanbao.plugin.manifest import Job
from sanbao.registry.models import Place

heard: list[str] = []
ran: list[str] = []
faults: dict[str, Exception] = {}
missed: list[str] = []


def sweep(work: Any) -> None:
    """Do something that comes round every hour."""
    work.session.add(Place(company_id=work.company.id, code=f"SWEPT-{len(ran)}", name="sweep"))
    ran.append(work.now.isoformat())
    if "sweep" in faults:
        raise faults["sweep"]


plugin = Plugin(name="listening", title="Listening", version="1.0.0", jobs=[Job("sweep", 60, sweep)])


@hookimpl
def after_operation(work: Any, operation: str, payload: Mapping[str, Any]) -> None:
    """Write down what was done, in a place that shows whether it was kept."""
    if operation == "place.create":
        heard.append(str(payload["result"]["code"]))
        work.session.add(Place(company_id=work.company.id, code=f"HEARD-{len(heard)}", name=operation))
        if operation in faults:
            raise faults[operation]




@hookimpl
def deadline_missed(work: Any, deadlines: Any) -> None:
    """Write down whose day has passed; fail at one when told to."""
    for deadline in deadlines:
        if deadline.kind in faults:
            raise faults[deadline.kind]
        missed.append(deadline.kind)
