"""Work for later: a row written with the change it speaks of, done by a worker at least once.

A job is a plain function of JSON values that is safe to run twice and takes less than ``LEASE``;
longer work enqueues further jobs. ``forum.wiring.JOBS`` names them; the name is what the row holds.
"""

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Index, and_, insert, inspect, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import queue
from forum.core.clock import now
from forum.core.db import Model, after_commit, db, read, transaction
from forum.core.outages import log_failure, told

# Longer than any job takes: whoever holds a job longer than this has died.
LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(seconds=15)
# Jobs that failed together, since a mail server was away, do not come back all at once.
JITTER = 0.25
MOST_ATTEMPTS = 10

_WAITS = text("done_at IS NULL AND failed_at IS NULL")
_DONE, _FAILED = text("done_at IS NOT NULL"), text("failed_at IS NOT NULL")

log = logging.getLogger(__name__)


class Job(Model):
    __tablename__ = "jobs"
    __table_args__ = (
        # What waits, in its order: PostgreSQL would sort all of it for each job that is claimed.
        Index("ix_jobs_waiting", "run_at", postgresql_where=_WAITS, sqlite_where=_WAITS),
        # Apart: SQLite would walk through all that was done to find what failed.
        Index("ix_jobs_done", "done_at", postgresql_where=_DONE, sqlite_where=_DONE),
        Index("ix_jobs_failed", "failed_at", postgresql_where=_FAILED, sqlite_where=_FAILED),
        Model.__table_args__,
    )

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
    """Raised by a job that cannot be done yet: it is put off, which is no failure."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until}")
        self.until = until


def enqueue(name: str, *, run_at: datetime | None = None, **arguments: Any) -> None:
    """Inside a transaction; done as soon as it is committed, or after ``run_at``.

    ``name`` is a key of ``wiring.JOBS``.
    """
    _require_known(name)
    job = Job(name=name, arguments=arguments, run_at=run_at or now())
    db.session.add(job)
    if run_at is None:
        # Its identity, not its attribute: that may have been expired by a lock.
        after_commit(lambda: queue.send(inspect(job).identity or ()))


def enqueue_many(
    name: str, arguments: Sequence[Mapping[str, Any]], run_at: datetime | None = None
) -> None:
    """As ``enqueue`` for each, in one statement. The worker's next look finds them: nobody waits
    while thousands of messages are sent."""
    _require_known(name)
    if not arguments:
        return
    moment = run_at or now()
    rows = [{"name": name, "arguments": dict(each), "run_at": moment} for each in arguments]
    db.session.flush()
    db.session.connection().execute(insert(Job.__table__), rows)  # type: ignore[arg-type]


def _require_known(name: str) -> None:
    if name not in current_app.extensions["jobs"]:
        raise KeyError(name)


def run(job_id: int) -> None:
    """Do this job, if it is due and nobody is at it."""
    claimed = _claim(Job.id == job_id)
    if claimed is not None:
        _run(claimed)


def run_due(most: int = 100) -> int:
    """Do what is due, at most ``most`` jobs; answers how many were tried."""
    for count in range(most):
        claimed = _claim()
        if claimed is None:
            return count
        _run(claimed)
    return most


def due(most: int) -> list[int]:
    """The ids of what can be done now, what has waited longest first."""
    statement = select(Job.id).where(_is_due()).order_by(Job.run_at).limit(most)
    with read() as connection:
        return list(connection.scalars(statement))


@dataclass(frozen=True)
class _Claim:
    id: int
    name: str
    arguments: Mapping[str, Any]


@transaction()
def _claim(*which: ColumnElement[bool]) -> _Claim | None:
    first = select(Job).where(_is_due(), *which).order_by(Job.run_at).limit(1)
    while job := db.session.scalars(first.with_for_update(skip_locked=True)).first():
        if job.attempts < MOST_ATTEMPTS:
            job.leased_until = now() + LEASE
            job.attempts += 1
            return _Claim(job.id, job.name, job.arguments)
        # Nobody was left to write down how it failed.
        job.failed_at, job.leased_until, job.error = now(), None, "Its worker died over it."
        db.session.flush()
    return None


def _is_due() -> ColumnElement[bool]:
    free = or_(Job.leased_until.is_(None), Job.leased_until < now())
    return and_(Job.done_at.is_(None), Job.failed_at.is_(None), Job.run_at <= now(), free)


def _run(job: _Claim) -> None:
    jobs: Mapping[str, Callable[..., None]] = current_app.extensions["jobs"]
    try:
        jobs[job.name](**job.arguments)
    except Later as later:
        db.session.remove()
        _put_off(job.id, later.until)
    except Exception as error:
        log_failure(log, f"Job {job.id} ({job.name})", error)
        db.session.remove()
        _note_failure(job.id, told(error))
    else:
        _finish(job.id)


# Rows may go while their job is done: the demonstration is unloaded with them.
@transaction()
def _finish(job_id: int) -> None:
    if job := db.session.get(Job, job_id):
        job.done_at, job.leased_until, job.error = now(), None, None
        # What a job was told may be private, and nobody needs it any more.
        job.arguments = {}


@transaction()
def _put_off(job_id: int, until: datetime) -> None:
    if job := db.session.get(Job, job_id):
        job.run_at, job.leased_until, job.attempts = until, None, job.attempts - 1


@transaction()
def _note_failure(job_id: int, error: str) -> None:
    if job := db.session.get(Job, job_id):
        pause = FIRST_RETRY * 2 ** (job.attempts - 1) * random.uniform(1 - JITTER, 1 + JITTER)
        job.error, job.leased_until, job.run_at = error, None, now() + pause
        if job.attempts >= MOST_ATTEMPTS:
            job.failed_at = now()
