"""Whom a line of the role matrix concerns. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao_training.models import RequiredSkill


def asks(line: RequiredSkill, jobs: Collection[str], roles: Collection[str]) -> bool:
    """Tell whether a line concerns somebody who does these jobs for a party of these roles (PTY-12)."""
    return line.kind_of_work in jobs and (line.party_role is None or line.party_role in roles)


def asks_party(line: RequiredSkill, jobs: Collection[str], roles: Collection[str]) -> bool:
    """Tell whether a line concerns a party; of one whose people are not known yet, the role alone tells."""
    return asks(line, jobs, roles) or (not jobs and line.party_role in roles)
