"""How far somebody has read."""

from functools import cache
from typing import Protocol

from sqlalchemy import Update, bindparam, update

from forum import policy
from forum.accounts.models import User
from forum.core.clock import UtcDateTime, now
from forum.core.db import db, transaction
from forum.core.dialects import dialect, insert
from forum.core.events import publish
from forum.policy import shapes
from forum.threads.events import ThreadRead
from forum.threads.models import Post, ReadingPosition


class Readable(shapes.Thread, Protocol):
    """A thread's row, or the head of its page."""

    @property
    def id(self) -> int: ...
    @property
    def last_number(self) -> int: ...


@transaction()
def mark_read(thread: Readable, number: int, *, by: shapes.Person) -> None:
    """Everything up to the post with this number. Never goes back, and never past the last post."""
    policy.require(policy.mark_read(by, thread))
    number = min(number, thread.last_number)
    _advance(by.id, thread.id, number)
    publish(ThreadRead(thread.id, number, by.id))


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


def _advance(user_id: int, thread_id: int, number: int) -> None:
    if number < 1:
        return
    session = db.session()
    here = insert(dialect(session), ReadingPosition).values(
        user_id=user_id, thread_id=thread_id, number=number, read_at=now()
    )
    session.execute(
        here.on_conflict_do_update(
            index_elements=["user_id", "thread_id"],
            set_={"number": here.excluded.number, "read_at": here.excluded.read_at},
            where=ReadingPosition.number < here.excluded.number,
        )
    )
