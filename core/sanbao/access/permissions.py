"""Which roles have a permission by default: an operation's own, and what follows for every kind of paper and table.

A permission is an operation's or a question's name. Beside these each kind of paper has ``claim.read`` and
``claim.void``, ``claim.reopen``, ``claim.mark_duplicate``; each table that can be brought has ``party.read``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao.documents.kinds import DocumentKind
    from sanbao.plugin.registry import Registry

READ = "read"
#: What is done with a paper as such, and is therefore permitted kind by kind.
KEEPING = ("void", "reopen", "mark_duplicate")
#: Who may take a table of master data away, beside those who may write it.
TABLE_READERS = ("service_manager", "service_clerk", "sales", "finance", "auditor")
#: Who may read a paper whose plugin is away: nobody can ask the plugin who else might.
AWAY_READERS = ("service_manager", "finance", "auditor", "general_manager")

RolesFor = Callable[[str], Iterable[str]]


def keeping(kind: str, operation: str) -> str | None:
    """Return the permission that an operation on any paper needs for a paper of this kind, if it needs one."""
    subject, _dot, verb = operation.rpartition(".")
    return f"{kind}.{verb}" if subject == "document" and verb in KEEPING else None


def is_known(registry: Registry, permission: str) -> bool:
    """Tell whether there is such a permission here, so that a company may give or take it (PTY-03)."""
    subject, _dot, verb = permission.rpartition(".")
    return (
        permission in registry.operations
        or permission in registry.questions
        or (verb == READ and (subject in registry.kinds or subject in registry.imports))
        or (verb in KEEPING and subject in registry.kinds)
    )


def default_roles(registry: Registry, permission: str, roles_for: RolesFor) -> set[str]:
    """Return the roles that have a permission before the company's own word on it (PTY-02)."""
    subject, _dot, verb = permission.rpartition(".")
    found = registry.operations.get(permission) or registry.questions.get(permission)
    if found is not None:
        kinds = registry.kinds if keeping("", permission) else ()
        return {*found.roles, *(role for kind in kinds for role in roles_for(f"{kind}.{verb}"))}
    if verb == READ:
        return _readers(registry, subject, roles_for)
    if verb in KEEPING and subject in registry.kinds:
        return set(registry.kinds[subject].keepers_for(verb))
    return set()


def _readers(registry: Registry, subject: str, roles_for: RolesFor) -> set[str]:
    kind = registry.kinds.get(subject)
    if kind is not None:
        return {*kind.readers, *_all(_doings(registry, kind), roles_for)}
    asked = [name for verb in ("search", "file", "show") if (name := f"{subject}.{verb}") in registry.questions]
    if asked:
        return _all(asked, roles_for)
    table = registry.imports.get(subject)
    if table is not None:
        return {*TABLE_READERS, *roles_for(table.operation)}
    return set(AWAY_READERS)


def _doings(registry: Registry, kind: DocumentKind) -> list[str]:
    """Return what can be done with and asked of papers of a kind: whoever may, may read them."""
    own = (f"{kind.name}.", "costing.", "cost.") if kind.collects_cost else (f"{kind.name}.",)
    subjects = [one for one in (kind.name, kind.model, kind.lines) if one is not None]
    done = [name for name, one in registry.operations.items() if name.startswith(own) or one.on in subjects]
    return [*done, *(name for name in registry.questions if name.startswith(own))]


def _all(names: Iterable[str], roles_for: RolesFor) -> set[str]:
    return {role for name in names for role in roles_for(name)}
