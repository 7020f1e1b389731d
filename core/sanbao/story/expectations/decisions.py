"""Expectations about decisions: covered, by which promise, until when, for which reasons (CAL-12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from sanbao.coverage.verdicts import Verdict, verdict_of, verdict_of_answer
from sanbao.decision import Answer, Decision, Step, Text, decision_from_json
from sanbao.documents.models import DecisionRecord, Document
from sanbao.i18n import LOCALES, N_, _, use_locale
from sanbao.story import checks, matching, values
from sanbao.story.matching import Exact, Prose, Rates
from sanbao.story.report import Difference, Unmet, difference
from sanbao.story.scene import Scene
from sanbao.work import Work


def _charge(value: Any, findings: checks.Findings, path: str) -> None:
    """A decision knows shares of costs, no amounts: 0.00, or which share of which cost the customer pays."""
    if isinstance(value, Mapping) and value:
        return
    if not (isinstance(value, str) and values.is_zero(value)):
        message = N_("write 0.00 for nothing, or shares such as {material: 1}; an amount is the answer of a quote")
        findings.add(path, message)


#: What a story writes where nobody answered, or a fact is missing: neither yes nor no.
UNCHECKED = "unchecked"
_COVERED = checks.either(checks.word(UNCHECKED), checks.yes_no)
ANSWER = checks.table(
    {
        "promise": checks.text,
        "covered": _COVERED,
        "until": checks.maybe(checks.day),
        "start": checks.maybe(checks.day),
        "source": checks.text,
        "kind": checks.text,
        "version": checks.whole,
        "rank": checks.whole,
        "remedies": checks.several(checks.text),
        "flags": checks.several(checks.text),
    }
)
_DECISION = {
    "of": checks.text,
    "part": checks.maybe(checks.text),
    "covered": _COVERED,
    "by": checks.maybe(checks.text),
    "version": checks.whole,
    "until": checks.maybe(checks.day),
    "start": checks.maybe(checks.day),
    "decided_on": checks.day,
    "remedies": checks.several(checks.text),
    "charge": _charge,
    "cites": checks.several(checks.text),
    "flags": checks.several(checks.text),
    "sentence": checks.text,
    "source": checks.text,
    "kind": checks.text,
    "bearer": checks.text,
    "recover_from": checks.several(checks.text),
    "answers": checks.several(ANSWER),
}
DECISION = checks.one_or_more(checks.table(_DECISION))
_TEXTS = checks.several(checks.text, at_least_one=True)
_TRACE = checks.table(
    {"of": checks.text, "part": checks.maybe(checks.text), "has": checks.several(checks.text, at_least_one=True)}, required=["has"]
)


def _trace(value: Any, findings: checks.Findings, path: str) -> None:
    (_TRACE if isinstance(value, Mapping) else _TEXTS)(value, findings, path)


TRACE = _trace


def decisions(scene: Scene, work: Work, spec: Any, of: str | None) -> list[Difference]:
    """Compare the decision in force on a paper, or several for its parts."""
    found: list[Difference] = []
    for wanted in spec if isinstance(spec, list) else [spec]:
        fields = {name: value for name, value in wanted.items() if name != "of"}
        decision = in_force(work, scene.document(work, wanted.get("of") or of), wanted)
        found += matching.differences(fields, as_table(decision), "decision", scene.zone)
    return found


def trace(scene: Scene, work: Work, spec: Any, of: str | None) -> list[Difference]:
    """Look for rules and texts in all that was considered, the losing promises included (CAL-11)."""
    wanted = spec if isinstance(spec, Mapping) else {"has": spec}
    decision = in_force(work, scene.document(work, wanted.get("of") or of), wanted)
    told = texts(decision)
    missing = [text for text in wanted["has"] if not any(text in line for line in told)]
    return [difference("trace", missing, [line.replace("\n", " · ") for line in told])] if missing else []


def in_force(work: Work, document: Document, wanted: Mapping[str, Any]) -> Decision:
    """Return the one decision of a paper that counts now, for the part that is asked for."""
    query = select(DecisionRecord).where(
        DecisionRecord.document_id == document.id,
        DecisionRecord.question == "coverage",
        DecisionRecord.superseded_by_id.is_(None),
        DecisionRecord.withdrawn_at.is_(None),
    )
    records = list(work.session.scalars(query.order_by(DecisionRecord.id)))
    if "part" in wanted:
        records = [record for record in records if record.part == wanted["part"]]
    if len(records) != 1:
        parts = ", ".join(record.part or "–" for record in records) or _(N_("none"))
        raise Unmet(
            difference(
                f"decision of {document.number}",
                _(N_("one decision in force for part {part}"), part=wanted.get("part") or "–"),
                _(N_("decisions for the parts: {parts}"), parts=parts),
            )
        )
    return decision_from_json(records[0].body)


def as_table(decision: Decision) -> dict[str, Any]:
    """Return a decision as the fields that stories speak of."""
    chosen = decision.chosen
    return {
        "part": decision.part,
        "decided_on": decision.decided_on,
        "covered": _covered(verdict_of(decision)),
        "by": chosen.promise if chosen else None,
        "version": chosen.version if chosen else None,
        "until": chosen.until if chosen else None,
        "start": chosen.start if chosen else None,
        "remedies": Exact(chosen.remedies if chosen else ()),
        "charge": Rates(chosen.charge_rates if chosen else {}),
        "cites": list(decision.cites),
        "flags": list(chosen.flags if chosen else ()),
        "sentence": in_all_languages(decision.sentence),
        "source": chosen.source if chosen else None,
        "kind": chosen.kind if chosen else None,
        "bearer": chosen.bearer if chosen else None,
        "recover_from": Exact(chosen.recover_from if chosen else ()),
        "answers": [_answer(answer) for answer in decision.answers],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    names = ("promise", "until", "start", "source", "kind", "version", "rank", "flags")
    own = {"covered": _covered(verdict_of_answer(answer)), "remedies": Exact(answer.remedies)}
    return {name: getattr(answer, name) for name in names} | own


def _covered(verdict: Verdict) -> bool | str:
    return UNCHECKED if verdict is Verdict.NOT_CHECKED else verdict is Verdict.COVERED


def in_all_languages(text: Text) -> Prose:
    """Return a sentence in every language, one per line."""
    told = []
    for locale in LOCALES:
        with use_locale(locale):
            told.append(str(text))
    return Prose("\n".join(dict.fromkeys(told)))


def texts(decision: Decision) -> list[str]:
    """Return every rule, sentence and reckoning of a decision, one line for each."""
    told = [*map(_step, decision.steps)]
    for answer in decision.answers:
        heading = " ".join((answer.promise, f"v{answer.version}" if answer.version else "", *answer.cites, *answer.flags))
        told += [heading, *map(_step, answer.steps), *map(in_all_languages, answer.changes)]
    return told


def _step(step: Step) -> str:
    return "\n".join((step.rule, in_all_languages(step.text), step.arithmetic)).rstrip()
