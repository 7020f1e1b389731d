"""Every address, made from what the enabled plugins offer: nothing here knows any of them by name.

The rule of the addresses: the operation ``claim.close`` is ``POST /operations/claim.close?subject=…`` and
``POST /claims/{number}/close``; ``claim.open``, which works on no record yet, is ``POST /claims/open``. What works on
any paper is under ``/documents``. Each question is ``GET /questions/NAME`` or, with a body, ``POST``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Response

from sanbao_admin.api import collections, describing, queries, views

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.operation import Operation, Question
    from sanbao_admin.api.collections import Collection

View = Callable[..., Response]


@dataclass(frozen=True)
class Route:
    """One address with one method: what it does, what it needs, and what the document says of it when it is asked for."""

    rule: str
    method: str
    endpoint: str
    view: View
    permission: str | None
    tag: str
    doc: Callable[[], dict[str, Any]]
    reading: bool = True


def all_of(erp: Sanbao) -> Iterator[Route]:
    """Yield every address of a company."""
    found = collections.all_of(erp.registry)
    for collection in found.values():
        yield from _reading(erp, collection)
    for operation in sorted(erp.registry.operations.values(), key=lambda one: one.name):
        yield from _doing(erp, operation, collections.home_of(found, operation))
    for question in sorted(erp.registry.questions.values(), key=lambda one: one.name):
        yield from _asking(erp, question)


def _reading(erp: Sanbao, collection: Collection) -> Iterator[Route]:
    query = queries.query_of(erp.registry, collection)
    name = collection.path.replace("-", "_")
    yield Route(
        f"/{collection.path}",
        "GET",
        f"list_{name}",
        _view(partial(views.listed, collection=collection, schema=query)),
        collection.permission,
        collection.path,
        partial(describing.listing, erp.registry, collection, query),
    )
    yield Route(
        f"/{collection.path}/<path:key>",
        "GET",
        f"show_{name}",
        _view(partial(views.shown, collection=collection)),
        collection.permission,
        collection.path,
        partial(describing.showing, erp.registry, collection),
    )


def _doing(erp: Sanbao, operation: Operation, home: Collection | None) -> Iterator[Route]:
    name = operation.name.replace(".", "_")
    yield Route(
        f"/operations/{operation.name}",
        "POST",
        f"do_{name}",
        _view(partial(views.done, name=operation.name)),
        operation.name,
        "operations",
        partial(describing.doing, erp.registry, operation, home, is_there=False),
        reading=False,
    )
    if home is None:
        return
    if operation.on is None:
        rule, view = f"/{home.path}/{home.verb(operation)}", partial(views.made, name=operation.name)
    else:
        rule = f"/{home.path}/<path:key>/{home.verb(operation)}"
        view = partial(views.done_on, name=operation.name, collection=home)
    doc = partial(describing.doing, erp.registry, operation, home, is_there=True)
    yield Route(rule, "POST", f"do_{name}_there", _view(view), operation.name, home.path, doc, reading=False)


def _asking(erp: Sanbao, question: Question) -> Iterator[Route]:
    for method in ("GET", "POST"):
        yield Route(
            f"/questions/{question.name}",
            method,
            f"{'ask' if method == 'GET' else 'ask_with'}_{question.name.replace('.', '_')}",
            _view(partial(views.asked, name=question.name)),
            question.name,
            "questions",
            partial(describing.asking, erp.registry, question, with_body=method == "POST"),
        )


def _view(function: Callable[..., Response]) -> View:
    """Return a function with a name of its own, as Flask and the document want one."""

    def view(*given: Any, **path: Any) -> Response:
        return function(*given, **path)

    return view
