"""What can be done next with a record: which operations its state, the person's rights and the token's scopes let through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sanbao.access.permissions import keeping
from sanbao.i18n import _
from sanbao.records import document_of
from sanbao_admin.api.collections import DOCUMENT, Collection

if TYPE_CHECKING:
    from sanbao.operation import Operation
    from sanbao.plugin.registry import Registry
    from sanbao.work import Work
    from sanbao_admin.api.callers import Caller

ROOT = "/api/v1"


def next_steps(
    work: Work, collection: Collection, record: Any, key: str, caller: Caller
) -> list[dict[str, Any]]:
    """Return the operations that can be tried on a record from where it stands, with their addresses."""
    return [
        {
            "name": operation.name,
            "help": _(operation.help),
            "href": f"{ROOT}/{path}/{quote(key, safe='')}/{verb}",
        }
        for operation, path, verb in offered(work.registry, collection)
        if caller.may(operation.name, reading=False)
        and work.access.may(operation.name)
        and _is_open(work, operation, record)
    ]


def offered(registry: Registry, collection: Collection) -> Iterator[tuple[Operation, str, str]]:
    """Yield the operations that work on a collection's records, each with the path and the verb of its address."""
    for operation in registry.operations.values():
        if operation.on in (collection.model, collection.name):
            yield operation, collection.path, collection.verb(operation)
        elif operation.on == DOCUMENT and collection.is_paper:
            yield operation, "documents", operation.name.removeprefix(f"{DOCUMENT}.")


def _is_open(work: Work, operation: Operation, record: Any) -> bool:
    """Tell whether a record lets an operation begin where it stands, and whether keeping papers of its kind is hers."""
    if operation.moves and getattr(record, "state", None) not in operation.moves:
        return False
    if not operation.is_offered(work, record):
        return False
    needed = keeping(getattr(document_of(record), "kind", ""), operation.name)
    return needed is None or work.access.may(needed)
