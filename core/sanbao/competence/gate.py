"""The gate before an assignment: every reason against it at once, and what opens it all the same (PTY-12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.competence.errors import MayNotOverride, NotQualified, Qualified
from sanbao.competence.facts import Assignment, Disqualification
from sanbao.competence.models import CompetenceOverride
from sanbao.decision import Text, to_json
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

HOOK = "find_disqualifications"
RULE = "PTY-12"
_OFF = N_("not checked: plugin {plugin} is off")
_NOBODY = N_("not checked: no plugin that knows who is qualified is enabled")


def disqualified(work: Work, assignments: Sequence[Assignment]) -> list[list[Disqualification]]:
    """Return what speaks against each assignment, in order; all plugins are asked once for all of them.

    What is no work of such a firm at all says nothing about who is qualified, so it counts beside the answers about
    that and in place of none (PTY-07).
    """
    if not assignments:
        return []
    found: list[list[Disqualification]] = [[] for _ in assignments]
    for _plugin, answers in work.hooks.ask("find_work_limits", work, assignments=list(assignments)):
        for one in answers:
            found[one.position].append(one)
    return [[*limits, *more] for limits, more in zip(found, _unqualified(work, assignments), strict=True)]


def _unqualified(work: Work, assignments: Sequence[Assignment]) -> list[list[Disqualification]]:
    """Return why each assignment is none for a qualified person, in order.

    A gate that is away is no open gate: where a plugin that used to answer is off, or the company's settings want a
    check that nobody makes, that itself is the reason.
    """
    found: list[list[Disqualification]] = [[] for _ in assignments]
    for one in _unchecked(work, assignments):
        found[one.position].append(one)
    for _plugin, answers in work.hooks.ask("find_disqualifications", work, assignments=list(assignments)):
        for one in answers:
            found[one.position].append(one)
    return found


def standing(work: Work, assignments: Sequence[Assignment]) -> list[list[Disqualification]]:
    """Return who was not qualified for work that was done, in order; nothing where somebody entitled had let it pass."""
    if not assignments:
        return []
    against = _unqualified(work, assignments)
    if not any(against):
        return against
    query = select(
        CompetenceOverride.work,
        CompetenceOverride.party_id,
        CompetenceOverride.assigned_on,
        CompetenceOverride.person,
    ).where(
        CompetenceOverride.company_id == work.company.id,
        CompetenceOverride.party_id.in_({one.party.id for one in assignments}),
    )
    passed = {tuple(row) for row in work.session.execute(query)}
    return [
        [] if _let_pass(one, passed) else reasons for one, reasons in zip(assignments, against, strict=True)
    ]


def _let_pass(one: Assignment, passed: set[tuple[Any, ...]]) -> bool:
    """Tell whether a person, or the whole party, was let pass on that day."""
    return any((one.work, one.party.id, one.on, who) in passed for who in {one.person, None})


def let_pass(work: Work, one: Assignment, reason: str) -> CompetenceOverride:
    """Let work that was done by somebody unqualified count all the same; kept and reported like any override."""
    _refuse_stranger(work)
    (against,) = _unqualified(work, [one])
    if not against:
        raise Qualified(who=one.who, day=one.on)
    kept = _kept(work, one, against, reason, None)
    work.session.add(kept)
    work.session.flush()
    return kept


def _unchecked(work: Work, assignments: Sequence[Assignment]) -> list[Disqualification]:
    """Return what nobody can say of these assignments, because whoever could is away."""
    away = work.registry.used_to_answer(HOOK)
    if away:
        reasons = [Text(_OFF, {"plugin": name}) for name in away]
        return [
            Disqualification(place, reason, RULE) for place in range(len(assignments)) for reason in reasons
        ]
    if work.hooks.answerers(HOOK):
        return []
    wanted: list[str] = work.setting("competence_checked_work")
    return [
        Disqualification(place, Text(_NOBODY), RULE)
        for place, one in enumerate(assignments)
        if one.work in wanted
    ]


def refuse(
    work: Work,
    assignments: Sequence[Assignment],
    *,
    override: str | None = None,
    document: Document | None = None,
) -> None:
    """Refuse what unqualified persons are to do, with every reason, unless somebody who may gives one to let them.

    What was let pass is kept with the reason, and reported by ``competence.overrides``.
    """
    against = disqualified(work, assignments)
    if not any(against):
        return
    if override is None:
        raise NotQualified(reasons=_told(assignments, against))
    _refuse_stranger(work)
    for one, reasons in zip(assignments, against, strict=True):
        if reasons:
            work.session.add(_kept(work, one, reasons, override, document))
    if document is not None:
        work.note(document, note=f"{override} – {_told(assignments, against)}")


def _told(assignments: Sequence[Assignment], against: Sequence[Sequence[Disqualification]]) -> str:
    """Return each assignment with all its reasons; equal sentences are said once."""
    said = [
        f"{one.who}: {_(N_(', ')).join(dict.fromkeys(str(reason.reason) for reason in reasons))}"
        for one, reasons in zip(assignments, against, strict=True)
        if reasons
    ]
    return _(N_("; ")).join(dict.fromkeys(said))


def _refuse_stranger(work: Work) -> None:
    allowed: list[str] = work.setting("competence_override_roles")
    if not work.user.role_codes & {"administrator", *allowed}:
        titles = ", ".join(_(work.registry.role_title(role)) for role in allowed)
        raise MayNotOverride(user=work.user.login, roles=titles)


def _kept(
    work: Work,
    one: Assignment,
    reasons: Sequence[Disqualification],
    override: str,
    document: Document | None,
) -> CompetenceOverride:
    return CompetenceOverride(
        company_id=work.company.id,
        document_id=document.id if document is not None else None,
        party_id=one.party.id,
        person=one.person,
        work=one.work,
        assigned_on=one.on,
        against=[{"rule": reason.rule, "reason": to_json(reason.reason)} for reason in reasons],
        reason=override,
        overridden_at=work.now,
        overridden_by_id=work.user.id,
    )
