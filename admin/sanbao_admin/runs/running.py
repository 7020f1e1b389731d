"""Doing an operation record by record: each by itself and once, with a sign of life now and then."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import select, update

from sanbao.access.models import User
from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _, use_locale
from sanbao_admin import keeping
from sanbao_admin.runs.cleaning import DONE, RUNNING, SILENT, STOPPED
from sanbao_admin.runs.models import BulkRun

if TYPE_CHECKING:
    from sanbao import Sanbao

log = logging.getLogger("sanbao.web")

#: After so many records a run says how far it is.
BEAT = 10
_UNEXPECTED = N_("Something went wrong that should not. It was written down; nothing half-done was kept.")
_threads: dict[int, threading.Thread] = {}


@dataclass(frozen=True)
class Asked:
    """What shall be done with which records, for whom."""

    user_id: int
    key: str
    operation: str
    data: Mapping[str, Any]
    subjects: Sequence[str]
    locale: str
    back: str


@dataclass
class _Progress:
    """How far a run is."""

    done: int
    refused: list[Any] = field(default_factory=list)

    @property
    def position(self) -> int:
        """At which record it goes on."""
        return self.done + len(self.refused)


def begin(erp: Sanbao, asked: Asked) -> int:
    """Write a run down and let it begin; the same form sent twice is one run."""
    now = erp.clock()
    with keeping.writing(erp) as session:
        mine = select(BulkRun).where(BulkRun.user_id == asked.user_id, BulkRun.key == asked.key)
        known = session.scalars(mine).one_or_none()
        if known is not None:
            return known.id
        run = BulkRun(
            company_id=erp.company_row.id,
            state=RUNNING,
            worker="",
            made_at=now,
            beat_at=now - SILENT,
            **{**vars(asked), "data": dict(asked.data), "subjects": list(asked.subjects)},
        )
        session.add(run)
        session.flush()
        number = run.id
    start(erp, number)
    return number


def find(erp: Sanbao, user_id: int, number: int) -> BulkRun | None:
    """Return a person's own run; another's does not exist for her."""
    query = select(BulkRun).where(BulkRun.company_id == erp.company_row.id, BulkRun.user_id == user_id)
    with keeping.reading(erp) as session:
        return session.scalars(query.where(BulkRun.id == number)).one_or_none()


def of_person(erp: Sanbao, user_id: int, limit: int = 20) -> list[BulkRun]:
    """Return a person's latest runs."""
    query = select(BulkRun).where(BulkRun.company_id == erp.company_row.id, BulkRun.user_id == user_id)
    with keeping.reading(erp) as session:
        return list(session.scalars(query.order_by(BulkRun.id.desc()).limit(limit)))


def start(erp: Sanbao, number: int) -> None:
    """Work on a run in a thread of its own."""
    here = _threads.get(number)
    if here is not None and here.is_alive():
        return
    thread = threading.Thread(target=work_on, args=(erp, number), name=f"run-{number}", daemon=True)
    _threads[number] = thread
    thread.start()


def wait(number: int) -> None:
    """Wait until this process has done with a run."""
    thread = _threads.get(number)
    if thread is not None:
        thread.join()


def stop(erp: Sanbao, number: int) -> None:
    """Let a run end after the record that is being done; what is done stays done."""
    mine = update(BulkRun).where(BulkRun.id == number, BulkRun.state == RUNNING)
    with keeping.writing(erp) as session:
        session.execute(mine.values(state=STOPPED, ended_at=erp.clock()))


def resume(erp: Sanbao, number: int) -> None:
    """Let a run go on that was stopped, or that nobody works on any more."""
    mine = update(BulkRun).where(BulkRun.id == number, BulkRun.state.in_([STOPPED, RUNNING]))
    with keeping.writing(erp) as session:
        session.execute(mine.values(state=RUNNING, ended_at=None))
    start(erp, number)


def seems_dead(erp: Sanbao, run: BulkRun) -> bool:
    """Tell whether a run says that it goes on while nobody works on it."""
    here = _threads.get(run.id)
    is_here = here is not None and here.is_alive()
    return run.state == RUNNING and not is_here and erp.clock() - run.beat_at > SILENT


def work_on(erp: Sanbao, number: int) -> None:
    """Take a run and bring it to its end, unless somebody else has it or stops it."""
    me = uuid4().hex
    try:
        if not _take(erp, number, me):
            return
        with keeping.reading(erp) as session:
            run = session.get_one(BulkRun, number)
            login = session.get_one(User, run.user_id).login
        _go_through(erp, run, login, me)
    finally:
        _threads.pop(number, None)


def _take(erp: Sanbao, number: int, me: str) -> bool:
    """Write my mark on a run that nobody has."""
    now = erp.clock()
    free = (BulkRun.worker == "") | (BulkRun.beat_at <= now - SILENT)
    mine = update(BulkRun).where(BulkRun.id == number, BulkRun.state == RUNNING, free)
    with keeping.writing(erp) as session:
        taken: Any = session.execute(mine.values(worker=me, beat_at=now))
        return bool(taken.rowcount)


def _go_through(erp: Sanbao, run: BulkRun, login: str, me: str) -> None:
    progress = _Progress(run.done_count, list(run.refused))
    with use_locale(run.locale):
        for subject in run.subjects[progress.position :]:
            reason = _do(erp, run, login, str(subject))
            if reason is None:
                progress.done += 1
            else:
                progress.refused.append([subject, reason])
            if progress.position % BEAT == 0 and not _beat(erp, run.id, me, progress):
                return
    _beat(erp, run.id, me, progress, state=DONE, ended_at=erp.clock())


def _do(erp: Sanbao, run: BulkRun, login: str, subject: str) -> str | None:
    """Do it with one record; return why it was refused, nothing where it was done, now or earlier."""
    try:
        erp.do(run.operation, run.data, user=login, subject=subject, key=f"{run.key}:{subject}")
    except SanbaoError as error:
        return str(error)
    except Exception:
        log.exception("%s of %s failed in run %s", run.operation, subject, run.id)
        return _(_UNEXPECTED)
    return None


def _beat(erp: Sanbao, number: int, me: str, progress: _Progress, **more: Any) -> bool:
    """Write down how far a run is; false where it was stopped or somebody else has it."""
    told = {"done_count": progress.done, "refused": progress.refused, "beat_at": erp.clock(), **more}
    running = BulkRun.state == RUNNING
    with keeping.writing(erp) as session:
        mine = update(BulkRun).where(BulkRun.id == number, BulkRun.worker == me)
        session.execute(mine.values(done_count=progress.done, refused=progress.refused))
        beaten: Any = session.execute(mine.where(running).values(**told))
        if not beaten.rowcount:
            session.execute(mine.values(worker=""))
        return bool(beaten.rowcount)
