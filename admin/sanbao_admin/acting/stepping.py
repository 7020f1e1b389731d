"""What a person can do with a record from where it stands, in the order in which a paper moves on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from marshmallow import fields

from sanbao.access.permissions import keeping
from sanbao.records import document_of, is_paper
from sanbao.schema import RefField

if TYPE_CHECKING:
    from sanbao.operation import Operation
    from sanbao.work import Work

#: What can be done with every paper, its plugin on, off or gone: nothing that only a flow could answer for.
ALWAYS = ("document.note", "document.attach", "document.assign")
ANY_PAPER = "document"
#: The field in which papers about a case name it.
CASE = "case"


@dataclass(frozen=True)
class Steps:
    """What can be done with a record: what moves it on, what else belongs to it, what every paper has, what follows."""

    forward: list[Operation] = field(default_factory=list)
    own: list[Operation] = field(default_factory=list)
    general: list[Operation] = field(default_factory=list)
    costing: list[Operation] = field(default_factory=list)
    following: list[tuple[Operation, str]] = field(default_factory=list)

    @property
    def all(self) -> list[Operation]:
        """What is done on the record itself, moves forward first."""
        return [*self.forward, *self.own, *self.costing, *self.general]


def steps(work: Work, record: Any) -> Steps:
    """Return what can be done with a record, sorted by what it is for."""
    found = Steps()
    if is_paper(record) and document_of(record).kind not in work.registry.kinds:
        found.general.extend(one for one in map(work.registry.operation, ALWAYS) if work.access.may(one.name))
        return found
    has_ended = is_paper(record) and bool(work.flow_of(record).state(record.state).is_final)
    for one in work.registry.operations.values():
        if work.access.may(one.name) and _fits(work, one, record):
            _place(found, one, record, has_ended=has_ended)
    if is_paper(record):
        codes = list(work.flow_of(record).codes)
        found.forward.sort(key=lambda one: codes.index(_targets(one, record)[0]))
        found.following.extend(_following(work, document_of(record)))
    return found


def _fits(work: Work, operation: Operation, record: Any) -> bool:
    if operation.on == ANY_PAPER:
        return is_paper(record) and _is_open_paper(work, operation, document_of(record))
    if operation.on is None or not _is_of(work, operation, record):
        return False
    state = getattr(record, "state", None)
    return (not operation.moves or state in operation.moves) and _is_offered(work, operation, record)


def _is_offered(work: Work, operation: Operation, record: Any) -> bool:
    """Tell whether more than the state lets an operation be offered, which a paper's own record knows, not its head."""
    if operation.offered is not None and not isinstance(operation.on, str | None):
        record = record if isinstance(record, operation.on) else work.session.get(operation.on, record.id)
    return operation.is_offered(work, record)


def _is_of(work: Work, operation: Operation, record: Any) -> bool:
    """Tell whether an operation works on records of this table; a head stands for its kind's own table."""
    if operation.on in (type(record), getattr(type(record), "__tablename__", None)):
        return True
    kind = (
        work.registry.kinds.get(record.kind) if record is document_of(record) and is_paper(record) else None
    )
    return kind is not None and operation.on in (kind.model, kind.name)


def _is_open_paper(work: Work, operation: Operation, document: Any) -> bool:
    """Tell whether what can be done with every paper can be done with this one, where it stands."""
    needed = keeping(document.kind, operation.name)
    if needed is not None and not work.access.may(needed):
        return False
    kind = work.registry.kinds[document.kind]
    ended = kind.flow.state(document.state).is_final
    if operation.name == "document.reopen":
        return document.state in kind.flow.reopens
    if operation.name in ("document.void", "document.mark_duplicate"):
        return not ended
    return not operation.name.startswith("costing.") or (kind.collects_cost and not ended)


def _place(found: Steps, operation: Operation, record: Any, *, has_ended: bool) -> None:
    if operation.name.startswith("costing."):
        found.costing.append(operation)
    elif operation.on == ANY_PAPER:
        found.general.append(operation)
    elif _moves_on(operation, record):
        found.forward.append(operation)
    elif has_ended and not operation.moves:
        found.general.insert(0, operation)  # it may still be possible, but it is not what is done next
    else:
        found.own.append(operation)


def _moves_on(operation: Operation, record: Any) -> bool:
    targets = _targets(operation, record)
    return bool(targets) and record.state not in targets


def _targets(operation: Operation, record: Any) -> Sequence[str]:
    """Return where an operation may move a record to; what comes next in the flow is offered before what breaks it off."""
    target = operation.moves.get(getattr(record, "state", ""), ())
    return (target,) if isinstance(target, str) else target


def _following(work: Work, document: Any) -> list[tuple[Operation, str]]:
    """Return what makes a further paper out of this one, with the field in which it is named."""
    found = []
    kind = work.registry.kinds[document.kind]
    for one in work.registry.operations.values():
        if one.on is None and work.access.may(one.name):
            for name, taken in work.registry.schema(one.name).fields.items():
                inner = taken.inner if isinstance(taken, fields.List) else taken
                wanted = inner.kind if isinstance(inner, RefField) else None
                if wanted == kind.name or (wanted == ANY_PAPER and name == CASE and kind.is_case):
                    found.append((one, name))
                    break
    return found
