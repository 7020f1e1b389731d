"""What somebody may read and do who is not signed in but holds a code on paper: one question, one operation, so many tries.

A page for visitors needs ``policy.PUBLIC``. What it asks and does is asked and done in the company's own name, so the
question and the operation themselves say what a code opens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flask import request

from sanbao.access.models import SYSTEM
from sanbao_admin import keeping, people
from sanbao_admin.signing_in import log, tries

if TYPE_CHECKING:
    from sanbao.app import Result

#: A class of pupils behind one address mistypes now and then; who guesses codes is stopped.
PER_ADDRESS = 100


def ask(question: str, data: Mapping[str, Any], is_known: Callable[[Any], bool] = bool) -> Any:
    """Ask what a code opens; a try is counted first, and taken back when the answer knows the code."""
    _count()
    found = people.erp().ask(question, data, user=SYSTEM)
    if is_known(found):
        _take_back()
    return found


def do(operation: str, data: Mapping[str, Any], key: str | None = None) -> Result:
    """Do what a code opens, once however often the page is sent."""
    _count()
    # What a stranger sends as a key must never meet a key of the company's own work.
    result = people.erp().do(operation, data, user=SYSTEM, key=f"visitor:{key}" if key else None)
    _take_back()
    return result


def _key() -> str:
    return "visitor:" + tries.address_key(log.address())


def _count() -> None:
    tries.count(people.erp(), {_key(): PER_ADDRESS})


def _take_back() -> None:
    erp = people.erp()
    with keeping.writing(erp) as session:
        tries.take_back(session, erp.company_row.id, _key())


def outside(path: str) -> str:
    """Return the whole address of a page of ours, as this browser reaches it."""
    return request.url_root.rstrip("/") + path
