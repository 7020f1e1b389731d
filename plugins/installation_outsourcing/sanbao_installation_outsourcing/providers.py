"""Kinds of providers as they are kept and found again: of which kind a firm is on a day, and what that forbids (PTY-07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.competence import Assignment, Disqualification
from sanbao.decision import Text
from sanbao.i18n import N_, _, current_locale
from sanbao.profiles.operations import find_version
from sanbao.schema import load
from sanbao_installation_outsourcing.models import Provider
from sanbao_installation_outsourcing.rules.providers import WORKS, ProviderKind
from sanbao_installation_outsourcing.schemas.providers import ProviderKindInput

if TYPE_CHECKING:
    from sanbao.work import Work

#: The kind of work, as qualifications name it.
INSTALLATION = "installation"
KIND = "provider_kind"
FOLDER = "profiles/providers"
RULE = "PTY-07"
_NONE = N_("none")
_AGAINST = N_("{party} is {kind}: {work} is not among its work ({works})")


def kind_of(data: Any) -> ProviderKind:
    """Return the kind of a profile's data; every problem of it is named at once."""
    given = load(ProviderKindInput(), data)
    return ProviderKind(given["code"], tuple(given["works"]), given["settlement"], given.get("names") or {})


def find_kind(work: Work, key: str) -> ProviderKind:
    """Return a kind by its code and version; read once per Work."""
    cached = ("outsourcing_provider_kind", key)
    if cached not in work.cache:
        work.cache[cached] = kind_of(find_version(work, KIND, key).content)
    found: ProviderKind = work.cache[cached]
    return found


def name_of(kind: ProviderKind) -> str:
    """Return what a kind is called in the reader's language."""
    own = kind.names.get("en" if current_locale() == "en" else "zh")
    return str(own or next(iter(kind.names.values()), kind.code))


def works_of(kind: ProviderKind) -> str:
    """Return the work that a kind may do, in words."""
    return _(N_(", ")).join(str(_said(one)) for one in kind.works) or _(_NONE)


def _said(work: str) -> Text:
    return Text(WORKS.get(work, work))


def classified(work: Work, party_ids: Iterable[int]) -> dict[int, list[Provider]]:
    """Return of which kinds firms are and were, the latest first; one query for all of them."""
    query = select(Provider).where(Provider.party_id.in_(set(party_ids))).order_by(Provider.from_on.desc())
    found: dict[int, list[Provider]] = {}
    for row in work.session.scalars(query):
        found.setdefault(row.party_id, []).append(row)
    return found


def on_day(rows: Sequence[Provider], day: date) -> Provider | None:
    """Return what counts of a firm's kinds on a day; before the first one it is of none."""
    return next((row for row in rows if row.from_on <= day), None)


def provider_on(work: Work, party_id: int, day: date) -> Provider | None:
    """Return of which kind one firm is on a day."""
    return on_day(classified(work, [party_id]).get(party_id, []), day)


def against(work: Work, assignments: Sequence[Assignment]) -> list[Disqualification]:
    """Return which assignments are not among the work of such a provider; a firm of no kind may do everything."""
    rows = classified(work, {one.party.id for one in assignments})
    found = []
    for position, one in enumerate(assignments):
        row = on_day(rows.get(one.party.id, []), one.on)
        kind = find_kind(work, row.kind) if row is not None else None
        if kind is not None and not kind.may_do(one.work):
            words = {"work": _said(one.work), "works": [_said(done) for done in kind.works] or Text(_NONE)}
            named = {"party": one.party.name, "kind": name_of(kind), **words}
            found.append(Disqualification(position, Text(_AGAINST, named), RULE))
    return found
