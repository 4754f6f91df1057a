"""How far, and for how long, somebody has read."""

from functools import cache
from typing import Protocol

from sqlalchemy import Update, bindparam, case, or_, select, update

from forum import policy
from forum.accounts.models import User
from forum.core.clock import UtcDateTime, now
from forum.core.db import db, transaction
from forum.core.dialects import dialect, insert
from forum.core.events import publish
from forum.policy import shapes
from forum.threads.events import ReadLong, ThreadRead
from forum.threads.models import Post, ReadingPosition

# Of one report: browsers send one every half minute.
MOST_SECONDS = 60
# Who has read a thread for four minutes in all follows it from then on.
LONG_SECONDS = 240


class Readable(shapes.Thread, Protocol):
    """A thread's row, or the head of its page."""

    @property
    def id(self) -> int: ...
    @property
    def last_number(self) -> int: ...


@transaction()
def mark_read(thread: Readable, number: int, *, seconds: int = 0, by: shapes.Person) -> None:
    """Everything up to the post with this number. Never goes back, and never past the last post.

    ``seconds``: for how long they have read since they last said so. At most 60 are believed, and
    no more than have passed.
    """
    policy.require(policy.mark_read(by, thread))
    number = min(number, thread.last_number)
    before, more = _time_of(by.id, thread.id, seconds)
    _advance(by.id, thread.id, number, more)
    publish(ThreadRead(thread.id, number, by.id))
    if before < LONG_SECONDS <= before + more:
        publish(ReadLong(thread.id, by.id))


def _time_of(user_id: int, thread_id: int, seconds: int) -> tuple[int, int]:
    """How long they had read it, and how much of ``seconds`` is added to that."""
    if seconds <= 0:
        return 0, 0
    mine = (ReadingPosition.user_id == user_id, ReadingPosition.thread_id == thread_id)
    known = select(ReadingPosition.seconds, ReadingPosition.read_at).where(*mine)
    # Locked: of two windows that report at once, one is past the four minutes.
    row = db.session.execute(known.with_for_update()).first()
    if row is None:
        return 0, min(seconds, MOST_SECONDS)
    passed = max(0, int((now() - row.read_at).total_seconds()))
    # What is long is not counted on: most reports then write nothing.
    left = max(0, LONG_SECONDS - row.seconds)
    return row.seconds, min(seconds, MOST_SECONDS, passed, left)


def note_own_post(post: Post, by: User) -> None:
    """Inside a transaction: nobody's own post is news to them, if they had read up to it."""
    if post.is_opening:
        _advance(by.id, post.thread_id, 1)
        return
    wanted = {"by": by.id, "thread": post.thread_id, "before": post.number - 1}
    db.session.connection().execute(_move_on(), wanted | {"after": post.number, "at": now()})


@cache
def _move_on() -> Update:
    """Built once: it runs with every reply."""
    here = (
        ReadingPosition.user_id == bindparam("by"),
        ReadingPosition.thread_id == bindparam("thread"),
        ReadingPosition.number == bindparam("before"),
    )
    moved = {"number": bindparam("after"), "read_at": bindparam("at", type_=UtcDateTime())}
    return update(ReadingPosition).where(*here).values(moved)


def _advance(user_id: int, thread_id: int, number: int, seconds: int = 0) -> None:
    if number < 1:
        return
    session = db.session()
    here = insert(dialect(session), ReadingPosition).values(
        user_id=user_id, thread_id=thread_id, number=number, read_at=now(), seconds=seconds
    )
    known, new = ReadingPosition, here.excluded
    further = known.number < new.number
    session.execute(
        here.on_conflict_do_update(
            index_elements=["user_id", "thread_id"],
            set_={
                "number": case((further, new.number), else_=known.number),
                "read_at": new.read_at,
                "seconds": known.seconds + new.seconds,
            },
            where=or_(further, new.seconds > 0),
        )
    )
