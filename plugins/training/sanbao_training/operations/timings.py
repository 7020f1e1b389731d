"""Which policies of timing count for a customer's equipment: the contract's, else the company's own (28.9, CAL-09)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.profiles.models import ProfileVersion
from sanbao.profiles.operations import find_version
from sanbao_training.models import RequirementTiming
from sanbao_training.rules.timing import Owed, Timing, load

if TYPE_CHECKING:
    from sanbao.work import Work

KIND = "training_timing"


def find_timing(work: Work, key: str) -> ProfileVersion:
    """Return the version of a timing policy by ``CODE`` (the newest) or ``CODE@2``."""
    return find_version(work, KIND, key)


def default_versions(work: Work) -> list[ProfileVersion]:
    """Return the policies that count where no contract says anything."""
    return [find_timing(work, code) for code in work.setting("training_timings")]


def bound_versions(work: Work, requirements: Iterable[int]) -> dict[int, list[ProfileVersion]]:
    """Return the policies that each contract's requirement is bound to."""
    query = select(RequirementTiming).where(RequirementTiming.document_id.in_(list(requirements)))
    found: dict[int, list[ProfileVersion]] = {}
    for one in work.session.scalars(query.order_by(RequirementTiming.id)):
        found.setdefault(one.document_id, []).append(one.version)
    return found


def timing_of(version: ProfileVersion) -> Timing:
    """Read the policy of a version."""
    return load(version.content)


def owed_after(version: ProfileVersion, milestone: str) -> list[Owed]:
    """Return what a policy owes after a milestone; recurring courses are the plan's business."""
    return [one for one in timing_of(version).owed if one.after == milestone and one.what != "periodic"]
