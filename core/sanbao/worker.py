"""What runs behind people's backs: messages to deliver, letters to send, deadlines that pass, jobs that come round; and its pulse.

Any number of workers may run; each message, deadline and job is taken by one of them. A message is delivered at
least once: a worker that dies leaves its lease to run out, and another one goes on.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from sanbao.database import Database
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.ledger.errors import GuardsMissing
from sanbao.mail.sending import send_due
from sanbao.plugin.lifecycle import SYSTEM
from sanbao.plugin.models import DatabaseState, OutboxMessage

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.plugin.manifest import Job

log = logging.getLogger("sanbao.worker")
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
MOST_ATTEMPTS = 5
BATCH = 100
PULSE = "worker"


@dataclass
class Round:
    """What one look around brought about."""

    delivered: int = 0
    sent: int = 0
    failed: int = 0
    missed: int = 0
    jobs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.delivered or self.sent or self.failed or self.missed or self.jobs or self.faults)

    def as_dict(self) -> dict[str, Any]:
        """Return the round as JSON data."""
        return dict(vars(self))


def run_once(erp: Sanbao) -> Round:
    """Look around once: deliver what is due, send letters, note deadlines that passed, run the jobs whose time has come."""
    erp._follow_generation()
    beat(erp)
    try:
        erp.refuse_unguarded()
    except GuardsMissing as error:  # a message that cannot be delivered now must not run out of attempts
        return Round(faults=[str(error)])
    done = deliver_due(erp)
    send_due(erp, done)
    miss_deadlines(erp, done)
    run_jobs(erp, done)
    return done


def run(erp: Sanbao, stop: threading.Event, *, every: int = 5, told: Callable[[Round], None] = lambda _: None) -> None:
    """Look around until somebody says stop; a round that had work is followed by the next one at once."""
    while not stop.is_set():
        done = run_once(erp)
        told(done)
        stop.wait(0 if done.delivered or done.sent else every)


# -- messages --------------------------------------------------------------------------------------------


def deliver_due(erp: Sanbao) -> Round:
    """Deliver the messages that are due, each in a transaction of its own; who fails is tried again later."""
    done = Round()
    for message in _lease(erp) if _listeners(erp) else ():
        try:
            _deliver(erp, message)
            done.delivered += 1
        except Exception as error:
            log.warning("message %s to %s failed", message.id, message.plugin, exc_info=error)
            _put_back(erp, message, error)
            done.failed += 1
            done.faults.append(f"{message.plugin}: {error}")
    return done


def _listeners(erp: Sanbao) -> dict[str, list[str]]:
    """Return who listens to what; messages to a plugin that is off wait until it is on again."""
    found = {hook: plugins for hook, plugins in erp.hooks.listing().items() if hook.startswith("after_")}
    return {hook: plugins for hook, plugins in found.items() if plugins}


@dataclass(frozen=True)
class _Message:
    """A message as it was taken: enough to deliver it without holding its row."""

    id: int
    hook: str
    plugin: str
    payload: dict[str, Any]
    attempts: int


def _lease(erp: Sanbao) -> list[_Message]:
    """Take messages for a while; no other worker takes them meanwhile (SKIP LOCKED, on SQLite one writer)."""
    now = erp.clock()
    with _writing(erp.database) as connection:
        rows = connection.execute(_due_messages(erp, now)).all()
        taken = [_Message(row.id, row.hook, row.plugin, row.payload, row.attempts + 1) for row in rows]
        if taken:
            mine = OutboxMessage.id.in_([message.id for message in taken])
            leased = {"leased_until": now + LEASE, "attempts": OutboxMessage.attempts + 1}
            connection.execute(update(OutboxMessage).where(mine).values(**leased))
    return taken


def _due_messages(erp: Sanbao, now: datetime) -> Select[Any]:
    box = OutboxMessage
    heard = [and_(box.hook == hook, box.plugin.in_(plugins)) for hook, plugins in _listeners(erp).items()]
    free = or_(box.leased_until.is_(None), box.leased_until < now)
    return (
        select(box.id, box.hook, box.plugin, box.payload, box.attempts)
        .where(box.company_id == erp.company_row.id, box.state == "waiting", box.due_at <= now, free, or_(*heard))
        .order_by(box.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )


def _deliver(erp: Sanbao, message: _Message) -> None:
    with erp.work(SYSTEM) as work:
        row = work.session.get_one(OutboxMessage, message.id, with_for_update=True)
        if row.state != "waiting" or row.attempts != message.attempts:
            return  # our lease ran out and another worker has it
        row.state, row.leased_until, row.error = "delivered", None, None
        work.session.flush()
        arguments = {"operation": message.payload["operation"], "payload": message.payload}
        work.hooks.call_one(message.hook, message.plugin, work, **arguments)


def _put_back(erp: Sanbao, message: _Message, error: Exception) -> None:
    """Let a message wait longer each time; after five failures it is set apart until a person looks."""
    wait = FIRST_WAIT * 2 ** (message.attempts - 1)
    state = "quarantined" if message.attempts >= MOST_ATTEMPTS else "waiting"
    values = {"state": state, "leased_until": None, "due_at": erp.clock() + wait, "error": str(error)[:2000]}
    mine = and_(OutboxMessage.id == message.id, OutboxMessage.attempts == message.attempts)
    with _writing(erp.database) as connection:
        connection.execute(update(OutboxMessage).where(mine).values(**values))


def send_again(erp: Sanbao, plugin: str | None = None) -> int:
    """Let the messages that were set apart be tried anew, of one plugin or all; return how many."""
    box = OutboxMessage
    mine = and_(box.company_id == erp.company_row.id, box.state == "quarantined")
    mine = mine if plugin is None else and_(mine, box.plugin == plugin)
    fresh = {"state": "waiting", "attempts": 0, "due_at": erp.clock(), "leased_until": None}
    with _writing(erp.database) as connection:
        return connection.execute(update(box).where(mine).values(**fresh)).rowcount


# -- deadlines -------------------------------------------------------------------------------------------


def miss_deadlines(erp: Sanbao, done: Round) -> None:
    """Note on every open paper what was not done in time, and tell the plugins; exactly in time is in time (CAL-03)."""
    while _any_passed(erp):
        try:
            count = _miss(erp, BATCH)
        except Exception:  # one by one, so that the fault of one hides no other
            count = _miss_alone(erp, done)
        done.missed += count
        if not count:
            break  # another worker has them


def _miss(erp: Sanbao, most: int, failed: str | None = None) -> int:
    """Note so many missed deadlines; the plugins are told unless they have just failed at it."""
    with erp.work(SYSTEM) as work:
        query = _passed(erp).limit(most).with_for_update(skip_locked=True, of=DeadlineRecord)
        passed = list(work.session.scalars(query))
        for deadline in passed:
            deadline.missed_at = deadline.due_at
            document = work.session.get_one(Document, deadline.document_id)
            note = deadline.kind if failed is None else f"{deadline.kind}: {failed}"
            work.note(document, operation="deadline.missed", note=note)
        if passed and failed is None:
            work.hooks.tell("deadline_missed", work, deadlines=passed)
    return len(passed)


def _miss_alone(erp: Sanbao, done: Round) -> int:
    """Note one missed deadline; what a plugin failed at stands on the paper's timeline and is not tried for ever."""
    try:
        return _miss(erp, 1)
    except Exception as error:
        log.warning("a missed deadline could not be told", exc_info=error)
        done.faults.append(str(error))
        return _miss(erp, 1, failed=str(error))


def _any_passed(erp: Sanbao) -> bool:
    with erp.database.reading() as connection, Session(connection) as session:
        return session.scalars(_passed(erp).limit(1)).first() is not None


def _passed(erp: Sanbao) -> Select[DeadlineRecord]:
    return (
        select(DeadlineRecord)
        .join(Document, Document.id == DeadlineRecord.document_id)
        .where(
            DeadlineRecord.company_id == erp.company_row.id,
            DeadlineRecord.met_at.is_(None),
            DeadlineRecord.missed_at.is_(None),
            DeadlineRecord.due_at < erp.clock(),
            Document.closed_at.is_(None),
        )
        .order_by(DeadlineRecord.due_at, DeadlineRecord.id)
        .limit(BATCH)
    )


# -- jobs ------------------------------------------------------------------------------------------------


def run_jobs(erp: Sanbao, done: Round) -> None:
    """Run each plugin's jobs whose interval has passed; a job that fails is named and waits for its next turn."""
    for plugin in list(erp.registry.plugins.values()):
        for job in plugin.jobs:
            name = f"{plugin.name}.{job.name}"
            try:
                if _run_job(erp, plugin.name, job):
                    done.jobs.append(name)
            except Exception as error:
                log.warning("job %s failed", name, exc_info=error)
                write_state(erp.database, _job_key(erp, plugin.name, job), _at(erp, error=str(error)[:500]))
                done.faults.append(f"{name}: {error}")


def _run_job(erp: Sanbao, plugin: str, job: Job) -> bool:
    key = _job_key(erp, plugin, job)
    if not _is_due(erp, read_state(erp, key), job):
        return False
    write_state(erp.database, key, None)
    with erp.work(SYSTEM) as work:
        row = work.session.get_one(DatabaseState, key, with_for_update=True)
        if not _is_due(erp, json.loads(row.value), job):
            return False  # another worker was faster
        row.value = json.dumps(_at(erp))
        work.session.flush()
        work.hooks.guarded(f"job {job.name}", plugin, work, lambda: job.run(work))
    return True


def _job_key(erp: Sanbao, plugin: str, job: Job) -> str:
    return f"job:{erp.company_row.id}:{plugin}:{job.name}"


def _is_due(erp: Sanbao, last: dict[str, Any] | None, job: Job) -> bool:
    if not last or not last.get("at"):
        return True
    return erp.clock() >= datetime.fromisoformat(last["at"]) + timedelta(minutes=job.every_minutes)


# -- the pulse -------------------------------------------------------------------------------------------


def beat(erp: Sanbao) -> None:
    """Leave a sign of life that ``doctor`` shows."""
    write_state(erp.database, PULSE, _at(erp, host=socket.gethostname(), process=os.getpid()))


def pulse(erp: Sanbao) -> dict[str, Any] | None:
    """Return the last sign of life of any worker."""
    return read_state(erp, PULSE)


def _at(erp: Sanbao, **more: Any) -> dict[str, Any]:
    return {"at": erp.clock().isoformat(), **more}


def read_state(erp: Sanbao, name: str) -> dict[str, Any] | None:
    """Return a small fact of the database."""
    with erp.database.reading() as connection:
        value = connection.scalar(select(DatabaseState.value).where(DatabaseState.name == name))
    found: dict[str, Any] | None = json.loads(value) if value else None
    return found


def write_state(database: Database, name: str, value: dict[str, Any] | None) -> None:
    """Write a small fact of the database; without a value only make room for it."""
    with _writing(database) as connection:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        row = insert(DatabaseState).values(name=name, value=json.dumps(value or {}))
        text = {"value": json.dumps(value)}
        keep = row.on_conflict_do_nothing(index_elements=["name"])
        connection.execute(row.on_conflict_do_update(index_elements=["name"], set_=text) if value else keep)


@contextmanager
def _writing(database: Database) -> Iterator[Connection]:
    """Open a short transaction for the worker's own notes: they are no operations."""
    with database.writer.held(), database.engine.begin() as connection:
        yield connection


def waiting_messages(connection: Connection) -> dict[str, int]:
    """Count the messages that are not delivered, by state."""
    from sqlalchemy import func

    states: Sequence[str] = ("waiting", "quarantined")
    query = select(OutboxMessage.state, func.count()).where(OutboxMessage.state.in_(states)).group_by(OutboxMessage.state)
    return {state: count for state, count in connection.execute(query)}
