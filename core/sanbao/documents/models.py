"""Business papers and what hangs on each of them: links, timeline, decisions, deadlines, attachments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from sanbao.access.models import User
from sanbao.database import Base, BigId
from sanbao.registry.models import CompanyId, Id, Party


class Document(Base):
    """The head of every business paper (单据); a plugin's own fields live in a table of its own.

    ``number`` is given at the seal, so it is absent only inside the operation that creates the paper.
    ``snapshot`` is enough to read and print it when its plugin is away.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("company_id", "number"),
        Index("ix_document_kind_state", "company_id", "kind", "state", "id"),
        Index("ix_document_kind_date", "company_id", "kind", "dated_on", "id"),
        Index("ix_document_kind_state_date", "company_id", "kind", "state", "dated_on", "id"),
        Index("ix_document_date", "company_id", "dated_on", "id"),
        Index("ix_document_number", "company_id", "number", postgresql_ops={"number": "text_pattern_ops"}),
        Index("ix_document_party", "company_id", "party_id"),
        Index("ix_document_unit", "company_id", "unit_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    kind: Mapped[str]
    number: Mapped[str | None]
    state: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    dated_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    closed_at: Mapped[datetime | None]
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    row_version: Mapped[int] = mapped_column()
    snapshot: Mapped[dict[str, Any]] = mapped_column(default=dict)
    timeline_head: Mapped[str] = mapped_column(default="")
    timeline_count: Mapped[int] = mapped_column(default=0)
    party: Mapped[Party | None] = relationship(lazy="select")
    created_by: Mapped[User] = relationship(lazy="select", foreign_keys=[created_by_id])
    __mapper_args__ = {"version_id_col": row_version}


class DocumentPart:
    """Mixin for a plugin's 1–1 table of a document: ``document_id`` is its key, ``document`` the head."""

    @declared_attr
    def document_id(cls) -> Mapped[int]:  # noqa: N805
        """The head's key."""
        return mapped_column(ForeignKey(Document.id), primary_key=True)

    @declared_attr
    def document(cls) -> Mapped[Document]:  # noqa: N805
        """The head."""
        name = cls.__name__  # type: ignore[attr-defined]
        return relationship(Document, lazy="joined", innerjoin=True, foreign_keys=f"{name}.document_id")

    @property
    def state(self) -> str:
        """The head's state."""
        return self.document.state


class DocumentLine:
    """Mixin for a document's line with a flow of its own: five units in one return may end five ways."""

    @declared_attr
    def id(cls) -> Mapped[int]:  # noqa: N805
        """The line's key."""
        return mapped_column(BigId, Identity(), primary_key=True)

    @declared_attr
    def document_id(cls) -> Mapped[int]:  # noqa: N805
        """The head's key."""
        return mapped_column(ForeignKey(Document.id), index=True)

    @declared_attr
    def document(cls) -> Mapped[Document]:  # noqa: N805
        """The head."""
        name = cls.__name__  # type: ignore[attr-defined]
        return relationship(Document, lazy="joined", innerjoin=True, foreign_keys=f"{name}.document_id")

    @declared_attr
    def state(cls) -> Mapped[str]:  # noqa: N805
        """Where the line stands in its own flow."""
        return mapped_column()


class NumberSeries(Base):
    """The last number given of a kind of document in a month or year (单据编号)."""

    __tablename__ = "number_series"
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    last_number: Mapped[int]


class DocumentLink(Base):
    """A typed link (关联) between two documents: bills, originates, repairs, replaces, claims, settles."""

    __tablename__ = "document_link"
    __table_args__ = (
        UniqueConstraint("source_id", "target_id", "kind"),
        Index("ix_document_link_target", "target_id"),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    source_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[str]


class TimelineEntry(Base):
    """What happened to a document (时间线): who, when, which operation, what changed; chained per document."""

    __tablename__ = "timeline"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    position: Mapped[int]
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    operation: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str | None]
    note: Mapped[str | None]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous: Mapped[str]
    hash: Mapped[str]


class DecisionRecord(Base):
    """A decision as it was made (裁决): versioned JSON with its trace, proposed or signed (CAL-12, REV).

    ``line`` is the line of the paper that it is about, by its position, where each of several is decided by itself.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_document", "document_id"), Index("ix_decision_unit", "unit_id"))
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    line: Mapped[int | None]
    question: Mapped[str]
    part: Mapped[str | None]
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    covered: Mapped[bool]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    withdrawn_at: Mapped[datetime | None]


class DeadlineRecord(Base):
    """When something is due on a document (期限), with what its reckoning rests on."""

    __tablename__ = "deadline"
    __table_args__ = (
        Index("ix_deadline_due", "company_id", "due_at"),
        Index("ix_deadline_document", "document_id"),
        # Deadlines that were met stay for ever; what people look at are the few others.
        Index(
            "ix_deadline_unmet",
            "company_id",
            "due_at",
            sqlite_where=text("met_at IS NULL"),
            postgresql_where=text("met_at IS NULL"),
        ),
    )
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[str]
    due_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    reckoning: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Attachment(Base):
    """A file on a document (附件), kept beside the database under the name of its content."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_document", "document_id"),)
    id: Mapped[Id]
    company_id: Mapped[CompanyId]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="file")
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
