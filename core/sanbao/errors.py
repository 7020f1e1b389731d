"""Every reason to say no, in one tree, ordered by who can put it right.

Each error has a stable code (``ledger.period_closed``), a sentence that a clerk understands in her own
language, and the fields concerned. The web shows it beside the field, the API returns it as problem+json, the
command line prints it and ends with exit code 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sanbao.i18n import N_, _


class SanbaoError(Exception):
    """The root: an expected refusal, never a bug.

    Subclasses state ``code`` and ``message``; the message is an English sentence with ``{names}`` that are
    filled from the keyword arguments and translated when the error is shown, not when it is raised.
    """

    code: ClassVar[str] = "sanbao.error"
    message: ClassVar[str] = N_("Something was refused: {reason}")

    def __init__(self, *, fields: Mapping[str, Iterable[str]] | None = None, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params
        self.fields = {name: list(texts) for name, texts in (fields or {}).items()}

    def __str__(self) -> str:
        return _(self.message, **self.params)

    def as_dict(self) -> dict[str, Any]:
        """Return the error as plain data for JSON output."""
        return {"code": self.code, "message": str(self), "fields": self.fields}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what was typed: where, what, and what would be right."""

    path: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return _(self.message, **self.params)

    @property
    def line(self) -> str:
        """Return place and sentence together; a place such as ``step 1:`` brings its colon."""
        place = self.path.rstrip(":：")
        return f"{place}: {self}" if place else str(self)


class Invalid(SanbaoError):
    """What was typed cannot be used; every problem is named at once."""

    code = "input.invalid"
    message = N_("Please correct: {problems}")

    def __init__(self, problems: Iterable[Problem] = (), **params: Any) -> None:
        self.problems = list(problems)
        super().__init__(**params)
        for problem in self.problems:
            self.fields.setdefault(problem.path, []).append(str(problem))

    def __str__(self) -> str:
        if self.problems:
            listed = _(N_("; ")).join(problem.line for problem in self.problems)
            return _("Please correct: {problems}", problems=listed)
        return super().__str__()


class Refused(SanbaoError):
    """What was asked for is not allowed in this situation."""

    code = "refused"


class Forbidden(SanbaoError):
    """This person may not do that."""

    code = "access.forbidden"
    message = N_("{user} may not do {operation}; it needs one of these roles: {roles}")


class NotFound(SanbaoError):
    """There is no such record."""

    code = "not_found"
    message = N_("There is no {what} “{key}”")


class SubjectMissing(NotFound):
    """An operation on records was called without naming one."""

    code = "subject.missing"
    message = N_("{operation} works on a record: please name it")


class SubjectsTooMany(NotFound):
    """An operation on one record was given several."""

    code = "subject.too_many"
    message = N_("{operation} works on one record at a time, and {count} were named")


class Conflict(SanbaoError):
    """Somebody was faster, or the same key was used for something else."""

    code = "conflict"


class Misconfigured(SanbaoError):
    """Whoever installed or set up sanbao has to act."""

    code = "misconfigured"
