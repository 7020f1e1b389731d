"""Kinds of documents and their flows, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sanbao.i18n import N_

VOID = "void"
#: The states of a paper that was taken back: nothing rests on it any more.
UNDONE = (VOID, "cancelled")
VOID_LABEL = N_("Void")
#: Who may read papers of a kind that says nothing else: the service department, and whoever checks the books.
READERS = ("service_manager", "service_head", "service_clerk", "service_engineer", "auditor")
#: Who links cases, hands them on and says what is due on them.
HANDLERS = ("service_manager", "service_clerk", "service_head")
#: Everybody who has to do with a case; not the human resources department.
CASE_READERS = (
    *READERS,
    "finance",
    "qc",
    "sales",
    "sales_manager",
    "purchasing",
    "project_manager",
    "implementation_manager",
    "general_manager",
)
#: Who may void, reopen and mark as duplicate papers of a kind that says nothing else.
KEEPERS = ("service_manager",)


@dataclass(frozen=True)
class State:
    """A state in a flow; ``label`` is translated, a final one ends the paper's life."""

    code: str
    label: str
    is_final: bool = False


@dataclass(frozen=True)
class Flow:
    """The states of a kind of document or line; the moves between them belong to operations.

    ``reopens`` names the harmless ways back (``{"closed": "in_repair"}``); every flow knows void (作废).
    """

    initial: str
    states: Sequence[State]
    reopens: Mapping[str, str] = field(default_factory=dict)

    def state(self, code: str) -> State:
        """Return the state of a code; ``KeyError`` if the flow has none."""
        if code == VOID:
            return State(VOID, VOID_LABEL, is_final=True)
        return {state.code: state for state in self.states}[code]

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, void last."""
        return (*(state.code for state in self.states), VOID)


@dataclass(frozen=True)
class DocumentKind:
    """A kind of business paper: its own table, its flow, and how it is numbered.

    Numbers look like ``CL202406-0001``: the prefix, the month (or year) of the paper's day, a running number.
    """

    name: str
    title: str
    model: type[Any]
    flow: Flow
    prefix: str
    numbering: str = "month"
    lines: type[Any] | None = None
    line_flow: Flow | None = None
    collects_cost: bool = False
    #: What such a paper costs is an expense at once, with the paper as its cost object: nothing waits for a settlement.
    expenses_cost: bool = False
    #: The account role on which a department's share of the cost falls (LED-05; LED-21 for training).
    expense_role: str = "WARRANTY_EXP"
    #: The operations that make a new paper, where none is called after the kind as ``claim.open`` is; its list offers them.
    made_by: Sequence[str] = ()
    #: The operations that take this kind's own entries back; they, and not ``entry.reverse``, keep both in step.
    taken_back_by: Sequence[str] = ()
    #: The first cost moves a paper along (``{"decided": "in_repair"}``): work has begun.
    starts_work: Mapping[str, str] = field(default_factory=dict)
    #: Tells of a paper whether work on it must wait although it costs already: nobody has agreed to pay (RMA-04).
    work_waits: Callable[[Any, Any], bool] | None = None
    #: The roles that may read such papers, beside those that may do or ask anything of them (``claim.read``).
    readers: Sequence[str] = READERS
    #: The roles that may void, reopen and mark as duplicate; by the verb where these differ (``claim.void`` …).
    keepers: Sequence[str] | Mapping[str, Sequence[str]] = KEEPERS
    #: Such a paper tells that something went wrong (a fault, a return, a complaint) unless it stands in one of these states,
    #: where it proved untrue; nothing: it tells of no such thing.
    trouble_unless: Sequence[str] | None = None
    #: Such a paper is a complaint about its own party where its fields say so (``{"trigger": ("complaint",)}``); upheld once
    #: it has left its first state and did not prove untrue.
    complains_where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Fields of the paper's own table at which a search looks too: its texts, and the vehicle that it names.
    searched: Sequence[str] = ()
    #: Under which head menus name such papers: ``service``, ``goods``, ``money``, or the plugin's own name.
    menu: str = "service"
    #: What fields of the paper, and of its lines, are called where the usual name says something else; blank: not shown.
    titles: Mapping[str, str] = field(default_factory=dict)
    line_titles: Mapping[str, str] = field(default_factory=dict)
    #: What codes are called that no form offers: field → code → words.
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_case(self) -> bool:
        """Whether such a paper is something that somebody may be asked to pay for (SPR-01)."""
        return self.collects_cost or self.expenses_cost

    def keepers_for(self, verb: str) -> Sequence[str]:
        """Return the roles that may ``void``, ``reopen`` or ``mark_duplicate`` such papers."""
        return self.keepers.get(verb, KEEPERS) if isinstance(self.keepers, Mapping) else self.keepers

    def series_key(self, day: Any) -> str:
        """Return the month or year within which numbers run."""
        return f"{day:%Y%m}" if self.numbering == "month" else f"{day:%Y}"

    def snapshot(self) -> dict[str, Any]:
        """Return what is needed to read such papers without the plugin."""
        return {
            "name": self.name,
            "title": self.title,
            "states": {state.code: state.label for state in self.flow.states},
            "collects_cost": self.collects_cost,
            "taken_back_by": list(self.taken_back_by),
            "titles": dict(self.titles),
            "words": {name: dict(words) for name, words in self.words.items()},
        }


@dataclass(frozen=True)
class AwayKind:
    """A kind of paper whose plugin is off, as it was kept: enough to read its papers and to guard what they posted."""

    name: str
    title: str
    plugin: str
    states: Mapping[str, str] = field(default_factory=dict)
    collects_cost: bool = False
    taken_back_by: Sequence[str] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def from_snapshot(cls, plugin: str, kept: Mapping[str, Any]) -> AwayKind:
        """Return the kind that :meth:`DocumentKind.snapshot` kept when the plugin was switched on."""
        return cls(
            name=kept["name"],
            title=kept["title"],
            plugin=plugin,
            states={**kept["states"], VOID: VOID_LABEL},
            collects_cost=kept.get("collects_cost", False),
            taken_back_by=tuple(kept.get("taken_back_by", ())),
            titles=kept.get("titles", {}),
            words=kept.get("words", {}),
        )
