"""What an address does: list, show, ask, do. Each view is given the caller and answers with JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from flask import Response, request

from sanbao.errors import NotFound
from sanbao.plain_data import as_data
from sanbao.schema import Input, load
from sanbao_admin.api import bodies, collections, cursors, papers, queries, tables
from sanbao_admin.api.errors import KeyMissing, NoSuchPath, NoVersion, VersionMissed
from sanbao_admin.api.shapes import is_list
from sanbao_admin.api.steps import ROOT, next_steps

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.app import Result
    from sanbao.operation import Operation
    from sanbao.work import Work
    from sanbao_admin.api.callers import Caller
    from sanbao_admin.api.collections import Collection

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_VERSION = re.compile(r'"(\d{1,18})"', re.ASCII)


def answer(body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return JSON; names in one order, so that the same answer is the same bytes."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    found = Response(text.encode("utf-8", "replace"), status=status, content_type="application/json")
    found.headers.update(headers or {})
    return found


# -- reading ---------------------------------------------------------------------------------------------


def listed(erp: Sanbao, caller: Caller, collection: Collection, schema: type[Input]) -> Response:
    """Return a page of a collection with the address of the next one."""
    given = bodies.read_query(request)
    with erp.reading(caller.login) as work:
        _refuse_closed(work, collection)
        room = papers if collection.is_paper else tables
        found, after = room.page(work, collection, load(schema(), given, work))
    items = [{**one, "href": href(collection, str(one[collection.key]))} for one in found]
    if after is None:
        return answer({"items": items, "next": None})
    further = f"{ROOT}/{collection.path}?{urlencode({**given, 'cursor': cursors.write(after)})}"
    return answer({"items": items, "next": further}, headers={"Link": f'<{further}>; rel="next"'})


def shown(erp: Sanbao, caller: Caller, collection: Collection, key: str) -> Response:
    """Return one record; one that is not hers does not exist."""
    bodies.read_query(request)
    with erp.reading(caller.login) as work:
        _refuse_closed(work, collection)
        _refuse_no_key(collection, key)
        room = papers if collection.is_paper else tables
        record, body = room.one(work, collection, key)
        name = str(body[collection.key])
        body["href"] = href(collection, name)
        body["operations"] = next_steps(work, collection, record, name, caller)
    version = body.get("version")
    return answer(body, headers={"ETag": f'"{version}"'} if version is not None else {})


def _refuse_closed(work: Work, collection: Collection) -> None:
    """Refuse a collection whose plugin was switched off meanwhile, or that is not hers to read."""
    if collection.path not in collections.all_of(work.registry):
        raise NoSuchPath(path=request.path)
    work.access.require(collection.permission)


def href(collection: Collection, key: str) -> str:
    """Return the address of a record."""
    return f"{ROOT}/{collection.path}/{quote(key, safe='')}"


def _refuse_no_key(collection: Collection, key: str) -> None:
    if not bodies.is_key(key):
        raise NotFound(what=collection.one, key=key[: bodies.LONGEST_KEY])


def asked(erp: Sanbao, caller: Caller, name: str) -> Response:
    """Return what a question answers; input comes in the address, or in a body where it has parts of its own."""
    fields = erp.registry.schema(name).fields if name in erp.registry.questions else {}
    if request.method == "POST":
        bodies.read_query(request)
        given = bodies.read_body(request)
    else:
        given = bodies.read_query(request, several=[one for one, field in fields.items() if is_list(field)])
    with erp.reading(caller.login) as work:
        return answer({"question": name, "answer": as_data(work.ask(name, given))})


# -- doing -----------------------------------------------------------------------------------------------


def done(erp: Sanbao, caller: Caller, name: str) -> Response:
    """Do an operation on the records that the address names by ``subject``, if it works on any."""
    given = bodies.read_query(request, several=["subject"])
    if isinstance(given.get("subject"), str):
        given["subject"] = [given["subject"]]
    how = load(queries.DoingOn(), given)
    operation = erp.registry.operation(name)
    subject = how["subject"] if operation.many or len(how["subject"]) != 1 else how["subject"][0]
    return _do(erp, caller, operation, subject or None, is_trial=how["dry_run"])


def done_on(erp: Sanbao, caller: Caller, name: str, collection: Collection, key: str) -> Response:
    """Do an operation on the record of this address."""
    how = load(queries.Doing(), bodies.read_query(request))
    _refuse_no_key(collection, key)
    return _do(erp, caller, erp.registry.operation(name), key, is_trial=how["dry_run"])


def made(erp: Sanbao, caller: Caller, name: str) -> Response:
    """Do an operation that works on no record yet."""
    how = load(queries.Doing(), bodies.read_query(request))
    return _do(erp, caller, erp.registry.operation(name), None, is_trial=how["dry_run"])


def _do(erp: Sanbao, caller: Caller, operation: Operation, subject: Any, *, is_trial: bool) -> Response:
    data = bodies.read_body(request)
    result = erp.do(
        operation.name,
        data,
        user=caller.login,
        subject=subject,
        key=None if is_trial else _key(),
        if_version=_version(erp, operation, subject),
        dry_run=is_trial,
    )
    return _told(erp, operation, result)


def _told(erp: Sanbao, operation: Operation, result: Result) -> Response:
    body = {**result.as_dict(), "dry_run": result.dry_run}
    headers = {"Idempotent-Replay": "true"} if result.repeated else {}
    data = result.data if isinstance(result.data, dict) else {}
    if "version" in data and not result.dry_run:
        headers["ETag"] = f'"{data["version"]}"'
    place = _place(erp, data)
    if operation.on is None and place is not None and not result.dry_run:
        return answer(body, 201, {**headers, "Location": place})
    return answer(body, headers=headers)


def _place(erp: Sanbao, data: Mapping[str, Any]) -> str | None:
    """Return the address of the record that an operation answered with, if it has one."""
    key = data.get("number") or data.get("code")
    for collection in collections.all_of(erp.registry).values():
        if key and data.get("kind") == collection.name:
            return href(collection, str(key))
    return None


def _key() -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise KeyMissing()
    return key


def _version(erp: Sanbao, operation: Operation, subject: Any) -> int | None:
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    if isinstance(subject, list) and len(subject) > 1 or not collections.has_version(erp.registry, operation):
        raise NoVersion(operation=operation.name)
    found = _VERSION.fullmatch(given.strip())
    if found is None:
        raise VersionMissed(given=given[: bodies.LONGEST_KEY])
    return int(found[1])
