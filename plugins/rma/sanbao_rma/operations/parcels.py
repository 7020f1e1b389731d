"""Many parcels at once with their pieces: read in a few queries, picked by serial number or position (RMA-01)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sanbao.records import name_of
from sanbao_rma import errors
from sanbao_rma.operations import pieces
from sanbao_rma.rules.flow import STEPS

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_rma.models import Rma, RmaLine

#: A parcel with some of its pieces.
Some = tuple["Rma", list["RmaLine"]]


@dataclass
class Parcels:
    """The parcels that an operation works on, with all of their pieces (一批返修单); one is the set of one."""

    rmas: Sequence[Rma]
    lines: dict[int, list[RmaLine]]

    @classmethod
    def read(cls, work: Work, rmas: Sequence[Rma], *, bare: bool = False) -> Parcels:
        """Return parcels with their pieces, ``bare`` for a step that only looks at these."""
        return cls(rmas, pieces.lines_of_all(work, rmas, bare=bare))

    def one(self, key: str) -> tuple[Rma, RmaLine]:
        """Return the piece of a serial number or position; among several parcels also ``RM202406-0001/2``."""
        number, slash, position = key.strip().rpartition("/")
        named = self._numbers.get(number) if slash else None
        if named is not None:
            return named, self._piece(named, f"#{position}")
        if len(self.rmas) == 1:
            return self.rmas[0], self._piece(self.rmas[0], key)
        return self._by_serial(key)

    def _piece(self, rma: Rma, key: str) -> RmaLine:
        found = self._names.get((rma.document_id, key.strip().casefold()), ())
        return found[0] if len(found) == 1 else pieces.one_of(rma, self.lines[rma.document_id], key)

    def _by_serial(self, key: str) -> tuple[Rma, RmaLine]:
        found = self._serials.get(key.strip().casefold(), [])
        if len(found) != 1:
            names = ", ".join(name_of(rma) for rma in self.rmas[:5])
            raise errors.NoSuchPiece(rma=names, key=key, pieces=pieces.named(line for _rma, line in found))
        return found[0]

    @cached_property
    def _numbers(self) -> dict[str | None, Rma]:
        return {rma.document.number: rma for rma in self.rmas}

    @cached_property
    def _names(self) -> dict[tuple[int, str], list[RmaLine]]:
        """What pieces are called in their parcels, so that each of thousands is found without a search."""
        found: dict[tuple[int, str], list[RmaLine]] = {}
        for rma, line in self._live():
            for name in filter(None, (line.serial, f"#{line.position}")):
                found.setdefault((rma.document_id, name.casefold()), []).append(line)
        return found

    @cached_property
    def _serials(self) -> dict[str, list[tuple[Rma, RmaLine]]]:
        found: dict[str, list[tuple[Rma, RmaLine]]] = {}
        for rma, line in self._live():
            found.setdefault((line.serial or "").casefold(), []).append((rma, line))
        return found

    def _live(self) -> Iterator[tuple[Rma, RmaLine]]:
        for rma in self.rmas:
            yield from ((rma, line) for line in self.lines[rma.document_id] if line.state != "void")

    def of(self, rma: Rma) -> Parcels:
        """Return one of the parcels by itself."""
        return Parcels([rma], {rma.document_id: self.lines[rma.document_id]})

    def asked(self, keys: Sequence[str]) -> list[tuple[Rma, list[str]]]:
        """Return the parcels that keys name, each with positions; without keys all of them, with none."""
        if not keys:
            return [(rma, []) for rma in self.rmas]
        return [(rma, [f"#{line.position}" for line in lines]) for rma, lines in self.pick(keys)]

    def pick(self, keys: Iterable[str]) -> list[Some]:
        """Return the pieces of these keys by parcel, each once, in the order of the parcels."""
        chosen = {line.id for _rma, line in map(self.one, keys)}
        every = [(rma, [one for one in self.lines[rma.document_id] if one.id in chosen]) for rma in self.rmas]
        return [(rma, lines) for rma, lines in every if lines]

    def ready(
        self, keys: Sequence[str], step: str, rather: Callable[[RmaLine], bool] = lambda _line: True
    ) -> list[Some]:
        """Return the named pieces, or of each parcel all that can take a step; those first that one would ``rather`` take."""
        if keys:
            chosen = self.pick(keys)
            pieces.refuse_wrong_order(flat(chosen), step)
            return chosen
        return [(rma, self._all(rma, step, rather)) for rma in self.rmas]

    def ready_lines(self, keys: Sequence[str], step: str) -> list[RmaLine]:
        """Return the named pieces, or all that can take a step, without their parcels."""
        return flat(self.ready(keys, step))

    def _all(self, rma: Rma, step: str, rather: Callable[[RmaLine], bool]) -> list[RmaLine]:
        found = [line for line in self.lines[rma.document_id] if line.state in STEPS[step]]
        if not found:
            raise pieces.nothing_to_do(rma, step)
        return [line for line in found if rather(line)] or found

    def named(self, said: Sequence[dict[str, Any]]) -> list[tuple[Rma, RmaLine, dict[str, Any]]]:
        """Return what was said of pieces with the piece that each of them names."""
        return [(*self.one(one["line"]), one) for one in said]


def flat(chosen: Iterable[Some]) -> list[RmaLine]:
    """Return the pieces of some parcels, one after the other."""
    return [line for _rma, lines in chosen for line in lines]


def result_of(made: Sequence[Any]) -> Any:
    """Return what an operation brought about: one thing as itself, several as they are."""
    return made[0] if len(made) == 1 else list(made)
