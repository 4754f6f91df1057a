"""What has come since a page was drawn."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, func, literal, select, tuple_

from forum.core.among import filled, places
from forum.core.clock import UtcDateTime
from forum.core.db import db, read
from forum.core.dialects import dialect
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread, ThreadTag
from forum.threads.queries.lists import FILTERS, Key, List, inside
from forum.threads.queries.rows import ThreadHead
from forum.threads.queries.seeing import listed, readable

# "99+": nobody counts further, and the count stays cheap.
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Replies:
    """At most 100, and the number of the first of them; 0 if there is none."""

    count: int
    first: int


def replies_after(head: ThreadHead, number: int, person: Person) -> Replies:
    """Those whose text ``person`` may read, of a thread that they may see. One query."""
    here = (Post.thread_id == head.id, Post.number > number, readable(person))
    some = select(Post.number).where(*here).order_by(Post.number).limit(MOST_COUNTED).subquery()
    with read() as connection:
        count, first = connection.execute(select(func.count(), func.min(some.c.number))).one()
    return Replies(count, first or 0)


def count_newer(
    categories: Collection[int], *, kind: List, tag_id: int | None = None, top: Key | None
) -> int:
    """How many threads stand, or would stand, above ``top`` in this list: at most 100, and all
    of it where ``top`` is None. One query."""
    on_sqlite = dialect(db.session()) == "sqlite"
    many = places(categories)
    here = inside(many, on_sqlite and many > 1)
    some = select(Thread.id).where(listed(), *FILTERS[kind], here)
    order: tuple[Any, Any] = (Thread.last_post_at, Thread.id)
    if tag_id is not None:
        some = some.join(ThreadTag, ThreadTag.thread_id == Thread.id)
        some = some.where(ThreadTag.tag_id == tag_id)
        order = (ThreadTag.last_post_at, ThreadTag.thread_id)
    if top is not None:
        end = (literal(top.last_post_at, UtcDateTime()), literal(top.id, BigInteger()))
        some = some.where(tuple_(*order) > tuple_(*end))
    counted = select(func.count()).select_from(some.limit(MOST_COUNTED).subquery())
    with read() as connection:
        return connection.scalar(counted, filled("category", list(categories))) or 0
