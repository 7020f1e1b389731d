"""What the OpenAPI document says of an address: parameters, body, answers, and every status that may come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao.schema import Input
from sanbao_admin.api import collections, links, queries
from sanbao_admin.api.bodies import LONGEST_KEY
from sanbao_admin.api.papers import lines_of
from sanbao_admin.api.records import shown_columns
from sanbao_admin.api.shapes import Shape, in_query, of_input, of_record

if TYPE_CHECKING:
    from sanbao.operation import Operation, Question
    from sanbao.plugin.registry import Registry
    from sanbao_admin.api.collections import Collection

#: What may go wrong wherever something is read, and beside that wherever something is sent or done.
READING = ("400", "401", "403", "404", "409", "422", "429", "503")
SENDING = (*READING, "413", "415")
DOING = (*SENDING, "412")
ENTRIES = {
    "type": "array",
    "items": {"type": "object"},
    "description": N_("The entries that it posted, or would post."),
}
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": N_("The version, for If-Match.")}}
_LINK = {"Link": {"schema": {"type": "string"}, "description": N_("The next page, where there is one.")}}


def listing(registry: Registry, collection: Collection, query: type[Input]) -> dict[str, Any]:
    """Describe a list."""
    item = _with_href(of_record(shown_columns(registry, _head_model(collection))))
    further: Shape = {"type": ["string", "null"], "description": N_("The address of the next page.")}
    page = _object({"items": {"type": "array", "items": item}, "next": further})
    return {
        "operationId": f"{collection.path}.list",
        "summary": collection.title,
        "parameters": in_query(query()),
        "responses": _responses(page, READING, headers=_LINK, leads=links.from_list(collection)),
        "x-permission": collection.permission,
    }


def showing(registry: Registry, collection: Collection) -> dict[str, Any]:
    """Describe one record."""
    body = _with_href(of_record(shown_columns(registry, _head_model(collection))))
    own = dict(body["properties"])
    if collection.is_paper:
        own |= _inside(registry, collection)
    own["operations"] = {
        "type": "array",
        "items": _object({name: {"type": "string"} for name in ("name", "help", "href")}),
    }
    return {
        "operationId": f"{collection.path}.show",
        "summary": collection.title,
        "parameters": [_key(collection)],
        "responses": _responses(
            _object(own, required=("href", "operations")),
            READING,
            headers=_ETAG,
            leads=links.from_record(registry, collection),
        ),
        "x-permission": collection.permission,
    }


def _inside(registry: Registry, collection: Collection) -> dict[str, Shape]:
    """Return the shapes of a paper's own fields, lines and links; papers of all kinds have any."""
    fields: Shape = {"type": "object"}
    line: Shape = {"type": "object"}
    if collection.kind is not None:
        fields = of_record(shown_columns(registry, collection.model))
        lines = lines_of(registry, collection.model)
        line = of_record(shown_columns(registry, lines)) if lines is not None else line
    link = _object({name: {"type": "string"} for name in ("kind", "direction", "document")})
    return {
        "fields": fields,
        "lines": {"type": "array", "items": line},
        "links": {"type": "array", "items": link},
    }


def doing(
    registry: Registry, operation: Operation, home: Collection | None, *, is_there: bool
) -> dict[str, Any]:
    """Describe an operation: at its own address, or at that of what it works on."""
    query = queries.DoingOn() if not is_there and operation.on is not None else queries.Doing()
    place = [_key(home)] if home is not None and is_there and operation.on is not None else []
    versioned = collections.has_version(registry, operation)
    result = _object(
        {"operation": {"type": "string"}, "result": {}, "entries": ENTRIES, "dry_run": {"type": "boolean"}}
    )
    leads = links.from_deed(operation, home, is_there=is_there)
    responses = _responses(result, DOING, headers={**_ETAG, **_REPLAYED}, leads=leads)
    if operation.on is None:
        responses["201"] = {
            **responses["200"],
            "headers": {**_REPLAYED, "Location": {"schema": {"type": "string"}}},
        }
    return {
        "operationId": f"{home.path}.{home.verb(operation)}"
        if home is not None and is_there
        else operation.name,
        "summary": operation.help,
        "parameters": [*place, *in_query(query), _IDEMPOTENCY, *([_IF_MATCH] if versioned else [])],
        "requestBody": _body(registry.schema(operation.name)),
        "responses": responses,
        "x-permission": operation.name,
    }


def asking(registry: Registry, question: Question, *, with_body: bool) -> dict[str, Any]:
    """Describe a question, with its input in the address or in a body."""
    schema = registry.schema(question.name)
    answer = _object({"question": {"type": "string"}, "answer": {}})
    said: dict[str, Any] = {
        "operationId": f"{question.name}.ask" if with_body else question.name,
        "summary": question.help,
        "x-permission": question.name,
    }
    if with_body:
        return {**said, "requestBody": _body(schema), "responses": _responses(answer, SENDING)}
    return {**said, "parameters": in_query(schema), "responses": _responses(answer, READING)}


_REPLAYED = {
    "Idempotent-Replay": {
        "schema": {"type": "string", "enum": ["true"]},
        "description": N_("This was done before; here is the same answer."),
    }
}
_IDEMPOTENCY: Shape = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": N_(
        "Needed unless it is only tried: the same key again does nothing twice and returns the same answer."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}
_IF_MATCH: Shape = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": N_(
        "The ETag that was read; refused with 412 where somebody has changed the record since."
    ),
    "schema": {"type": "string", "pattern": '^("[0-9]{1,18}"|\\*)$'},
}


def _key(collection: Collection) -> Shape:
    return {
        "in": "path",
        "name": "key",
        "required": True,
        "description": collection.key,
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    }


def _body(schema: Input) -> Shape:
    return {"required": False, "content": {"application/json": {"schema": of_input(schema)}}}


def _responses(
    shape: Shape,
    refusals: tuple[str, ...],
    headers: dict[str, Any] | None = None,
    leads: links.Links | None = None,
) -> dict[str, Any]:
    good = {"description": "OK", "content": {"application/json": {"schema": shape}}, "headers": headers or {}}
    if leads:
        good["links"] = leads
    return {"200": good, **{status: {"$ref": "#/components/responses/Problem"} for status in refusals}}


def _head_model(collection: Collection) -> type[Any]:
    from sanbao.documents.models import Document

    return Document if collection.is_paper else collection.model


def _with_href(shape: Shape) -> Shape:
    return {**shape, "properties": {**shape["properties"], "href": {"type": "string"}}}


def _object(properties: dict[str, Shape], required: tuple[str, ...] | None = None) -> Shape:
    return {"type": "object", "properties": properties, "required": list(required or properties)}
