"""What somebody has written, as far as a reader may see it.

Where a thread's asker shows as "somebody", nobody else finds it, or the asker's replies in it,
under their name.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from forum.core import markup
from forum.core.columns import Columns, fields_of
from forum.core.db import read
from forum.policy.shapes import Person
from forum.threads.models import PAGE, Post, Thread
from forum.threads.queries.lists import Key
from forum.threads.queries.seeing import listed
from forum.threads.states import Acceptance


@dataclass(frozen=True, slots=True)
class Counts:
    threads: int
    replies: int
    accepted: int


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A reply with the thread that it stands in."""

    id: int
    number: int
    created_at: datetime
    is_official: bool
    thread_id: int
    title: str
    language: str | None
    category_id: int
    is_accepted: bool
    excerpt: str

    @property
    def path(self) -> str:
        return f"/p/{self.id}"


_REPLY = Columns(
    id=Post.id,
    number=Post.number,
    created_at=Post.created_at,
    is_official=Post.is_official,
    thread_id=Thread.id,
    title=Thread.title,
    language=Thread.language,
    category_id=Thread.category_id,
    accepted=Acceptance.post_id,
    html=Post.html,
)
_FIELDS = _REPLY.take(*fields_of(ReplyRow, before="is_accepted"))
_ABOUT = _REPLY.take("accepted", "html")


@dataclass(frozen=True)
class Replies:
    rows: list[ReplyRow]
    next: Key | None


def list_replies(
    author_id: int,
    person: Person,
    categories: Collection[int],
    *,
    after: Key | None = None,
    limit: int = PAGE,
) -> Replies:
    """The newest first; ``categories`` are the ids of those that ``person`` may see. One query."""
    order = (Post.created_at, Post.id)
    statement = _replies(author_id, person, categories)
    if after is not None:
        statement = statement.where(tuple_(*order) < tuple_(after.last_post_at, after.id))
    statement = statement.order_by(order[0].desc(), order[1].desc()).limit(limit + 1)
    with read() as connection:
        found = connection.execute(statement).all()
    rows = [_row(row) for row in found[:limit]]
    more = len(found) > limit
    return Replies(rows, Key(rows[-1].created_at, rows[-1].id) if more else None)


def _replies(author_id: int, person: Person, categories: Collection[int]) -> Select[Any]:
    return (
        select(*_REPLY.all())
        .select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Acceptance, Acceptance.post_id == Post.id)
        .where(*_by(author_id, person, categories))
    )


def _by(
    author_id: int, person: Person, categories: Collection[int]
) -> tuple[ColumnElement[bool], ...]:
    return (
        Post.author_id == author_id,
        Post.number > 1,
        Post.state == "public",
        Post.staff_only.is_(False),
        listed(),
        Thread.category_id.in_(list(categories)),
        *_named(author_id, person),
    )


def _named(author_id: int, person: Person) -> tuple[ColumnElement[bool], ...]:
    if person.id == author_id:
        return ()
    return (or_(Thread.is_anonymous.is_(False), Thread.author_id.is_distinct_from(author_id)),)


def _row(row: Any) -> ReplyRow:
    accepted, html = _ABOUT(row)
    columns: tuple[Any, ...] = (*_FIELDS(row), accepted is not None, markup.excerpt(html))
    return ReplyRow(*columns)


def count_by_author(author_id: int, person: Person, categories: Collection[int]) -> Counts:
    """What lists would show ``person``. One query."""
    here = and_(listed(), Thread.category_id.in_(list(categories)), *_named(author_id, person))
    threads = select(func.count()).where(Thread.author_id == author_id, here)
    replies = _replies(author_id, person, categories).with_only_columns(func.count())
    accepted = (
        select(func.count())
        .select_from(Acceptance)
        .join(Thread, Thread.id == Acceptance.thread_id)
        .where(Acceptance.answerer_id == author_id, here)
    )
    statement = select(*(s.scalar_subquery() for s in (threads, replies, accepted)))
    with read() as connection:
        return Counts(*connection.execute(statement).one())
