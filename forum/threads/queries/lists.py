"""Lists of threads, cut by key: a thread that does not move is shown exactly once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, select, tuple_

from forum.core.among import among, filled, places
from forum.core.clock import UtcDateTime
from forum.core.db import db, read
from forum.core.dialects import dialect
from forum.policy import is_guest
from forum.policy.shapes import Person
from forum.threads.models import PAGE, Thread, ThreadTag
from forum.threads.queries.lines import select_lines, to_line
from forum.threads.queries.rows import ThreadRow
from forum.threads.queries.seeing import listed

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


FILTERS: dict[List, tuple[ColumnElement[bool], ...]] = {
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
    shape = _Shape(kind, places(categories), tag_id is not None, after is not None)
    wanted: dict[str, Any] = filled("category", list(categories)) | {"limit": limit + 1}
    if tag_id is not None:
        wanted["tag"] = tag_id
    if after is not None:
        wanted |= {"at": after.last_post_at, "id": after.id}
    on_sqlite = dialect(db.session()) == "sqlite"
    return _page(_list(shape, is_guest(person), on_sqlite), person, limit, wanted)


class _Shape(NamedTuple):
    kind: List
    # Of how many categories at most.
    places: int
    by_tag: bool
    further: bool


# Built once per shape: building it costs more than running it.
@cache
def _list(shape: _Shape, for_guest: bool, on_sqlite: bool) -> Select[Any]:
    here = inside(shape.places, on_sqlite and shape.places > 1)
    statement = select_lines(for_guest).where(listed(), *FILTERS[shape.kind], here)
    order: tuple[Any, Any] = (Thread.last_post_at, Thread.id)
    if shape.by_tag:
        statement = statement.join(ThreadTag, ThreadTag.thread_id == Thread.id)
        statement = statement.where(ThreadTag.tag_id == bindparam("tag"))
        order = (ThreadTag.last_post_at, ThreadTag.thread_id)
    if shape.further:
        end = (bindparam("at", type_=UtcDateTime()), bindparam("id", type_=BigInteger()))
        statement = statement.where(tuple_(*order) < tuple_(*end))
    return statement.order_by(order[0].desc(), order[1].desc()).limit(bindparam("limit"))


def list_by_author(
    author_id: int,
    person: Person,
    categories: Collection[int],
    *,
    after: Key | None = None,
    limit: int = PAGE,
) -> Page:
    """What somebody has started, the newest first; what shows as "somebody" stays so."""
    statement = select_lines(is_guest(person)).where(
        Thread.author_id == author_id, Thread.category_id.in_(list(categories)), listed()
    )
    if person.id != author_id:
        statement = statement.where(Thread.is_anonymous.is_(False))
    if after is not None:
        statement = statement.where(Thread.id < after.id)
    return _page(statement.order_by(Thread.id.desc()).limit(limit + 1), person, limit)


def count_unanswered(categories: Collection[int]) -> int:
    with read() as connection:
        counted = _unanswered(places(categories))
        return connection.scalar(counted, filled("category", list(categories))) or 0


@cache
def _unanswered(count: int) -> Select[Any]:
    # No list to walk in order here, so its index of categories does no harm to SQLite.
    return select(func.count()).where(
        listed(), *FILTERS["unanswered"], inside(count, in_order_on_sqlite=False)
    )


def rows_by_id(
    ids: Collection[int], person: Person, categories: Collection[int]
) -> list[ThreadRow]:
    """These threads as far as lists would show them, in no order. For pins."""
    statement = select_lines(is_guest(person)).where(
        listed(), Thread.id.in_(list(ids)), Thread.category_id.in_(list(categories))
    )
    return _page(statement, person, max(1, len(ids))).rows


def inside(count: int, in_order_on_sqlite: bool) -> ColumnElement[bool]:
    column: ColumnElement[Any] = Thread.__table__.c.category_id
    # SQLite would take the index of categories and sort all their threads; a sum has no index, so
    # that the list's own is walked. PostgreSQL knows better by itself.
    return among(column + 0 if in_order_on_sqlite else column, "category", count)


def _page(
    statement: Select[Any], person: Person, limit: int, wanted: Mapping[str, Any] | None = None
) -> Page:
    given = {"reader": person.id} | dict(wanted or {})
    with read() as connection:
        found = connection.execute(statement, given).all()
    rows = [to_line(row, person) for row in found[:limit]]
    more = len(found) > limit
    return Page(rows, Key(rows[-1].last_post_at, rows[-1].id) if more else None)
