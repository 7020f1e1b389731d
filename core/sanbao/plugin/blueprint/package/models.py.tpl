"""The plugin's tables."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sanbao.database import TYPES, plugin_metadata
from sanbao.documents.models import DocumentPart
from sqlalchemy.orm import DeclarativeBase, Mapped


class Base(DeclarativeBase):
    """The plugin's own base: a fault in its mappers harms no one else's."""

    metadata = plugin_metadata("$name")
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


class $Class(DocumentPart, Base):
    """A paper of this plugin: what is to be done by when, and what was done."""

    __tablename__ = "${name}_paper"
    task: Mapped[str]
    due_on: Mapped[date]
    outcome: Mapped[str | None]
