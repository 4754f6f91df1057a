"""Work for later: a row written with the change it speaks of, done by a worker at least once.

A job is a plain function of JSON values that is safe to run twice. ``forum.wiring.JOBS`` names
them; the name is what the row holds.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Index, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Model, db, read, transaction

# Longer than any job takes: whoever holds a job longer than this has died.
LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=15)
MOST_ATTEMPTS = 10
# A job that was done; the arguments of one that failed, which may be private; its row.
KEPT, ARGUMENTS_KEPT, FAILURE_KEPT = timedelta(days=7), timedelta(days=7), timedelta(days=30)

log = logging.getLogger(__name__)


class Job(Model):
    __tablename__ = "jobs"
    __table_args__ = (Index(None, "done_at", "failed_at", "run_at"), Model.__table_args__)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    run_at: Mapped[datetime] = mapped_column(default=now)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None]


class Later(Exception):
    """Raised by a job that is to be put off until then; no failure, and no attempt is counted."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def enqueue(name: str, *, run_at: datetime | None = None, **arguments: Any) -> None:
    """Inside a transaction. ``name`` is a key of ``wiring.JOBS``; not before ``run_at``."""
    if name not in current_app.extensions["jobs"]:
        raise KeyError(name)
    db.session.add(Job(name=name, arguments=arguments, run_at=run_at or now()))


def run_due(most: int = 100) -> int:
    """Do what is due, at most ``most`` jobs; answers how many were tried."""
    for count in range(most):
        claimed = _claim()
        if claimed is None:
            return count
        _run(*claimed)
    return most


@transaction()
def _claim() -> tuple[int, str, Mapping[str, Any]] | None:
    due = (Job.done_at.is_(None), Job.failed_at.is_(None), Job.run_at <= now())
    free = or_(Job.leased_until.is_(None), Job.leased_until < now())
    first = select(Job).where(*due, free).order_by(Job.run_at).limit(1)
    job = db.session.scalars(first.with_for_update(skip_locked=True)).first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        # Nobody was left to write down how it failed.
        job.failed_at, job.leased_until, job.error = now(), None, "Its worker died over it."
        return _claim()
    job.leased_until = now() + LEASE
    job.attempts += 1
    return job.id, job.name, job.arguments


def _run(job_id: int, name: str, arguments: Mapping[str, Any]) -> None:
    jobs: Mapping[str, Callable[..., None]] = current_app.extensions["jobs"]
    try:
        jobs[name](**arguments)
    except Later as later:
        _postpone(job_id, later.until)
    except Exception as error:
        log.exception("Job %s (%s) failed.", job_id, name)
        db.session.remove()
        _put_off(job_id, f"{type(error).__name__}: {error}")
    else:
        _finish(job_id)


@transaction()
def _finish(job_id: int) -> None:
    job = db.session.get_one(Job, job_id)
    job.done_at, job.leased_until, job.error = now(), None, None
    # What a job was told may be private, and nobody needs it any more.
    job.arguments = {}


@transaction()
def _postpone(job_id: int, until: datetime) -> None:
    job = db.session.get_one(Job, job_id)
    job.leased_until, job.run_at, job.attempts = None, until, job.attempts - 1


@transaction()
def _put_off(job_id: int, error: str) -> None:
    job = db.session.get_one(Job, job_id)
    job.error, job.leased_until = error[:500], None
    job.run_at = now() + FIRST_RETRY * 2 ** min(job.attempts - 1, 12)
    if job.attempts >= MOST_ATTEMPTS:
        job.failed_at = now()


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
