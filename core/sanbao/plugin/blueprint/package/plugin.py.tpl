"""What the $name plugin adds to sanbao. Open this first: its manifest, and the hooks it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao.plugin import Plugin, hookimpl

from $package import operations
from $package.kinds import PAPER
from $package.models import $Class

if TYPE_CHECKING:
    from sanbao.registry.models import Unit
    from sanbao.work import Work

plugin = Plugin(
    name="$name",
    title=N_("$title"),
    version="0.1.0",
    requires_core="$core",
    package="$package",
    models=[$Class],
    document_kinds=[PAPER],
    operations=[operations.open_paper, operations.close_paper],
    questions=[operations.overdue],
    headings={"task": N_("What is to be done")},
)


@hookimpl
def describe_unit(work: Work, units: Sequence[Unit]) -> Sequence[Mapping[str, Any]]:
    """Show the papers about a unit in its service file."""
    return operations.sections(work, units)
