"""Anything in any order: what tests share that try operations at random and look whether the books stay right."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

import sanbao
from sanbao.errors import SanbaoError

#: Operation, what it is given, and on which paper.
Try = tuple[str, dict[str, Any], Any]


class AnyOrder(ABC):
    """A company in which anything is tried; ``papers`` are the numbers of what was made, by kind."""

    def __init__(self, erp: sanbao.Sanbao, chance: random.Random) -> None:
        self.erp, self.chance = erp, chance
        self.papers: dict[str, list[str]] = {}
        self.done = 0

    def do(self, name: str, data: dict[str, Any] | None = None, subject: Any = None) -> sanbao.Result:
        """Do one thing."""
        return self.erp.do(name, data, subject=subject, user="admin")

    def warm_up(self, names: Iterable[str]) -> None:
        """Try some things first, so that there is something to work with."""
        for name in names:
            self.step(name)

    def pick(self, kind: str) -> str:
        """Return the number of some paper of a kind."""
        return self.chance.choice(self.papers.get(kind) or ["NONE"])

    def step(self, only: str = "") -> None:
        """Try anything; a refusal is as good as a success, a half-done thing is not."""
        tries = [one for one in self.tries() if only in ("", one[0])]
        name, data, subject = self.chance.choice(tries)
        try:
            result = self.do(name, data, subject)
        except SanbaoError:
            return
        self.done += 1
        if result.number is not None and subject is None:
            self.papers.setdefault(str(result.data["kind"]), []).append(result.number)

    @abstractmethod
    def tries(self) -> list[Try]:
        """Return what may be tried now."""
