"""What people can do with the toy's cases."""

from __future__ import annotations

from datetime import date

from reliability_toy.models import ToyCase
from sanbao.documents.operations import new_document
from sanbao.operation import operation
from sanbao.schema import DayField, Input, TextField
from sanbao.work import Work


class Opening(Input):
    """A wish and its day."""

    wish = TextField(required=True)
    on = DayField(required=True)


@operation("toy.open", schema=Opening)
def open_case(work: Work, *, wish: str, on: date) -> ToyCase:
    """Open a case."""
    case = ToyCase(document=new_document(work, "toy", title=wish, dated_on=on), wish=wish)
    work.session.add(case)
    return case


@operation("toy.close", on=ToyCase, moves={"open": "closed"})
def close_case(work: Work, case: ToyCase) -> ToyCase:
    """Close a case; it must carry no cost."""
    return case
