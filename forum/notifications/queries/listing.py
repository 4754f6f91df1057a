"""What somebody was told, as lines: what is alike, of one thread and read at once, is one line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.core.db import read
from forum.core.text import slug
from forum.notifications.models import Notification
from forum.notifications.queries.seeing import still_seen
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread, page_of
from forum.threads.queries.rows import PersonRow, author_row

PAGE = 30
# "99+": nobody counts further, and the count stays cheap.
MOST_COUNTED = 100
# Where one looks after what concerns no thread; after what moderators decided, at one's standing.
PLACES = {
    "token_made": "/settings/tokens",
    "password_changed": "/settings/sessions",
    "role_granted": "/u/me",
    "flag_decided": "/notifications",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A line. ``count`` of its kind stand behind it; the rest is of the last of them."""

    id: int
    kind: str
    count: int
    thread_id: int | None
    title: str
    post_id: int | None
    # The first post that it tells of: there one begins to read.
    first_number: int | None
    by: PersonRow
    about: dict[str, Any]
    created_at: datetime
    read_at: datetime | None

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def path(self) -> str:
        """Where it leads."""
        if self.thread_id is None:
            return PLACES.get(self.kind, "/settings/standing")
        number = self.first_number
        place = "" if not number else f"?page={page_of(number)}#post-{number}"
        place = place.replace("?page=1#", "#")
        return f"/t/{self.thread_id}/{slug(self.title)}{place}"


@dataclass(frozen=True)
class Page:
    notices: list[Notice]
    # Where the next page begins; None on the last.
    next: int | None


def count_unread(person: Person, category_ids: Collection[int]) -> int:
    """At most 100. One query."""
    mine = _joined(select(Notification.id)).where(
        Notification.user_id == person.id,
        Notification.read_at.is_(None),
        Notification.is_listed.is_(True),
        still_seen(person, category_ids),
    )
    with read() as connection:
        some = mine.limit(MOST_COUNTED).subquery()
        return connection.scalar(select(func.count()).select_from(some)) or 0


def has_unread(user_id: int, thread_id: int) -> bool:
    """Of what they were told of this thread."""
    mine = (Notification.user_id == user_id, Notification.thread_id == thread_id)
    unread = select(Notification.id).where(*mine, Notification.read_at.is_(None)).limit(1)
    with read() as connection:
        return connection.scalar(unread) is not None


def list_notices(
    person: Person,
    category_ids: Collection[int],
    *,
    unread_only: bool = False,
    after: int | None = None,
    limit: int = PAGE,
) -> Page:
    """The last first. ``after``: the ``next`` of the page before."""
    lines = _lines(person, category_ids, unread_only, after).limit(limit + 1).subquery()
    with read() as connection:
        rows = connection.execute(_details(lines)).all()
    notices = [_notice(row, person) for row in rows[:limit]]
    return Page(notices, notices[-1].id if len(rows) > limit else None)


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(Notification)
        .outerjoin(Thread, Thread.id == Notification.thread_id)
        .outerjoin(Post, Post.id == Notification.post_id)
    )


def _lines(
    person: Person, category_ids: Collection[int], unread_only: bool, after: int | None
) -> Select[Any]:
    last = func.max(Notification.id)
    # What has no thread stands alone.
    alone = case((Notification.thread_id.is_(None), Notification.id))
    first = func.min(Post.number)
    columns: Any = select(last.label("last"), func.count().label("count"), first.label("first"))
    statement = _joined(columns).where(
        Notification.user_id == person.id,
        Notification.is_listed.is_(True),
        still_seen(person, category_ids),
    )
    if unread_only:
        statement = statement.where(Notification.read_at.is_(None))
    grouped = statement.group_by(
        Notification.kind, Notification.thread_id, Notification.read_at, alone
    )
    if after is not None:
        grouped = grouped.having(last < after)
    return grouped.order_by(last.desc())


def _details(lines: Any) -> Select[Any]:
    by = aliased(User)
    return (
        select(
            Notification.id, Notification.kind, lines.c.count, Notification.thread_id,
            Thread.title, Notification.post_id, lines.c.first, Notification.about,
            Notification.created_at, Notification.read_at, Thread.author_id.label("asker_id"),
            Thread.is_anonymous, by.id.label("by_id"), by.handle, by.display_name, by.role,
        )
        .select_from(lines)
        .join(Notification, Notification.id == lines.c.last)
        .outerjoin(Thread, Thread.id == Notification.thread_id)
        .outerjoin(by, by.id == Notification.by_id)
        .order_by(Notification.id.desc())
    )  # fmt: skip


def _notice(row: Any, person: Person) -> Notice:
    unnamed = bool(row.is_anonymous) and row.by_id == row.asker_id
    by = author_row(person, row.by_id, row.handle, row.display_name, row.role, hidden=unnamed)
    return Notice(
        row.id, row.kind, row.count, row.thread_id, row.title or "", row.post_id, row.first, by,
        row.about, row.created_at, row.read_at,
    )  # fmt: skip


def get_notice(notice_id: int, person: Person, category_ids: Sequence[int]) -> Notice | None:
    """One of theirs, as its line; None where it is not theirs, or no longer theirs to see."""
    here = select(Notification.kind, Notification.thread_id, Notification.read_at).where(
        Notification.id == notice_id, Notification.user_id == person.id
    )
    with read() as connection:
        found = connection.execute(here).first()
        if found is None:
            return None
        same = Notification.id == notice_id
        if found.thread_id is not None:
            same = and_(
                Notification.kind == found.kind,
                Notification.thread_id == found.thread_id,
                Notification.read_at.is_not_distinct_from(found.read_at),
            )
        lines = _lines(person, category_ids, False, None).where(same).subquery()
        row = connection.execute(_details(lines)).first()
    return _notice(row, person) if row else None
