"""A Work: one transaction, one person, one moment. Nothing in it is half done: it is sealed whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from sanbao import changes, checks, keys, locking, papers, seal, sets
from sanbao.access.models import User
from sanbao.access.roles import Access
from sanbao.charging.margin import refuse_uncharged
from sanbao.decision import Text
from sanbao.documents.errors import NotThisMove
from sanbao.documents.models import Document, TimelineEntry
from sanbao.errors import NotFound, Refused, SubjectMissing, SubjectsTooMany
from sanbao.i18n import N_, _
from sanbao.ledger import Ledger
from sanbao.operation import Operation, Question
from sanbao.plugin.errors import PluginFault
from sanbao.records import bearer_of, document_of, is_paper, name_of
from sanbao.schema import load
from sanbao.session import NotYours, WorkSession

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.registry.models import Company


class UndeclaredRole(Refused):
    """A plugin posts only to the account roles that its manifest names."""

    code = "ledger.undeclared_role"
    message = N_("the plugin {plugin} posts to {role}, which its manifest does not name")


@dataclass
class Frame:
    """One operation that is being done, with the moves that it has made so far."""

    operation: Operation
    plugin: str
    subjects: list[Any]
    moved: list[tuple[Any, str, str]] = field(default_factory=list)


class Work:
    """One transaction of one person at one moment: what every operation, question and hook is given.

    ``session`` reads and writes records, ``ledger`` collects entries, ``hooks`` reaches the plugins,
    ``do`` runs another operation inside this one. ``now`` is the moment, ``today`` the company's local day.
    """

    def __init__(
        self, erp: Sanbao, connection: Connection, company: Company, user: User, now: datetime
    ) -> None:
        self.erp = erp
        self.registry = erp.registry
        self.hooks = erp.hooks
        self.connection = connection
        self.session = WorkSession(bind=connection, autoflush=True, expire_on_commit=False)
        self.company = self.session.merge(company, load=False)
        self.user = self.session.merge(user, load=False)
        self.now = now.astimezone(UTC)
        self.zone = ZoneInfo(company.time_zone)
        self.today: date = now.astimezone(self.zone).date()
        self.access = Access(self.user, self.registry, erp.grants(connection, company.id))
        self.frames: list[Frame] = []
        self.acting: list[str] = ["core"]
        self.session.acting = self.acting
        self.transaction = connection.get_transaction()
        self.is_ending = False
        #: Whether nothing can be changed here: what was read once stays so until the end.
        self.only_reads = False
        self.flush_count = 0
        self.changes: changes.Changes = {}
        self.notes: list[TimelineEntry] = []
        self.touched: dict[int, Document] = {}
        self.done: list[tuple[str, Any]] = []
        self.posted: list[Any] = []
        self.cache: dict[Any, Any] = {}
        self.ledger = Ledger(
            lambda: connection,
            company.id,
            currency=erp.currency,
            now=self.now,
            allow_role=self._allow_role,
        )
        event.listen(self.session, "before_flush", self._remember_changes)
        event.listen(self.session, "before_flush", keys.give)
        event.listen(self.session, "after_flush", self._count_flush)
        event.listen(self.session, "do_orm_execute", self._count_statement)
        event.listen(connection, "commit", self._refuse_commit)

    # -- doing -------------------------------------------------------------------------------------------

    def do(
        self,
        name: str,
        data: Mapping[str, Any] | None = None,
        *,
        subject: Any = None,
        if_version: int | None = None,
    ) -> Any:
        """Do an operation inside this transaction; its permission is checked again."""
        operation = self.registry.operation(name)
        self.access.require(name)
        values = load(self.registry.schema(name), data, self)
        subjects = self._subjects(operation, subject)
        checks.subjects(self, operation, subjects, if_version)
        self.hooks.tell("check_operation", self, operation=name, subjects=subjects, data=values)
        frame = Frame(operation, self.registry.owner("operation", name), subjects)
        with self._inside(frame):
            result = self._run(frame, values)
            self._make_moves(frame)
            if frame.moved:
                moved = {id(one): one for one in (document_of(thing) for thing, _, _ in frame.moved)}
                self.hooks.tell("documents_moved", self, documents=list(moved.values()), operation=name)
            self.session.flush()  # what is written was written in this plugin's name
        self._record(frame, data, result)
        return result

    def ask(self, name: str, data: Mapping[str, Any] | None = None) -> Any:
        """Ask a question; it changes nothing."""
        question: Question = self.registry.question(name)
        self.access.require(name)
        values = load(self.registry.schema(name), data, self)
        return question.function(self, **values)

    def _run(self, frame: Frame, values: dict[str, Any]) -> Any:
        operation = frame.operation
        extras: list[tuple[str, Any, dict[str, Any]]] = []
        for plugin, extension in self.registry.extensions.get(operation.name, ()):
            names = extension.schema().fields
            extras.append((plugin, extension, {key: values.pop(key) for key in list(values) if key in names}))
        if operation.on is None:
            result = operation.function(self, **values)
        else:
            given = frame.subjects if operation.many else frame.subjects[0]
            result = operation.function(self, given, **values)
        if self.is_broken:
            reason = Text(N_("it left the transaction broken"))
            raise PluginFault(plugin=frame.plugin, hook=operation.name, reason=reason)
        target = result if operation.on is None else frame.subjects[0]
        for plugin, extension, own in extras:
            saving = partial(extension.save, self, target, **own)
            self.hooks.guarded(operation.name, plugin, self, saving)
        return result

    @contextmanager
    def _inside(self, frame: Frame) -> Iterator[None]:
        self.frames.append(frame)
        with self.acting_as(frame.plugin):
            try:
                yield
            finally:
                self.frames.pop()

    @contextmanager
    def acting_as(self, plugin: str) -> Iterator[None]:
        """Let what is posted inside the block be posted in a plugin's name."""
        self.acting.append(plugin)
        try:
            yield
        finally:
            self.acting.pop()

    def _allow_role(self, role: str) -> None:
        plugin = self.acting[-1]
        if not self.registry.may_post(plugin, role):
            raise UndeclaredRole(plugin=plugin, role=role)

    @property
    def operation_name(self) -> str:
        """The operation that is being done, for what it writes."""
        return self.frames[-1].operation.name if self.frames else "system"

    # -- subjects ----------------------------------------------------------------------------------------

    def _subjects(self, operation: Operation, subject: Any) -> list[Any]:
        if operation.on is None:
            return []
        keys = list(subject) if isinstance(subject, list | tuple) else [subject]
        if not keys or None in keys:
            raise SubjectMissing(operation=operation.name)
        if len(keys) > 1 and not operation.many:
            raise SubjectsTooMany(operation=operation.name, count=len(keys))
        kind = self.registry.finder_of(operation)
        if len(keys) > 1 and kind not in self.registry.finders:
            papers.look_up(self, kind, [key for key in keys if isinstance(key, str) and "\x00" not in key])
        found = dict.fromkeys(self.find(kind, key) if isinstance(key, str | int) else key for key in keys)
        return self.all_locked(list(found))  # one that is named twice is one

    def find(self, kind: str, key: Any) -> Any:
        """Return a record by what people call it; :class:`NotFound` if there is none, or it is not hers."""
        cached = self.cache.get((kind, key))
        if cached is not None:
            return cached
        if "\x00" in str(key):  # PostgreSQL could not even be asked
            raise NotFound(what=_(N_("record to work on")), key=str(key).replace("\x00", ""))
        finder = self.registry.finders.get(kind)
        if finder is not None:
            record = finder(self, str(key))
        else:
            record = self._find_document(kind, str(key))
        self.cache[(kind, key)] = record
        return record

    def _find_document(self, kind: str, number: str) -> Any:
        of_kind = self.registry.kinds.get(kind)
        query = select(Document).where(Document.company_id == self.company.id, Document.number == number)
        document = self.session.scalars(query).one_or_none()
        if (
            document is None
            or (of_kind is not None and document.kind != of_kind.name)
            or not checks.sees(self, document)
        ):
            title = of_kind.title if of_kind is not None else N_("Document")
            raise NotFound(what=_(title), key=number)
        if of_kind is None:
            return document
        own = self.session.get(of_kind.model, document.id)
        if own is None:  # its plugin was purged and enabled anew: only the head is left
            raise NotFound(what=_(of_kind.title), key=number)
        return own

    def locked(self, record: Any) -> Any:
        """Lock a record, read it again, and return it."""
        return self.all_locked([record])[0]

    def all_locked(self, records: Sequence[Any]) -> list[Any]:
        """Lock a set of records in one order, read them again, and return them; a few queries however many."""
        return locking.all_locked(self.session, records)

    def hold(self, what: str, keys: Iterable[int]) -> None:
        """Let nobody else take from the same things until the end of this Work, such as stock of a product.

        For what has no row of its own to lock; always in one order. On SQLite the Work is alone anyway.
        """
        locking.hold(self.connection, self.company.id, what, keys)

    # -- moving ------------------------------------------------------------------------------------------

    def flow_of(self, subject: Any) -> Any:
        """Return the flow in which a document or a line moves."""
        document = document_of(subject)
        kind = self.registry.kind_that_acts(document.kind, name_of(document))
        return kind.line_flow if kind.lines is not None and isinstance(subject, kind.lines) else kind.flow

    def state_label(self, subject: Any, state: str) -> str:
        """Return a state's label in the current language."""
        return _(self.flow_of(subject).state(state).label)

    def move(self, subject: Any, target: str) -> None:
        """Move a document or a line; only along the moves that the running operation declares."""
        frame = self.frames[-1]
        state = subject.state
        allowed = frame.operation.moves.get(state, ())
        if target not in ((allowed,) if isinstance(allowed, str) else allowed):
            raise NotThisMove(
                operation=frame.operation.name, document=name_of(subject), state=state, target=target
            )
        self.set_state(subject, target)

    def set_state(self, subject: Any, target: str) -> None:
        """Move without asking the declared moves: how void and reopen work."""
        self.set_states([subject], target)

    def set_states(self, subjects: Sequence[Any], target: str) -> None:
        """Move a set of papers or lines; who may veto, and the guards of an end, look at all of them at once."""
        leaving: dict[tuple[type[Any], str, str], list[Any]] = {}
        for subject in subjects:
            key = (type(subject), document_of(subject).kind, subject.state)
            leaving.setdefault(key, []).append(subject)
        for (_type, _kind, state), group in leaving.items():
            self._leave(group, state, target)

    def _leave(self, group: Sequence[Any], state: str, target: str) -> None:
        documents = list({id(one): one for one in map(document_of, group)}.values())
        self.hooks.tell("check_move", self, documents=documents, from_state=state, to_state=target)
        final = self.flow_of(group[0]).state(target).is_final
        are_lines = group[0] is not documents[0] and "state" in inspect(type(group[0])).columns
        if final and not are_lines:
            seal.refuse_open_costs(self, documents)
            refuse_uncharged(self, documents, target)
        ended = {"closed_at": self.now} if final and not are_lines else {}
        if are_lines or len(documents) > 1:
            sets.write(self, group if are_lines else documents, {"state": target, **ended})
        else:
            for name, value in {"state": target, **ended}.items():
                setattr(documents[0], name, value)
        if self.frames:
            self.frames[-1].moved += [(subject, state, target) for subject in group]

    def _make_moves(self, frame: Frame) -> None:
        moved = {id(bearer_of(thing)) for thing, _, _ in frame.moved}
        going: dict[str, list[Any]] = {}
        for subject in frame.subjects if frame.operation.moves else ():
            target = frame.operation.moves.get(subject.state)
            if isinstance(target, str) and id(bearer_of(subject)) not in moved and target != subject.state:
                going.setdefault(target, []).append(subject)
        for target, subjects in going.items():
            self.set_states(subjects, target)

    # -- remembering -------------------------------------------------------------------------------------

    def note(
        self,
        document: Document,
        *,
        operation: str | None = None,
        note: str | None = None,
        moved: tuple[str, str] | None = None,
    ) -> None:
        """Write a line on a paper's timeline; it is chained at the seal."""
        self.touched[id(document)] = document
        self.notes.append(
            TimelineEntry(
                company_id=self.company.id,
                document_id=document.id,
                at=self.now,
                user_id=self.user.id,
                operation=operation or self.operation_name,
                from_state=moved[0] if moved else None,
                to_state=moved[1] if moved else None,
                note=note,
                changes={},
            )
        )

    def _record(self, frame: Frame, data: Mapping[str, Any] | None, result: Any) -> None:
        self.session.flush()
        documents = {id(document_of(s)): document_of(s) for s in frame.subjects if is_paper(s)}
        if is_paper(result):
            documents.setdefault(id(document_of(result)), document_of(result))
        moves = {id(document_of(thing)): (before, after) for thing, before, after in frame.moved}
        for key, document in documents.items():
            self.note(document, operation=frame.operation.name, moved=moves.get(key))
        self.session.add(changes.log_of(self, frame, data, result))
        self.done.append((frame.operation.name, result))
        self.changes = {}

    def _remember_changes(self, session: Session, _context: Any, _instances: Any) -> None:
        changes.gather(session, self.changes)

    def _count_flush(self, _session: Session, _context: Any) -> None:
        self.flush_count += 1

    def _count_statement(self, state: ORMExecuteState) -> None:
        self.flush_count += state.is_insert or state.is_update or state.is_delete

    def _refuse_commit(self, connection: Connection) -> None:
        """Refuse a commit behind the session's back: what is half done must not last."""
        if not self.is_ending:
            connection.connection.rollback()  # else the pool would get it back inside a transaction
            raise NotYours(plugin=self.acting[-1], verb="commit")

    @property
    def is_broken(self) -> bool:
        """Whether somebody swallowed a failure after which nothing more can be written."""
        raw = self.connection.connection.dbapi_connection
        status = getattr(getattr(raw, "info", None), "transaction_status", None)
        return (
            not self.session.is_active
            or self.connection.get_transaction() is not self.transaction
            or getattr(status, "name", "") == "INERROR"
        )

    def setting(self, name: str) -> Any:
        """Return the company's value of a setting, or its default."""
        from sanbao.registry.models import Setting

        spec = self.registry.settings[name]
        if self.cache.get(("setting", name)) is spec:
            return spec.default
        row = self.session.get(Setting, (self.company.id, name))
        if row is None:
            self.cache["setting", name] = spec  # nobody has set it: that need not be looked up again
            return spec.default
        value = row.value["value"]
        return type(spec.default)(value) if isinstance(spec.default, Decimal) else value
