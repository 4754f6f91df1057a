"""What waits for a moderator, the oldest first."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Connection, func, select

from forum.accounts.models import User
from forum.core.db import db, read
from forum.core.errors import NotFound
from forum.core.numbers import LARGEST_ID
from forum.moderation.models import Flag, ReviewItem
from forum.policy import see_category
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread
from forum.threads.queries.rows import NOBODY, PersonRow

PAGE = 20


@dataclass(frozen=True, slots=True)
class FlagRow:
    reason: str
    note: str
    flagged_at: datetime
    user_id: int
    handle: str
    name: str
    trust_level: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    id: int
    opened_at: datetime
    post_id: int
    number: int
    html: str
    state: str
    thread_id: int
    title: str
    language: str | None
    author_id: int | None
    handle: str | None
    name: str | None
    role: str | None
    trust_level: int | None
    joined_at: datetime | None
    flags: Sequence[FlagRow]

    @property
    def reasons(self) -> list[str]:
        """Each once, the most frequent first."""
        given = [flag.reason for flag in self.flags]
        return sorted(dict.fromkeys(given), key=given.count, reverse=True)

    @property
    def author(self) -> PersonRow:
        if self.author_id is None:
            return NOBODY
        return PersonRow(self.author_id, self.handle or "", self.name or "", self.role or "member")

    @property
    def flagger_ids(self) -> list[int]:
        return [flag.user_id for flag in self.flags]


@dataclass(frozen=True)
class Page:
    rows: list[ItemRow]
    # The id to go on after.
    next: int | None


_ITEM: tuple[Any, ...] = (
    ReviewItem.id, ReviewItem.opened_at, Post.id, Post.number, Post.html, Post.state,
    Thread.id, Thread.title, Thread.language, Post.author_id, User.handle,
    User.display_name, User.role, User.trust_level, User.joined_at,
)


# Built once: it stands on every page of a moderator.
_OPEN_ITEMS = select(func.count()).select_from(ReviewItem).where(ReviewItem.decided_at.is_(None))


def open_items(categories: Collection[int] | None = None) -> int:
    """How many items nobody has decided; of all categories, or of those with these ids."""
    statement = _OPEN_ITEMS
    if categories is not None:
        posts = statement.join(Post, Post.id == ReviewItem.post_id)
        statement = posts.join(Thread, Thread.id == Post.thread_id).where(*_inside(categories))
    with read() as connection:
        return connection.scalar(statement) or 0


def _inside(categories: Collection[int] | None) -> tuple[ColumnElement[bool], ...]:
    return () if categories is None else (Thread.category_id.in_(list(categories)),)


def list_open(
    after: int = 0, limit: int = PAGE, categories: Collection[int] | None = None
) -> Page:
    """Of all categories, or of those with these ids. Two queries, however many items there are."""
    statement = (
        select(*_ITEM)
        .join(Post, Post.id == ReviewItem.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(User, User.id == Post.author_id)
        .where(ReviewItem.decided_at.is_(None), ReviewItem.id > after)
        .where(*_inside(categories))
        .order_by(ReviewItem.id)
        .limit(limit + 1)
    )
    with read() as connection:
        found = connection.execute(statement).all()
        flags = _flags(connection, [row[0] for row in found[:limit]])
    rows = [_item(row, flags) for row in found[:limit]]
    return Page(rows, rows[-1].id if len(found) > limit else None)


def _item(row: Any, flags: Mapping[int, Sequence[FlagRow]]) -> ItemRow:
    columns: tuple[Any, ...] = (*row, flags[row[0]])
    return ItemRow(*columns)


def _flags(connection: Connection, items: Sequence[int]) -> dict[int, list[FlagRow]]:
    statement = (
        select(
            Flag.item_id, Flag.reason, Flag.note, Flag.flagged_at, User.id, User.handle,
            User.display_name, User.trust_level,
        )
        .join(User, User.id == Flag.user_id)
        .where(Flag.item_id.in_(items))
        .order_by(Flag.id)
    )
    flags: dict[int, list[FlagRow]] = defaultdict(list)
    for row in connection.execute(statement):
        flags[row[0]].append(FlagRow(*row[1:]))
    return flags


def get_item(item_id: int, person: Person) -> ReviewItem:
    """Raises ``NotFound`` also where ``person`` may not see the category."""
    item = db.session.get(ReviewItem, item_id) if item_id <= LARGEST_ID else None
    if item is None or not see_category(person, item.post.thread.category):
        raise NotFound(_("There is no such item in the queue."))
    return item


def has_flagged(post_id: int, user_id: int) -> bool:
    """Whether a flag of theirs waits."""
    statement = select(Flag.id).join(ReviewItem, ReviewItem.id == Flag.item_id).where(
        ReviewItem.post_id == post_id, ReviewItem.decided_at.is_(None), Flag.user_id == user_id
    )
    with read() as connection:
        return connection.scalar(statement) is not None
