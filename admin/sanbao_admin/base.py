"""The declarative base of the back office's own tables."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.orm import DeclarativeBase

from sanbao.database import TYPES, plugin_metadata


class Base(DeclarativeBase):
    """The back office's own base: accounts, sessions, tokens, saved filters; no business record stands here."""

    metadata = plugin_metadata("admin")
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES
