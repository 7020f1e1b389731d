"""What leads from an answer to the next request, as links of the OpenAPI document: list, show, make, act, show again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanbao_admin.api.steps import offered

if TYPE_CHECKING:
    from sanbao.operation import Operation
    from sanbao.plugin.registry import Registry
    from sanbao_admin.api.collections import Collection

Links = dict[str, Any]


def from_list(collection: Collection) -> Links:
    """Return the way from a list to its first record."""
    return {"first": _link(f"{collection.path}.show", f"$response.body#/items/0/{collection.key}")}


def from_record(registry: Registry, collection: Collection) -> Links:
    """Return the ways from a record to what can be done with it."""
    return {
        f"{path}_{verb}".replace(".", "_"): _link(f"{path}.{verb}", f"$response.body#/{collection.key}")
        for _operation, path, verb in offered(registry, collection)
    }


def from_deed(operation: Operation, home: Collection | None, *, is_there: bool) -> Links:
    """Return the way from a deed to the record that it made, or to the one that it was done to at its own address."""
    if home is None:
        return {}
    if operation.on is None:
        called = "number" if home.is_paper else "code"
        return {"made": _link(f"{home.path}.show", f"$response.body#/result/{called}")}
    return {"record": _link(f"{home.path}.show", "$request.path.key")} if is_there else {}


def _link(operation: str, key: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {"key": key}}
