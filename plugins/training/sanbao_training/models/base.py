"""The base on which the plugin's tables stand."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from sqlalchemy import Identity
from sqlalchemy.orm import DeclarativeBase, mapped_column

from sanbao.database import TYPES, BigId, plugin_metadata


class Base(DeclarativeBase):
    """The plugin's own base: a fault in its mappers harms no one else's."""

    metadata = plugin_metadata("training")
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


Id = Annotated[int, mapped_column(BigId, Identity(), primary_key=True)]
