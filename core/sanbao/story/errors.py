"""Reasons to say no about stories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _


class BadStory(Invalid):
    """A story's text cannot be played; every place in it that must be corrected is named at once."""

    code = "story.bad"
    message = N_("The story {file} cannot be played; please correct: {problems}")

    def __init__(self, file: str, problems: Iterable[Problem], **params: Any) -> None:
        super().__init__(problems, file=file, **params)

    def __str__(self) -> str:
        listed = "; ".join(f"{problem.path}: {problem}" if problem.path else str(problem) for problem in self.problems)
        return _(self.message, file=self.params["file"], problems=listed)
