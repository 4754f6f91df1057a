"""Lists of threads, cut by key: a thread that does not move is shown exactly once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, select, tuple_

from forum.accounts.models import User
from forum.core.db import read
from forum.policy import is_guest
from forum.policy.shapes import Person
from forum.threads.models import PAGE, Post, ReadingPosition, Thread, ThreadTag
from forum.threads.queries.rows import ThreadRow, author_row
from forum.threads.queries.seeing import listed
from forum.threads.states import Acceptance, ThreadLock

List = Literal["latest", "unanswered", "unsolved", "solved"]


@dataclass(frozen=True)
class Key:
    """Where a page ends: the last thread's moment and id."""

    last_post_at: datetime
    id: int


@dataclass(frozen=True)
class Page:
    rows: list[ThreadRow]
    next: Key | None


_FILTERS: dict[List, tuple[ColumnElement[bool], ...]] = {
    "latest": (),
    "unanswered": (Thread.resolution == "open", Thread.reply_count == 0),
    "unsolved": (Thread.resolution == "open",),
    "solved": (Thread.resolution == "solved",),
}


def list_threads(
    person: Person,
    categories: Collection[int],
    *,
    kind: List = "latest",
    tag_id: int | None = None,
    after: Key | None = None,
    limit: int = PAGE,
) -> Page:
    """``categories`` are the ids of those that ``person`` may see and asks for. One query."""
    statement = _rows(person).where(listed(), *_FILTERS[kind], _inside(categories))
    order: tuple[Any, Any] = (Thread.last_post_at, Thread.id)
    if tag_id is not None:
        statement = statement.join(ThreadTag, ThreadTag.thread_id == Thread.id)
        statement = statement.where(ThreadTag.tag_id == tag_id)
        order = (ThreadTag.last_post_at, ThreadTag.thread_id)
    if after is not None:
        statement = statement.where(tuple_(*order) < tuple_(after.last_post_at, after.id))
    return _page(statement.order_by(order[0].desc(), order[1].desc()), person, limit)


def list_by_author(
    author_id: int,
    person: Person,
    categories: Collection[int],
    *,
    after: Key | None = None,
    limit: int = PAGE,
) -> Page:
    """What somebody has started, the newest first; what shows as "somebody" stays so."""
    statement = _rows(person).where(
        Thread.author_id == author_id, Thread.category_id.in_(list(categories)), listed()
    )
    if person.id != author_id:
        statement = statement.where(Thread.is_anonymous.is_(False))
    if after is not None:
        statement = statement.where(Thread.id < after.id)
    return _page(statement.order_by(Thread.id.desc()), person, limit)


def count_unanswered(categories: Collection[int]) -> int:
    statement = select(func.count()).where(
        listed(), *_FILTERS["unanswered"], _inside(categories)
    )
    with read() as connection:
        return connection.scalar(statement) or 0


def rows_by_id(
    ids: Collection[int], person: Person, categories: Collection[int]
) -> list[ThreadRow]:
    """These threads as far as lists would show them, in no order. For pins."""
    statement = _rows(person).where(
        listed(), Thread.id.in_(list(ids)), Thread.category_id.in_(list(categories))
    )
    return _page(statement, person, max(1, len(ids))).rows


def _inside(categories: Collection[int]) -> ColumnElement[bool]:
    """One by its own index. Of several each has an order of its own, and to merge them would mean
    to sort them all: a sum has no index, so that the list's own is walked."""
    ids = list(categories)
    return Thread.category_id == ids[0] if len(ids) == 1 else (Thread.category_id + 0).in_(ids)


def _rows(person: Person) -> Select[Any]:
    news = (null(), null()) if is_guest(person) else (ReadingPosition.number, _unread())
    columns: tuple[Any, ...] = (
        Thread.id, Thread.title, Thread.language, Thread.excerpt, Thread.tags, Thread.category_id,
        Thread.resolution, Thread.created_at, Thread.last_post_at, Thread.last_number,
        Thread.reply_count, ThreadLock.thread_id, Acceptance.post_id, Thread.is_anonymous,
        Thread.author_id, User.handle, User.display_name, User.role, *news,
    )
    statement: Select[Any] = (
        select(*columns)
        .select_from(Thread)
        .outerjoin(User, User.id == Thread.author_id)
        .outerjoin(ThreadLock, ThreadLock.thread_id == Thread.id)
        .outerjoin(Acceptance, Acceptance.thread_id == Thread.id)
    )
    if is_guest(person):
        return statement
    mine = and_(
        ReadingPosition.thread_id == Thread.id, ReadingPosition.user_id == literal(person.id)
    )
    return statement.outerjoin(ReadingPosition, mine)


def _unread() -> Any:
    """Exactly. Posts are counted only where some are missing from the public ones."""
    news = (
        select(func.count())
        .where(
            Post.thread_id == Thread.id,
            Post.number > ReadingPosition.number,
            Post.state == "public",
            Post.staff_only.is_(False),
        )
        .scalar_subquery()
    )
    return case(
        (Thread.last_number <= ReadingPosition.number, 0),
        (Thread.last_number == Thread.reply_count + 1, Thread.last_number - ReadingPosition.number),
        else_=news,
    )


def _page(statement: Select[Any], person: Person, limit: int) -> Page:
    with read() as connection:
        found = connection.execute(statement.limit(limit + 1)).all()
    rows = [_row(row, person) for row in found[:limit]]
    more = len(found) > limit
    return Page(rows, Key(rows[-1].last_post_at, rows[-1].id) if more else None)


def _row(row: Any, person: Person) -> ThreadRow:
    locked, is_anonymous, author_id = row[11] is not None, row[13], row[14]
    author = author_row(person, author_id, *row[15:18], hidden=is_anonymous)
    columns: tuple[Any, ...] = (*row[:11], locked, row[12], author, row[18], row[19] or 0)
    return ThreadRow(*columns)
