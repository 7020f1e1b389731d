"""Engines, column types, bases and migrations: the same behaviour on SQLite and PostgreSQL."""

from sanbao.database.base import TYPES, Base, naming_convention, plugin_base, plugin_metadata
from sanbao.database.engine import Database, connect
from sanbao.database.types import Amount, BigId, Json, Moment

__all__ = [
    "Amount",
    "Base",
    "TYPES",
    "BigId",
    "Database",
    "Json",
    "Moment",
    "connect",
    "naming_convention",
    "plugin_base",
    "plugin_metadata",
]
