"""What stays on record of each unit's way, and of an order as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from sanbao import sets
from sanbao.documents.attachments import media_type_of
from sanbao.documents.models import Attachment, Document
from sanbao.documents.operations import attach
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao_installation_outsourcing.kinds.jobs import ENDED
from sanbao_installation_outsourcing.models import InstallationOrder, Job, JobMark
from sanbao_installation_outsourcing.operations.jobs.reworking import end_rework

if TYPE_CHECKING:
    from sanbao.work import Work


def mark(
    work: Work,
    jobs: Iterable[Job],
    kind: str,
    on: date,
    *,
    notes: Mapping[int, str | None] | None = None,
    attachments: Mapping[int, int] | None = None,
) -> None:
    """Keep that something happened to these jobs on a day; one statement for all of them."""
    rows = [
        {
            "company_id": work.company.id,
            "job_id": job.id,
            "kind": kind,
            "marked_on": on,
            "note": (notes or {}).get(job.id),
            "attachment_id": (attachments or {}).get(job.id),
            "recorded_at": work.now,
            "recorded_by_id": work.user.id,
        }
        for job in jobs
    ]
    if rows:
        work.session.execute(insert(JobMark), rows)


def write(work: Work, jobs: Sequence[Job], **values: Any) -> None:
    """Let many jobs say the same; what happened to each, its marks tell (:func:`mark`)."""
    sets.write(work, jobs, values, is_logged=False)


def step_of(work: Work, job: Job) -> str:
    """Return what names the next step of a job, so that the same one twice is two events of the books."""
    marks = work.session.scalar(select(func.count()).where(JobMark.job_id == job.id))
    return f"{job.id}.{marks}"


def keep_file(work: Work, document: Document, given: Mapping[str, Any], purpose: str) -> Attachment:
    """Attach a photo or a signed paper to the paper it belongs to."""
    name = given["name"]
    media_type = media_type_of(name)
    kept: Attachment = attach(
        work, document, name=name, content=given["content"], media_type=media_type, purpose=purpose
    )
    return kept


def keep_photos(
    work: Work, document: Document, jobs: Sequence[Job], lines: Sequence[Mapping[str, Any]], on: date
) -> dict[int, int]:
    """Attach the photos of each job, called after its vehicle; return the first one of each, the others have marks of their own."""
    first: dict[int, int] = {}
    for job, line in zip(jobs, lines, strict=True):
        for photo in line["photos"]:
            called = {**photo, "name": f"{line['vehicle']} {photo['name']}"}
            kept = keep_file(work, document, called, "photo").id
            if first.setdefault(job.id, kept) != kept:
                mark(work, [job], "photo", on, attachments={job.id: kept})
    return first


def day_of(work: Work, given: date | None, path: str) -> date:
    """Return a day on which something was done: today, or an earlier one."""
    if given is not None and given > work.today:
        said = N_("{day} has not come yet; today is {today}.")
        raise Invalid([Problem(path, said, {"day": given, "today": work.today})])
    return given or work.today


def number_in(key: str) -> int:
    """Return the number that a reference names; none of ours where it names no number.

    >>> number_in("17"), number_in("张工")
    (17, 0)
    """
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0


def follow_orders(work: Work, order_ids: Iterable[int | None]) -> None:
    """Let orders be done when nothing is left to do on them, and be open again when something is; so with their rework."""
    ids = sorted({one for one in order_ids if one is not None})
    work.session.flush()
    left: dict[int, int] = {}
    total: dict[int, int] = {}
    failed: set[int] = set()
    query: Any = select(Job.order_id, Job.state, func.count()).where(Job.order_id.in_(ids))
    for order_id, state, count in work.session.execute(query.group_by(Job.order_id, Job.state)):
        total[order_id] = total.get(order_id, 0) + count
        left[order_id] = left.get(order_id, 0) + (count if state not in ENDED else 0)
        failed |= {order_id} if state == "rework" else set()
    orders = list(
        work.session.scalars(select(InstallationOrder).where(InstallationOrder.document_id.in_(ids)))
    )
    end_rework(work, [order for order in orders if order.document_id not in failed])
    for order in orders:
        _follow(work, order, total.get(order.document_id, 0), left.get(order.document_id, 0))


def _follow(work: Work, order: InstallationOrder, total: int, left: int) -> None:
    order.jobs_count = total
    state = order.document.state
    if total == 0 and state in ("open", "notified"):
        work.set_state(order.document, "cancelled")
    elif total and left == 0 and state in ("open", "notified"):
        work.set_state(order.document, "done")
    elif left and state == "done":
        work.set_state(order.document, "notified" if order.notified_at is not None else "open")
        order.document.closed_at = None
