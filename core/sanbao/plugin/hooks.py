"""The guard around hook calls: one by one, in dependency order, timed, and each answer looked at.

What an implementation raises rolls the operation back and names the plugin; it never disturbs another operation,
another plugin or the start of the program. A hook that hangs inside the process cannot be contained; it is
timed, reported and named.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import isroutine
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from sanbao.database.collisions import is_collision
from sanbao.decision import Text
from sanbao.errors import SanbaoError
from sanbao.i18n import N_
from sanbao.plugin import hookspecs
from sanbao.plugin.answers import what_is_wrong
from sanbao.plugin.errors import PluginFault, PluginRefused

if TYPE_CHECKING:
    from sanbao.plugin.manifest import Plugin
    from sanbao.work import Work

log = logging.getLogger("sanbao.plugin")
SLOW_SECONDS = 2.0
_QUESTIONS = ("find_", "describe_")
#: What the decorator of an implementation writes onto its function.
_MARK = "sanbao_impl"


class _Manager(pluggy.PluginManager):
    """Looks closely only at functions that bear our mark: a module names hundreds of other things."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> Any:
        """Return what the mark of an implementation says; None for what is none."""
        if isinstance(plugin, ModuleType):
            found = vars(plugin).get(name)
            if not (isroutine(found) and hasattr(found, _MARK)):
                return None
        return super().parse_hookimpl_opts(plugin, name)


@dataclass
class HookHealth:
    """How one plugin's answers to one hook have fared in this process."""

    calls: int = 0
    failures: int = 0
    slowest: float = 0.0
    last_error: str = ""


@dataclass
class Hooks:
    """All hook implementations of the enabled plugins, called under one guard."""

    plugins: Sequence[tuple[Plugin, Any]] = ()
    health: dict[tuple[str, str], HookHealth] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._manager = _Manager("sanbao")
        self._manager.add_hookspecs(hookspecs)
        self._order: dict[str, int] = {}
        for plugin, _ in self.plugins:
            if plugin.hookspecs is not None:
                self._specify(plugin)
        for position, (plugin, module) in enumerate(self.plugins):
            self._register(position, plugin, module)

    def _specify(self, plugin: Plugin) -> None:
        """Take in the hooks that a plugin itself calls; a name that is taken is refused."""
        try:
            self._manager.add_hookspecs(plugin.hookspecs)
        except ValueError as error:
            said = Text(N_("its own hooks cannot be used: {error}"), {"error": _in_one_line(error)})
            raise PluginRefused(plugin=plugin.name, reason=said) from error

    def _register(self, position: int, plugin: Plugin, module: Any) -> None:
        try:
            self._manager.register(module, name=plugin.name)
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginRefused(plugin=plugin.name, reason=_in_one_line(error)) from error
        for caller in self._manager.get_hookcallers(module) or ():
            for implementation in caller.get_hookimpls():
                if implementation.hookwrapper or implementation.wrapper:
                    said = Text(N_("{hook} must not be wrapped"), {"hook": caller.name})
                    raise PluginRefused(plugin=implementation.plugin_name, reason=said)
        self._order[plugin.name] = position

    def ask(self, name: str, work: Work, **arguments: Any) -> list[tuple[str, Any]]:
        """Ask everyone; return each plugin's answer with its name, in dependency order."""
        answers = []
        for plugin, function in self._implementations(name):
            answer = self._call(name, plugin, function, work, arguments)
            if answer is not None:
                wrong = what_is_wrong(name, answer, arguments)
                if wrong is not None:
                    self._blame(name, plugin, wrong)
                answers.append((plugin, answer))
        return answers

    def tell(self, name: str, work: Work, **arguments: Any) -> None:
        """Tell everyone, or let everyone veto; nothing may be answered."""
        for plugin, function in self._implementations(name):
            answer = self._call(name, plugin, function, work, arguments)
            if answer is not None:
                said = N_("it answered with a {kind} where nothing is asked")
                self._blame(name, plugin, Text(said, {"kind": type(answer).__name__}))

    def call_one(self, name: str, plugin: str, work: Work, **arguments: Any) -> None:
        """Call one plugin's implementation: how the outbox delivers ``after_`` hooks."""
        for owner, function in self._implementations(name):
            if owner == plugin:
                self._call(name, plugin, function, work, arguments)

    def answerers(self, name: str) -> list[str]:
        """Return the plugins that answer a hook, in the order in which they are called."""
        return [plugin for plugin, _ in self._implementations(name)]

    def answered_by(self, plugin: str) -> list[str]:
        """Return the hooks that a plugin answers: what nobody says when it is off."""
        return [name for name, answerers in self.listing().items() if plugin in answerers]

    def listing(self) -> dict[str, list[str]]:
        """Return every hook with the plugins that answer it, in calling order."""
        names = [name for name in vars(self._manager.hook) if not name.startswith("_")]
        return {name: self.answerers(name) for name in sorted(names)}

    def _implementations(self, name: str) -> list[tuple[str, Any]]:
        implementations = getattr(self._manager.hook, name).get_hookimpls()
        if not implementations:
            return []
        found = [(implementation.plugin_name, implementation) for implementation in implementations]
        return sorted(found, key=lambda pair: self._order[pair[0]])

    def _call(self, name: str, plugin: str, function: Any, work: Work, arguments: Mapping[str, Any]) -> Any:
        given = {"work": work, **arguments}
        before = _settled(work) if name.startswith(_QUESTIONS) else None
        answer = self.guarded(
            name, plugin, work, lambda: function.function(*(given[argument] for argument in function.argnames))
        )
        if before is not None and _unwritten(work) != before:
            self._blame(name, plugin, Text(N_("it wrote while it was only asked")))
        return answer

    def guarded(self, name: str, plugin: str, work: Work, call: Callable[[], Any]) -> Any:
        """Run a piece of a plugin in its name: timed, and whatever it raises by mistake names the plugin."""
        health = self.health.setdefault((plugin, name), HookHealth())
        health.calls += 1
        work.session.flush()  # what fails to be written from here on is the plugin's
        started = time.monotonic()
        try:
            with work.acting_as(plugin):
                answer = call()
                work.session.flush()
        except (SanbaoError, KeyboardInterrupt, StaleDataError):
            raise
        except BaseException as error:
            if isinstance(error, DBAPIError) and is_collision(error):
                raise  # two writers met: the whole operation is tried again
            log.exception("plugin %s failed in %s", plugin, name)
            self._blame(name, plugin, f"{type(error).__name__}: {error}", error)
        finally:
            self._time(health, name, plugin, time.monotonic() - started)
        if work.is_broken:
            self._blame(name, plugin, Text(N_("it left the transaction broken")))
        return answer

    def _time(self, health: HookHealth, name: str, plugin: str, seconds: float) -> None:
        health.slowest = max(health.slowest, seconds)
        if seconds > SLOW_SECONDS:
            log.warning("plugin %s took %.1f s in %s", plugin, seconds, name)

    def _blame(self, name: str, plugin: str, reason: Text | str, cause: BaseException | None = None) -> None:
        health = self.health.setdefault((plugin, name), HookHealth())
        health.failures += 1
        health.last_error = str(reason)
        raise PluginFault(plugin=plugin, hook=name, reason=reason) from cause


def _settled(work: Work) -> tuple[int, ...]:
    """Write what the core itself still holds, so that anything new afterwards is the plugin's."""
    work.session.flush()
    return _unwritten(work)


def _unwritten(work: Work) -> tuple[int, ...]:
    """Count what is waiting to be written or posted, and how often this transaction has written."""
    session = work.session
    waiting = len(session.new), len(session.dirty), len(session.deleted)
    return *waiting, work.flush_count, len(work.notes), work.ledger.collected_count


def _in_one_line(error: BaseException) -> str:
    return "; ".join(line.strip() for line in str(error).splitlines() if line.strip()) or type(error).__name__
