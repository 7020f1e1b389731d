"""The team that a contract wants, as its terms keep it and as its version in force has it (PTY-08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.schema import load
from sanbao_installation_outsourcing.models import Contract, TeamPost
from sanbao_installation_outsourcing.rules.team import FUNCTIONS, Wanted
from sanbao_installation_outsourcing.schemas.contracts import TeamInput

if TYPE_CHECKING:
    from sanbao.work import Work

#: In these words a known function may be written.
_LANGUAGES = ("zh_Hans_CN", "en")


def function_named(said: str) -> str:
    """Return the code of a function that was written in words; one that nobody knows stays as it is written."""
    for code, words in FUNCTIONS.items():
        if said in (code, *(in_language(language, words) for language in _LANGUAGES)):
            return code
    return said


def kept_team(given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return typed rows as the plain data that a version keeps; each function stands once."""
    rows = [{**row, "function": function_named(row["function"])} for row in given]
    seen: set[str] = set()
    problems = []
    for position, row in enumerate(rows):
        if row["function"] in seen:
            said = N_("{function} stands twice; please put both into one row.")
            problems.append(Problem(f"team.{position}.function", said, {"function": row["function"]}))
        seen.add(row["function"])
    if problems:
        raise Invalid(problems)
    return [
        TeamInput().dump({name: value for name, value in row.items() if value is not None}) for row in rows
    ]


def team_of(terms: Mapping[str, Any]) -> tuple[Wanted, ...]:
    """Return the team that :func:`kept_team` kept."""
    return tuple(Wanted(**load(TeamInput(), row)) for row in terms.get("team", ()))


def put_team_in_force(work: Work, contract: Contract, team: Iterable[Wanted]) -> None:
    """Let the contract want whom its newest version in force names."""
    work.session.execute(delete(TeamPost).where(TeamPost.contract_id == contract.document_id))
    work.session.add_all(
        TeamPost(
            company_id=work.company.id,
            contract_id=contract.document_id,
            function=one.function,
            count=one.count,
            full_time=one.full_time,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
        )
        for one in team
    )
