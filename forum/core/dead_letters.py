"""Jobs that were given up, and what waits: for whoever looks after the program."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import delete, func, or_, select, update

from forum.core.clock import now
from forum.core.db import db, read, transaction
from forum.core.jobs import Job

# A job that was done; the arguments of one that failed, which may be private; its row.
KEPT, ARGUMENTS_KEPT, FAILURE_KEPT = timedelta(days=7), timedelta(days=7), timedelta(days=30)
PAGE = 50


@dataclass(frozen=True, slots=True)
class FailedJob:
    """Without its arguments, which may be private."""

    id: int
    name: str
    attempts: int
    failed_at: datetime
    error: str

    @property
    def can_be_retried(self) -> bool:
        return self.failed_at >= now() - ARGUMENTS_KEPT


@dataclass(frozen=True)
class Page:
    rows: list[FailedJob]
    # The id to go on below.
    next: int | None


def list_failed(before: int | None = None, limit: int = PAGE) -> Page:
    """The newest first."""
    statement = select(Job.id, Job.name, Job.attempts, Job.failed_at, Job.error)
    statement = statement.where(Job.done_at.is_(None), Job.failed_at.is_not(None))
    if before is not None:
        statement = statement.where(Job.id < before)
    with read() as connection:
        found = connection.execute(statement.order_by(Job.id.desc()).limit(limit + 1)).all()
    rows = [
        FailedJob(row.id, row.name, row.attempts, cast(datetime, row.failed_at), row.error or "")
        for row in found[:limit]
    ]
    return Page(rows, rows[-1].id if len(found) > limit else None)


def waiting() -> tuple[int, datetime | None]:
    """How many jobs wait, those for later too, and since when the first of those that are due."""
    oldest = func.min(Job.run_at).filter(Job.run_at <= now())
    statement = select(func.count(Job.id), oldest)
    with read() as connection:
        row = connection.execute(
            statement.where(Job.done_at.is_(None), Job.failed_at.is_(None))
        ).one()
    return row[0], row[1]


def unfinished() -> Iterator[dict[str, Any]]:
    """What waits and what was given up, the oldest first; without arguments."""
    names = ("id", "name", "attempts", "run_at", "failed_at", "error")
    columns = [getattr(Job, name) for name in names]
    statement = select(*columns).where(Job.done_at.is_(None)).order_by(Job.id)
    with read() as connection:
        for row in connection.execute(statement).all():
            yield dict(row._mapping)


@transaction()
def retry(job_id: int | None = None) -> int:
    """Try again what was given up, this one or all; answers how many.

    One whose arguments are swept away cannot be tried again.
    """
    which = [Job.failed_at >= now() - ARGUMENTS_KEPT]
    if job_id is not None:
        which.append(Job.id == job_id)
    afresh = update(Job).where(*which).values(failed_at=None, attempts=0, run_at=now())
    return len(db.session.execute(afresh.returning(Job.id)).all())


@transaction()
def sweep() -> None:
    """Forget what was done, and after a while what was given up."""
    old = or_(Job.done_at < now() - KEPT, Job.failed_at < now() - FAILURE_KEPT)
    db.session.execute(delete(Job).where(old))
    failed = update(Job).where(Job.failed_at < now() - ARGUMENTS_KEPT)
    db.session.execute(failed.values(arguments={}))
