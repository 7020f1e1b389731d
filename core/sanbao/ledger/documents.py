"""The two papers of the books themselves: opening balances, and the hand-written voucher (记账凭证)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from sanbao.database import Base
from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.documents.models import DocumentPart
from sanbao.i18n import N_


class Voucher(DocumentPart, Base):
    """A hand-written entry (手工凭证): one person writes it, a second one posts it."""

    __tablename__ = "voucher"
    posting_date: Mapped[date]
    summary: Mapped[str]
    lines: Mapped[list[Any]]


class Opening(DocumentPart, Base):
    """Opening balances (期初余额) with which a company starts here."""

    __tablename__ = "opening"
    posting_date: Mapped[date]


#: The papers of the books are read by those who keep and check them, and voided by finance alone.
READERS = ("finance", "auditor", "general_manager")
KEEPERS = ("finance",)
VOUCHER = DocumentKind(
    name="voucher",
    menu="money",
    title=N_("Hand-written voucher"),
    model=Voucher,
    flow=Flow("draft", [State("draft", N_("Draft")), State("posted", N_("Posted"), is_final=True)]),
    prefix="JV",
    readers=READERS,
    keepers=KEEPERS,
)
OPENING = DocumentKind(
    name="opening",
    menu="money",
    title=N_("Opening balances"),
    model=Opening,
    flow=Flow("posted", [State("posted", N_("Posted"), is_final=True)]),
    prefix="OB",
    readers=READERS,
    keepers=KEEPERS,
)
