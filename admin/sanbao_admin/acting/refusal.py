"""Why a form was not done, as its page tells it: now, or after the way round that lets Back work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sanbao.documents.errors import ChangedMeanwhile
from sanbao.errors import Invalid, SanbaoError
from sanbao.i18n import N_, _
from sanbao.once import KeyReused
from sanbao_admin.failing import status_of

_AGAIN = N_("This form was sent before. What stands here now is something else: press again to do that too.")
_LATE = N_(
    "You were away too long, so nothing was done. What you typed stands here: look at it and press the button again."
    " Files must be chosen again."
)
_GONE = N_("What was typed here is no longer kept; please fill the form in again.")


@dataclass(frozen=True)
class Refusal:
    """What is wrong: with which fields, or with the whole; and whether somebody else was faster."""

    status: int
    sentence: str = ""
    problems: Sequence[Sequence[str]] = field(default=())
    is_changed: bool = False
    is_repeated: bool = False

    @classmethod
    def of(cls, error: SanbaoError) -> Refusal:
        """Return an error as a form shows it."""
        problems = [[one.path, str(one)] for one in error.problems] if isinstance(error, Invalid) else []
        is_repeated = isinstance(error, KeyReused)
        sentence = "" if problems else _(_AGAIN) if is_repeated else str(error)
        return cls(status_of(error), sentence, problems, isinstance(error, ChangedMeanwhile), is_repeated)

    @classmethod
    def told(cls, given: Mapping[str, Any]) -> Refusal:
        """Return what was kept with a form."""
        return cls(**given)

    def as_told(self) -> dict[str, Any]:
        """Return it as plain data, to be kept with the form."""
        return asdict(self)

    @property
    def by_path(self) -> dict[str, list[str]]:
        """What is wrong by the path of its field."""
        found: dict[str, list[str]] = {}
        for path, text in self.problems:
            found.setdefault(path, []).append(text)
        return found


def late() -> Refusal:
    """Return what is told of a form that was sent when its session was over."""
    return Refusal(422, _(_LATE))


def gone() -> Refusal:
    """Return what is told where a form is not kept any more."""
    return Refusal(404, _(_GONE))
