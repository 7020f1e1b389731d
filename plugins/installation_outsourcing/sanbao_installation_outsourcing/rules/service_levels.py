"""A service level as typed data: what has to happen within which time after what, line by line (SLA-01, 28.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sanbao.calendar.clocks import parse_limit
from sanbao.i18n import N_

RAISED = "raised"
#: What is measured: metric → what people call it (SLA-01).
METRICS = {
    "reply": N_("First reply"),
    "plan": N_("Plan or decision"),
    "remote": N_("Remote help"),
    "dispatch": N_("Dispatch"),
    "arrival": N_("On site"),
    "done": N_("Problem put right"),
    "report": N_("Report delivered"),
    "promise": N_("Service promise"),
    "form_back": N_("Form handed in"),
    "visit_promise": N_("Service promise after a visit"),
    "training": N_("Training held"),
}
#: What can happen to a problem: event → what people call it.
EVENTS = {
    RAISED: N_("Problem raised"),
    "replied": N_("Answered"),
    "remote_started": N_("Remote help begun"),
    "remote_failed": N_("Could not be solved by phone"),
    "planned": N_("Plan agreed on"),
    "dispatched": N_("Sent out"),
    "arrived": N_("Arrived on site"),
    "replaced": N_("Goods replaced"),
    "done": N_("Put right"),
    "reported": N_("Report handed over"),
    "promised": N_("Service promised"),
    "visited": N_("Visited"),
    "form_back": N_("Form given back"),
    "visit_promised": N_("Service promised after a visit"),
    "commissioned": N_("Commissioned"),
    "trained": N_("Trained"),
}
#: Which events end which clock: its own first; whatever comes after it shows that it was done as well (AMB-05).
ENDS: Mapping[str, tuple[str, ...]] = {
    "reply": ("replied", "remote_started", "remote_failed", "planned", "dispatched", "arrived", "done"),
    "plan": ("planned", "done"),
    "remote": ("remote_started", "remote_failed", "dispatched", "arrived", "done"),
    "dispatch": ("dispatched", "arrived", "done"),
    "arrival": ("arrived", "done"),
    "done": ("done",),
    "report": ("reported",),
    "promise": ("promised", "done"),
    "form_back": ("form_back",),
    "visit_promise": ("visit_promised",),
    "training": ("trained",),
}
UNITS = {
    "min": N_("{count} min"),
    "h": N_("{count} h"),
    "d": N_("{count} days"),
    "wd": N_("{count} working days"),
}
SEVERITIES = {"general": N_("General fault"), "major": N_("Major fault")}
#: How pressing it is (紧急程度); a service level may know words of its own (SLA-08, SLA-10).
URGENCIES = {"normal": N_("Normal"), "urgent": N_("Urgent"), "emergency": N_("Emergency call")}
CALENDARS = {"24x7": N_("Around the clock"), "working_hours": N_("In working hours")}
MANNERS = {
    "at_once": N_("at once"),
    "soonest": N_("as soon as possible"),
    "phone_first": N_("by phone first"),
    "around_the_clock": N_("around the clock"),
    "site_or_phone": N_("on site or by phone"),
}
CONSEQUENCES = {
    "deemed": N_("The problem counts as admitted"),
    "fine": N_("A fine is due"),
    "kpi": N_("A figure only"),
    "none": N_("Best effort, without consequence"),
}
#: Being late at these costs nothing, whatever a contract's clauses say (SLA-02, CSI-10).
FIGURES_ONLY = ("kpi", "none")


@dataclass(frozen=True, slots=True)
class Tier:
    """What decides which promise of a metric holds for a problem: severity, urgency, the client's class (SLA-10)."""

    severity: str = "general"
    urgency: str = "normal"
    customer_class: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One promise of a service level: by which time after which event; absent is what the text does not say.

    ``tender_limit`` is what was asked for where more was promised: the promise binds, figures tell both (SLA-05).
    ``or_event`` ends the clock as well. A line without a limit names its ``manner`` and is never late.
    """

    metric: str
    start_event: str = RAISED
    limit: int | None = None
    unit: str | None = None
    calendar: str | None = None
    severity: str | None = None
    urgency: str | None = None
    customer_class: str | None = None
    manner: str | None = None
    tender_limit: int | None = None
    or_event: str | None = None
    consequence: str | None = None

    @property
    def within(self) -> str | None:
        """The limit as calendars read it, nothing where there is none."""
        return None if self.limit is None else f"{self.limit}{self.unit}"

    @property
    def tender_within(self) -> str | None:
        """The limit that was asked for, where it differs."""
        return None if self.tender_limit is None else f"{self.tender_limit}{self.unit}"

    @property
    def length(self) -> timedelta | None:
        """The limit as a length of time, nothing for days, which end at 24:00."""
        return (
            parse_limit(self.within or "") if self.unit in ("min", "h") and self.limit is not None else None
        )

    @property
    def ends(self) -> tuple[str, ...]:
        """The events that end its clock."""
        more = () if self.or_event is None else (self.or_event,)
        return (*ENDS[self.metric], *more)

    def fits(self, tier: Tier) -> bool:
        """Tell whether it may hold for a problem of this tier; what it does not name it holds for whatever it is."""
        return (
            self.severity in (None, tier.severity)
            and self.urgency in (None, tier.urgency)
            and (
                self.customer_class is None
                or self.customer_class.casefold() == (tier.customer_class or "").casefold()
            )
        )

    @property
    def closeness(self) -> tuple[int, bool, bool, bool]:
        """How closely it describes whom it holds for: by how many words, then severity before urgency before class."""
        named = (self.severity is not None, self.urgency is not None, self.customer_class is not None)
        return (sum(named), *named)


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """A service level (服务等级): its lines, whether its clocks may be held, and how force majeure is treated.

    ``pausable`` follows SLA-12; ``fm_mode`` is absent where the text says nothing of force majeure.
    """

    code: str
    lines: tuple[Line, ...] = ()
    pausable: bool = True
    fm_mode: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    version: int | None = None

    def lines_for(self, tier: Tier) -> tuple[Line, ...]:
        """Return the promises that hold for a problem: of each metric the one that describes it most closely (SLA-10)."""
        fitting = [line for line in self.lines if line.fits(tier)]
        closest: dict[str, Line] = {}
        for line in fitting:
            other = closest.get(line.metric)
            if other is None or line.closeness > other.closeness:
                closest[line.metric] = line
        return tuple(line for line in fitting if closest[line.metric] is line)

    @property
    def urgencies(self) -> tuple[str, ...]:
        """The words for how pressing a problem is that it understands: the usual ones and its own."""
        own = (line.urgency for line in self.lines if line.urgency is not None)
        return tuple(dict.fromkeys((*URGENCIES, *own)))

    @property
    def limits_time(self) -> bool:
        """Whether anything of it can be measured at all (SLA-10)."""
        return any(line.limit is not None for line in self.lines)


def first(moments: Mapping[str, object], events: Iterable[str]) -> str | None:
    """Return the event of these that happened first, nothing while none did; of two at once the one named first."""
    told = [event for event in events if event in moments]
    return min(told, key=lambda event: moments[event], default=None)  # type: ignore[arg-type, return-value]
