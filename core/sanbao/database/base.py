"""Declarative bases: one for the core, one for each plugin, so that a faulty mapper harms only its own."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Date, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from sanbao.database.types import Amount, Json, Moment

naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: What the Python types of columns become, the same on both databases.
TYPES: dict[Any, Any] = {
    int: BigInteger(),
    str: Text(),
    date: Date(),
    datetime: Moment(),
    Decimal: Amount(),
    dict[str, Any]: Json,
    list[Any]: Json,
    list[str]: Json,
}


class Base(DeclarativeBase):
    """The base of every table of the core."""

    metadata = MetaData(naming_convention=naming_convention)
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


def plugin_metadata(name: str) -> MetaData:
    """Return the metadata of a plugin's own declarative base; its tables must begin with the plugin's short name."""
    return MetaData(naming_convention=naming_convention, info={"plugin": name})


def plugin_base(name: str) -> type[DeclarativeBase]:
    """Return a declarative base of a plugin's own; its tables must begin with the plugin's short name."""

    class PluginBase(DeclarativeBase):
        __abstract__ = True
        metadata = plugin_metadata(name)
        type_annotation_map: ClassVar[dict[Any, Any]] = TYPES

    return PluginBase
