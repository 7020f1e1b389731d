"""The toy's one table."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from sanbao.database import plugin_base
from sanbao.documents.models import DocumentPart

ToyBase = plugin_base("toy")


class ToyCase(DocumentPart, ToyBase):
    """A case (工单) that only collects cost and ends."""

    __tablename__ = "toy_case"
    wish: Mapped[str]
