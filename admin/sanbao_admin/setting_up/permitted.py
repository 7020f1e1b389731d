"""Who may do what, as people read it: permissions by plugin and subject, and pairs that one person must not do both of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.access.models import User
from sanbao.access.permissions import KEEPING, READ
from sanbao.access.roles import Access
from sanbao.i18n import N_, _
from sanbao.plugin.lifecycle import SYSTEM
from sanbao_admin.acting import words

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry
    from sanbao.work import Work

ADMINISTRATOR = "administrator"
_READ = N_("Read: {subject}")
_ASK = N_("Ask: {question}")
_KEEPING = {
    "void": N_("Void: {subject}"),
    "reopen": N_("Reopen: {subject}"),
    "mark_duplicate": N_("Mark as duplicate: {subject}"),
}


@dataclass(frozen=True)
class Permission:
    """A permission: its name, what it is called, and the plugin that it belongs to."""

    name: str
    title: str
    plugin: str


@dataclass(frozen=True)
class Hint:
    """Two steps on one paper that need two persons: who could do both, and whether there are two at all."""

    first: str
    second: str
    logins: tuple[str, ...]
    is_stuck: bool


@dataclass
class Row:
    """A row of the matrix: a permission with the roles that have it by default, and the company's own word."""

    permission: Permission
    defaults: frozenset[str]
    allowed: frozenset[str]
    own: dict[str, bool] = field(default_factory=dict)


def every(registry: Registry) -> list[Permission]:
    """Return every permission that there is here, by plugin."""
    found = [*_operations(registry), *_questions(registry), *_reading(registry), *_keeping(registry)]
    order = list(registry.plugins)
    return sorted(found, key=lambda one: (order.index(one.plugin), one.name))


def _operations(registry: Registry) -> Iterator[Permission]:
    for name, operation in registry.operations.items():
        yield Permission(name, words.title(operation), registry.owner("operation", name))


def _questions(registry: Registry) -> Iterator[Permission]:
    for name, question in registry.questions.items():
        called = _(question.title) if question.title else _(question.help) or name
        yield Permission(name, _(_ASK, question=called), registry.owner("question", name))


def _reading(registry: Registry) -> Iterator[Permission]:
    for name, kind in registry.kinds.items():
        yield Permission(
            f"{name}.{READ}", _(_READ, subject=_(kind.title)), registry.owner("document kind", name)
        )
    for name, table in registry.imports.items():
        if name not in registry.kinds:
            yield Permission(
                f"{name}.{READ}", _(_READ, subject=_(table.title)), registry.owner("import", name)
            )


def _keeping(registry: Registry) -> Iterator[Permission]:
    for name, kind in registry.kinds.items():
        for verb in KEEPING:
            title = _(_KEEPING[verb], subject=_(kind.title))
            yield Permission(f"{name}.{verb}", title, registry.owner("document kind", name))


def matrix(work: Work, permissions: list[Permission]) -> list[Row]:
    """Return the rows of the matrix: by default, by the company's own word, and what follows."""
    grants = work.access.grants
    default, own = Access(work.user, work.registry, {}), Access(work.user, work.registry, grants)
    said: dict[str, dict[str, bool]] = {}
    for (role, permission), allowed in grants.items():
        said.setdefault(permission, {})[role] = allowed
    return [
        Row(
            one,
            frozenset(default.roles_for(one.name)),
            frozenset(own.roles_for(one.name)),
            said.get(one.name, {}),
        )
        for one in permissions
    ]


def of_person(work: Work, person: User) -> dict[str, list[Permission]]:
    """Return what a person may do, by the title of the plugin."""
    access = Access(person, work.registry, work.access.grants)
    found: dict[str, list[Permission]] = {}
    for one in every(work.registry):
        if access.may(one.name):
            found.setdefault(_(work.registry.plugins[one.plugin].title), []).append(one)
    return found


def hints(work: Work) -> list[Hint]:
    """Return the pairs of steps that one person may both do, and those for which there are no two persons."""
    query = select(User).where(User.company_id == work.company.id, User.login != SYSTEM, User.is_active)
    accesses = {
        person.login: Access(person, work.registry, work.access.grants)
        for person in work.session.scalars(query)
    }
    found = []
    for name, operation in work.registry.operations.items():
        for earlier in operation.apart_from:
            first = {login for login, access in accesses.items() if access.may(earlier)}
            second = {login for login, access in accesses.items() if access.may(name)}
            both = tuple(sorted(first & second))
            if both:
                titles = words.title_of(earlier), words.title_of(name)
                found.append(Hint(*titles, both, is_stuck=len(first | second) < 2 or not second))
    return found
