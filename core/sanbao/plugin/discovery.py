"""Finding plugins and loading those that are on, in dependency order; a faulty one is contained and named."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points
from typing import Any

from sanbao import errors
from sanbao.database import Base, migrations
from sanbao.decision import Text
from sanbao.i18n import N_, add_catalogue
from sanbao.i18n.headings import add_headings
from sanbao.plugin.errors import DependencyCycle, DependencyMissing, PluginRefused, UnknownPlugin
from sanbao.plugin.hooks import Hooks
from sanbao.plugin.manifest import Plugin
from sanbao.plugin.registry import Registry

GROUP = "sanbao.plugins"


@dataclass
class Loaded:
    """The plugins that are running, and the reasons why others are not."""

    registry: Registry
    hooks: Hooks
    errors: dict[str, errors.SanbaoError] = field(default_factory=dict)

    @property
    def faults(self) -> dict[str, str]:
        """The reasons as sentences in the current language."""
        return {name: str(error) for name, error in self.errors.items()}


def sources(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return every plugin that an installed package offers, as ``module:attribute`` by name."""
    return {**_installed(), **(extra or {})}


@cache
def _installed() -> dict[str, str]:
    """Ask every installed package once: a process that runs already imports no package that comes later."""
    return {point.name: point.value for point in entry_points(group=GROUP)}


def load(name: str, available: Mapping[str, str]) -> tuple[Plugin, Any]:
    """Import one plugin; return its manifest and the module with its hooks.

    Raises :class:`PluginRefused` for whatever goes wrong, and leaves no half-imported module behind.
    """
    if name not in available:
        raise UnknownPlugin(plugin=name, known=", ".join(sorted(available)) or "–")
    module_name, _, attribute = available[name].partition(":")
    before, tables = set(sys.modules), set(Base.metadata.tables)
    try:
        module = importlib.import_module(module_name)
        manifest = getattr(module, attribute or "plugin")
        _check(name, manifest)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        _forget(module_name, before, tables)
        if isinstance(error, errors.SanbaoError):
            raise
        raise PluginRefused(plugin=name, reason=f"{type(error).__name__}: {error}") from error
    add_catalogue(manifest.package or module_name.rpartition(".")[0] or module_name)
    add_headings(manifest.headings)
    return manifest, module


def _forget(module_name: str, modules: set[str], tables: set[str]) -> None:
    """Leave no half-imported module behind, and nothing that was mapped onto the core's own base."""
    package = module_name.split(".")[0]
    for added in set(sys.modules) - modules:
        if added.split(".")[0] == package:
            del sys.modules[added]
    for mapper in list(Base.registry.mappers):
        if mapper.class_.__module__.split(".")[0] == package:
            # SQLAlchemy can forget all classes of a base, but offers no public way to forget one.
            Base.registry._dispose_manager_and_mapper(mapper.class_manager)
            Base.registry._managers.pop(mapper.class_manager, None)
    for added in set(Base.metadata.tables) - tables:
        Base.metadata.remove(Base.metadata.tables[added])


def _check(name: str, manifest: Any) -> None:
    from sanbao.version import VERSION, at_least

    if not isinstance(manifest, Plugin):
        raise _refused(name, N_("its manifest is a {kind}, not a Plugin"), kind=type(manifest).__name__)
    if manifest.name != name:
        raise _refused(name, N_("its manifest calls itself {other}"), other=manifest.name)
    if not at_least(VERSION, manifest.requires_core):
        needed = manifest.requires_core
        raise _refused(name, N_("it needs sanbao {needed}, this is {version}"), needed=needed, version=VERSION)
    for model in manifest.models:
        if model.registry is Base.registry:  # type: ignore[attr-defined]
            said = N_("{model} stands on the core's base; give the plugin one of its own with plugin_base()")
            raise _refused(name, said, model=model.__name__)
        model.registry.configure(cascade=True)  # type: ignore[attr-defined]
    if manifest.package:
        migrations.head(manifest.package)  # a history that cannot be read is known now, not at the next upgrade


def _refused(name: str, reason: str, **params: Any) -> PluginRefused:
    return PluginRefused(plugin=name, reason=Text(reason, params))


def in_order(manifests: Mapping[str, Plugin]) -> list[str]:
    """Return names so that each comes after what it requires; refuse a circle."""
    graph = {name: set(plugin.requires) for name, plugin in manifests.items()}
    try:
        return [name for name in TopologicalSorter(graph).static_order() if name in manifests]
    except CycleError as error:
        raise DependencyCycle(cycle=" → ".join(error.args[1])) from error


def load_all(core: Plugin, core_module: Any, names: Iterable[str], available: Mapping[str, str]) -> Loaded:
    """Load the core and these plugins; what cannot run is left out, with the reason, and the rest starts."""
    faults: dict[str, errors.SanbaoError] = {}
    loaded: dict[str, tuple[Plugin, Any]] = {}
    for name in sorted(names):
        try:
            loaded[name] = load(name, available)
        except errors.SanbaoError as error:
            faults[name] = error
    _drop_circles(loaded, faults)
    _drop_orphans(loaded, faults)
    while True:
        order = in_order({name: manifest for name, (manifest, _) in loaded.items()})
        plugins = [(core, core_module), *(loaded[name] for name in order)]
        try:
            registry = Registry.build(plugin for plugin, _ in plugins)
            return Loaded(registry, Hooks(plugins), faults)
        except PluginRefused as error:
            culprit = str(error.params["plugin"])
            if culprit not in loaded:
                raise
            faults[culprit] = error
            del loaded[culprit]
            _drop_orphans(loaded, faults)


Faults = dict[str, errors.SanbaoError]


def _drop_circles(loaded: dict[str, tuple[Plugin, Any]], faults: Faults) -> None:
    while True:
        try:
            in_order({name: manifest for name, (manifest, _) in loaded.items()})
        except DependencyCycle as error:
            for name in set(str(error.params["cycle"]).split(" → ")):
                faults[name] = error
                loaded.pop(name, None)
        else:
            return


def _drop_orphans(loaded: dict[str, tuple[Plugin, Any]], faults: Faults) -> None:
    missing = True
    while missing:
        missing = False
        for name, (manifest, _) in list(loaded.items()):
            absent = [other for other in manifest.requires if other not in loaded]
            if absent:
                faults[name] = DependencyMissing(plugin=name, missing=", ".join(absent))
                del loaded[name]
                missing = True
