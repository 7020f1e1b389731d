"""Why: the decisions on a paper as a person reads them, with every step, and those that were replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from sanbao.access.models import User
from sanbao.codes import worded
from sanbao.coverage import telling
from sanbao.coverage.verdicts import WORDS, verdict_of
from sanbao.coverage.words import INPUTS
from sanbao.decision import Decision, Step, Text, decision_from_json, from_json, shown_value
from sanbao.documents.models import DecisionRecord, Document
from sanbao.i18n import _
from sanbao.i18n.headings import HEADINGS, heading
from sanbao.registry.models import Unit
from sanbao_admin.skin import shown

if TYPE_CHECKING:
    from sanbao.work import Work

#: What the steps show, or only programs need.
_TRACE = frozenset({"trace", "steps", "cites", "sentence", "rank"})
_LOOKS = {"covered": "good", "not_covered": "bad", "not_checked": "warn"}


@dataclass(frozen=True)
class Reason:
    """One decision: which line of the paper it is about, its verdict and sentence, what it rests on, whether it stands."""

    about: str
    part: str
    verdict: str
    look: str
    sentence: str
    rows: Sequence[tuple[str, str]]
    steps: Sequence[Mapping[str, Any]]
    made_at: datetime
    made_by: str
    signed_at: datetime | None
    signed_by: str
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Reasons:
    """The decisions in force, and the earlier ones."""

    standing: Sequence[Reason]
    earlier: Sequence[Reason]


def reasons(work: Work, document: Document) -> Reasons:
    """Return the decisions on a paper."""
    maker, signer = aliased(User), aliased(User)
    query = (
        select(DecisionRecord, Unit.serial, maker.name, maker.login, signer.name, signer.login)
        .join(maker, maker.id == DecisionRecord.made_by_id)
        .outerjoin(signer, signer.id == DecisionRecord.signed_by_id)
        .outerjoin(Unit, Unit.id == DecisionRecord.unit_id)
        .where(DecisionRecord.document_id == document.id)
        .order_by(func.coalesce(DecisionRecord.line, 0), DecisionRecord.id)
    )
    standing: list[Reason] = []
    earlier: list[Reason] = []
    for record, serial, name, login, signer_name, signer_login in work.session.execute(query):
        stands = record.superseded_by_id is None and record.withdrawn_at is None
        about = _about(record, serial)
        one = _reason(record, about, name or login, signer_name or signer_login or "")
        (standing if stands else earlier).append(one)
    return Reasons(standing, earlier[::-1])


def _about(record: DecisionRecord, serial: str | None) -> str:
    """Return how a person finds the line that was decided by itself: its position, and the unit's serial number."""
    if record.line is None:
        return ""
    return f"#{record.line} {serial}" if serial is not None else f"#{record.line}"


def _reason(record: DecisionRecord, about: str, made_by: str, signed_by: str) -> Reason:
    if "answers" not in record.body:
        return _other(record, about, made_by, signed_by)
    decision = decision_from_json(record.body)
    verdict = verdict_of(decision)
    return Reason(
        about,
        record.part or "",
        _(WORDS[verdict]),
        _LOOKS[verdict.value],
        str(decision.sentence),
        telling.rows(decision),
        _steps(decision),
        record.made_at,
        made_by,
        record.signed_at,
        signed_by,
        record.withdrawn_at,
    )


def _other(record: DecisionRecord, about: str, made_by: str, signed_by: str) -> Reason:
    """Return a decision about something else than coverage: what it says, field by field, with its steps."""
    body: dict[str, Any] = from_json(dict(record.body))
    steps = [one for one in body.get("trace", body.get("steps", ())) if isinstance(one, Mapping)]
    return Reason(
        about,
        record.part or "",
        heading(record.question),
        "info",
        str(body.get("sentence", "")),
        [row for name, value in body.items() if name not in _TRACE for row in _rows(name, value)],
        [_step(Step(**{"inputs": {}, **one})) for one in steps],
        record.made_at,
        made_by,
        record.signed_at,
        signed_by,
        record.withdrawn_at,
    )


def _rows(name: str, value: Any) -> list[tuple[str, str]]:
    """Return a field of a decision as lines of its page; each of several things has a line of its own."""
    if value in (None, "", (), {}, 0):
        return []
    if isinstance(value, tuple) and isinstance(value[0], Mapping):
        return [(heading(name), _value(name, _told(one))) for one in value]
    return [(heading(name), _value(name, value))]


def _told(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in given.items() if key not in _TRACE and one not in (None, "", (), {})}


def _steps(decision: Decision) -> list[dict[str, Any]]:
    chosen = decision.chosen.steps if decision.chosen is not None else ()
    return [_step(step) for step in (*decision.steps, *chosen)]


def _step(step: Step) -> dict[str, Any]:
    inputs = [
        (_input(name), _value(name, value))
        for name, value in step.inputs.items()
        if value not in (None, "", (), [])
    ]
    return {
        "rule": step.rule,
        "text": str(step.text),
        "inputs": inputs,
        "arithmetic": step.arithmetic,
        "holds": step.holds,
    }


def _input(name: str) -> str:
    return _(INPUTS[name]) if name in INPUTS and name not in HEADINGS else heading(name)


def _value(name: str, value: Any) -> str:
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, Mapping):
        return " · ".join(f"{heading(str(key))}: {_value(str(key), one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return shown_value([_value(name, one) for one in value])
    return shown(worded(name, value))
