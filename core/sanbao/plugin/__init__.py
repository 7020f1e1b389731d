"""Plugins: what they declare, how they are found, ordered, enabled and guarded."""

from sanbao.plugin.hookspecs import hookimpl, hookspec
from sanbao.plugin.manifest import (
    CostType,
    Extension,
    ImportKind,
    Job,
    Plugin,
    ProfileKind,
    RowRule,
    SettingSpec,
)

__all__ = [
    "CostType",
    "Extension",
    "ImportKind",
    "Job",
    "Plugin",
    "ProfileKind",
    "RowRule",
    "SettingSpec",
    "hookimpl",
    "hookspec",
]
