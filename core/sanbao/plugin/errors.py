"""Reasons to say no about plugins; each names the plugin."""

from __future__ import annotations

from sanbao.errors import Misconfigured, NotFound, Refused
from sanbao.i18n import N_


class PluginFault(Refused):
    """A plugin did something that it must not do; the operation was rolled back."""

    code = "plugin.fault"
    message = N_("the plugin {plugin} failed in {hook}: {reason}; nothing was changed")


class PluginRefused(Misconfigured):
    """A plugin cannot be loaded as it is."""

    code = "plugin.refused"
    message = N_("the plugin {plugin} cannot be used: {reason}")


class UnknownPlugin(NotFound):
    """No installed package offers such a plugin."""

    code = "plugin.unknown"
    message = N_("no installed package offers the plugin {plugin}; known: {known}")


class DependencyMissing(Misconfigured):
    """Another plugin must be enabled first."""

    code = "plugin.dependency_missing"
    message = N_("the plugin {plugin} needs {missing}; enable that first")


class DependencyCycle(Misconfigured):
    """Plugins need each other in a circle."""

    code = "plugin.dependency_cycle"
    message = N_("these plugins need each other in a circle: {cycle}")


class StillNeeded(Refused):
    """Another enabled plugin needs this one."""

    code = "plugin.still_needed"
    message = N_("{plugin} is needed by {by}; disable that first")


class PurgeRefused(Refused):
    """What the plugin owns is still in use."""

    code = "plugin.purge_refused"
    message = N_("{plugin} cannot be purged: {reasons}")


class NotConfirmed(Refused):
    """Deleting for good wants the name typed."""

    code = "plugin.not_confirmed"
    message = N_("purging {plugin} deletes its tables for good; type its name to confirm")
