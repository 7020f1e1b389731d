"""Files on their way in: kept in the database so that every process can show them, worked on in a thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from sanbao import tables
from sanbao.access.models import User
from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _, use_locale
from sanbao.importing import running
from sanbao.importing.kinds import kinds_of
from sanbao.tables import DEFAULT_LIMITS, Limits
from sanbao_admin import keeping
from sanbao_admin.importing import columns, workers
from sanbao_admin.importing.models import ImportColumns, ImportJob

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.importing.running import Outcome
    from sanbao.plugin.manifest import ImportKind
    from sanbao.tables import Workbook
    from sanbao.work import Work

log = logging.getLogger("sanbao.web")

UPLOADED, TESTING, GOOD, BAD, IMPORTING, DONE, BROKEN = (
    "uploaded",
    "testing",
    "good",
    "bad",
    "importing",
    "done",
    "broken",
)
RUNNING = (TESTING, IMPORTING)
#: What an upload through a browser may cost; a form is no larger than that either.
LIMITS = Limits(file_bytes=16 * 1024 * 1024, cpu_seconds=DEFAULT_LIMITS.cpu_seconds, wall_seconds=15)
#: So many problems are shown on the page; all of them stand in the workbook to take away.
SHOWN = 200
#: A run on another machine that nobody works on any more; it is longer than any import takes.
SILENT = timedelta(minutes=30)
_UNEXPECTED = N_("Something went wrong that should not. It was written down; nothing half-done was kept.")
#: Two files at a time: the others of this process wait for their turn.
_turns = threading.Semaphore(2)
_threads: dict[int, threading.Thread] = {}
_counts: dict[int, int] = {}


def read(content: bytes, name: str) -> Workbook:
    """Read an uploaded file in a confined process; refuse it with one sentence where it is no honest table."""
    return tables.read(content, name, limits=LIMITS)


def add(erp: Sanbao, work: Work, kind: str, name: str, content: bytes, locale: str) -> int:
    """Keep an uploaded file and what its columns probably mean; return its number."""
    workbook = read(content, name)
    kinds, user_id = kinds_of(erp.registry, kind), work.user.id
    sheets = columns.found(workbook)
    with keeping.writing(erp) as session:
        choices = columns.guess(kinds, sheets, _remembered(session, user_id, kinds))
        sheets = columns.without_examples(workbook, kinds, sheets, choices)
        job = ImportJob(
            company_id=erp.company_row.id,
            user_id=user_id,
            kind=kind,
            name=name[:200],
            locale=locale,
            state=UPLOADED,
            made_at=erp.clock(),
            rows_count=sum(sheet["rows"] for sheet in sheets),
            sheets=sheets,
            columns=choices,
            content=content,
        )
        session.add(job)
        session.flush()
        return job.id


def _remembered(session: Any, user_id: int, kinds: Sequence[ImportKind]) -> dict[str, dict[str, str]]:
    query = select(ImportColumns).where(ImportColumns.user_id == user_id)
    names = {kind.name for kind in kinds}
    return {row.kind: row.fields for row in session.scalars(query) if row.kind in names}


def remembered(erp: Sanbao, user_id: int, kinds: Sequence[ImportKind]) -> dict[str, dict[str, str]]:
    """Return how a person called the columns of these tables before."""
    with keeping.reading(erp) as session:
        return _remembered(session, user_id, kinds)


def of_person(erp: Sanbao, user_id: int, limit: int = 10) -> list[ImportJob]:
    """Return a person's latest files."""
    query = select(ImportJob).where(ImportJob.company_id == erp.company_row.id, ImportJob.user_id == user_id)
    with keeping.reading(erp) as session:
        return list(session.scalars(query.order_by(ImportJob.id.desc()).limit(limit)))


def find(erp: Sanbao, user_id: int, number: int, *, returned: bool = False) -> ImportJob | None:
    """Return a person's own file; another's does not exist for her."""
    query = select(ImportJob).where(
        ImportJob.company_id == erp.company_row.id, ImportJob.user_id == user_id, ImportJob.id == number
    )
    with keeping.reading(erp) as session:
        return session.scalars(
            query.options(undefer(ImportJob.returned)) if returned else query
        ).one_or_none()


def count_of(job: ImportJob) -> int:
    """Return how many rows of a running job are done; whoever works on it here knows best."""
    return max(_counts.get(job.id, 0), job.done_count)


def seems_dead(erp: Sanbao, job: ImportJob) -> bool:
    """Tell whether a job says that it runs while nobody works on it: its process was stopped."""
    if job.state not in RUNNING or job.started_at is None:
        return False
    worker = str(job.outcome.get("worker", ""))
    if worker == workers.mark():
        return not _is_here(job.id) and _still_runs(erp, job)
    return workers.is_gone(worker) or erp.clock() - job.started_at > SILENT


def _is_here(number: int) -> bool:
    """Tell whether a thread of this process works on a job, or is about to."""
    here = _threads.get(number)
    return here is not None and (here.ident is None or here.is_alive())


def _still_runs(erp: Sanbao, job: ImportJob) -> bool:
    """Tell whether a job says so now: its thread may have come to the end after the job was read."""
    query = select(ImportJob.state, ImportJob.started_at).where(ImportJob.id == job.id)
    with keeping.reading(erp) as session:
        return session.execute(query).one() == (job.state, job.started_at)


def choose(erp: Sanbao, job: ImportJob, choices: Sequence[Mapping[str, Any]]) -> None:
    """Keep what the columns mean, for this file and for the next one like it."""
    with keeping.writing(erp) as session:
        session.get_one(ImportJob, job.id).columns = [dict(one) for one in choices]
        for kind, fields in columns.to_remember(choices).items():
            row = session.get(ImportColumns, (job.user_id, kind))
            if row is None:
                session.add(ImportColumns(user_id=job.user_id, kind=kind, fields=fields))
            else:
                row.fields = {**row.fields, **fields}


def start(erp: Sanbao, job: ImportJob, *, keep: bool) -> bool:
    """Try a file, or bring it in (``keep``); false where somebody is at it already."""
    wanted = [GOOD] if keep else [UPLOADED, GOOD, BAD, BROKEN]
    wanted += [job.state] if seems_dead(erp, job) else []
    running_now = {
        "state": IMPORTING if keep else TESTING,
        "started_at": erp.clock(),
        "ended_at": None,
        "done_count": 0,
        "outcome": {"worker": workers.mark()},
        "returned": None,
    }
    mine = update(ImportJob).where(ImportJob.id == job.id, ImportJob.state.in_(wanted)).values(**running_now)
    with keeping.writing(erp) as session:
        changed: Any = session.execute(mine)
        if not changed.rowcount:
            return False
        thread = threading.Thread(target=_run, args=(erp, job.id, keep), name=f"import-{job.id}", daemon=True)
        _threads[job.id] = thread  # before anybody sees that it runs
    thread.start()
    return True


def wait(number: int) -> None:
    """Wait until this process has done with a job."""
    thread = _threads.get(number)
    if thread is not None:
        thread.join()


def _run(erp: Sanbao, number: int, keep: bool) -> None:
    with keeping.reading(erp) as session:
        job = session.get_one(ImportJob, number, options=[undefer(ImportJob.content)])
        login = session.get_one(User, job.user_id).login
    try:
        with _turns, use_locale(job.locale):
            told = _told(erp, job, login, keep)
            with keeping.writing(erp) as session:
                session.execute(
                    update(ImportJob).where(ImportJob.id == number).values(ended_at=erp.clock(), **told)
                )
    finally:
        _counts.pop(number, None)
        _threads.pop(number, None)


def _told(erp: Sanbao, job: ImportJob, login: str, keep: bool) -> dict[str, Any]:
    """Return what became of a job, whatever it was."""
    try:
        workbook = read(job.content, job.name)
        kinds = kinds_of(erp.registry, job.kind)
        renamed = columns.renamed(workbook, kinds, job.columns)
        outcome = running.run(
            erp, job.kind, renamed.workbook, user=login, dry_run=not keep, tick=_ticker(erp, job.id)
        )
        outcome.problems = renamed.in_own_words(outcome.problems)
        return _of_outcome(outcome, workbook, job, keep)
    except SanbaoError as error:
        return {"state": BROKEN, "outcome": {"reason": str(error), "code": error.code}}
    except Exception:
        log.exception("the import %s failed", job.id)
        return {"state": BROKEN, "outcome": {"reason": _(_UNEXPECTED), "code": "unexpected"}}


def _of_outcome(outcome: Outcome, workbook: Workbook, job: ImportJob, keep: bool) -> dict[str, Any]:
    facts = {
        "counts": outcome.counts,
        "skipped": outcome.skipped_count,
        "repeated": outcome.repeated,
        "entries": len(outcome.entries),
        "problems_count": len(outcome.problems),
        "bad_rows_count": len({(one.sheet, one.row) for one in outcome.problems}),
        "problems": [one.as_dict() for one in outcome.problems[:SHOWN]],
    }
    state = BAD if not outcome.ok else DONE if keep else GOOD
    returned = tables.problem_workbook(workbook, outcome.problems) if not outcome.ok else None
    rows = sum(outcome.counts.values()) or job.rows_count
    return {
        "state": state,
        "outcome": facts,
        "returned": returned,
        "rows_count": rows,
        "done_count": rows,
    }


def _ticker(erp: Sanbao, number: int) -> running.Tick:
    """Return what counts rows; on PostgreSQL other processes see it, on SQLite the import itself is the one writer."""

    def tick(count: int) -> None:
        _counts[number] = _counts.get(number, 0) + count
        if not erp.database.is_sqlite and _counts[number] % 500 == 0:
            with keeping.writing(erp) as session:
                session.execute(
                    update(ImportJob).where(ImportJob.id == number).values(done_count=_counts[number])
                )

    return tick
