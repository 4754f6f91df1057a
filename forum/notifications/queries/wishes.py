"""How somebody wants to be told, and of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db, read
from forum.core.text import slug
from forum.notifications.kinds import TOPICS, Topic
from forum.notifications.levels import CategoryLevel, PersonMute, TagLevel, ThreadLevel
from forum.notifications.models import NotificationChoice, NotificationWishes
from forum.threads.models import Tag, Thread
from forum.threads.queries.rows import PersonRow
from forum.threads.queries.seeing import listed

MOST = 200


@dataclass(frozen=True)
class Wishes:
    """With the defaults where somebody has said nothing."""

    choices: dict[tuple[str, str], bool]
    quiet: tuple[int, int] | None
    digest: str
    follows_along: bool

    def wants(self, topic: Topic, channel: str) -> bool:
        return topic.wants(channel, self.choices.get((topic.name, channel)))


def wishes_of(user_id: int) -> Wishes:
    """Two queries."""
    row = db.session.get(NotificationWishes, user_id)
    choice = NotificationChoice
    columns = select(choice.topic, choice.channel, choice.is_wanted)
    found = db.session.execute(columns.where(choice.user_id == user_id)).all()
    choices = {(topic, channel): wanted for topic, channel, wanted in found if topic in TOPICS}
    if row is None:
        return Wishes(choices, None, "weekly", True)
    quiet = None
    if row.quiet_from is not None and row.quiet_until is not None:
        quiet = row.quiet_from, row.quiet_until
    return Wishes(choices, quiet, row.digest, row.follows_along)


def thread_level(thread_id: int, user_id: int) -> str | None:
    return level_and_mail(thread_id, user_id)[0]


def level_and_mail(thread_id: int, user_id: int) -> tuple[str | None, bool]:
    """The level, and whether they unsubscribed from the thread's mails. One query, none for a
    guest."""
    if not user_id:
        return None, False
    here = (ThreadLevel.user_id == user_id, ThreadLevel.thread_id == thread_id)
    with read() as connection:
        columns = select(ThreadLevel.level, ThreadLevel.no_mail)
        row = connection.execute(columns.where(*here)).first()
    return (row.level, row.no_mail) if row else (None, False)


def category_level(category_id: int, user_id: int) -> str | None:
    return _level(CategoryLevel, CategoryLevel.category_id == category_id, user_id)


def tag_level(tag_id: int, user_id: int) -> str | None:
    return _level(TagLevel, TagLevel.tag_id == tag_id, user_id)


def _level(table: Any, here: Any, user_id: int) -> str | None:
    """None: they have set none. One query, and none for a guest."""
    if not user_id:
        return None
    with read() as connection:
        found = connection.scalar(select(table.level).where(table.user_id == user_id, here))
        return str(found) if found else None


def has_muted(user_id: int, other_id: int) -> bool:
    if not user_id:
        return False
    muted = (PersonMute.user_id == user_id, PersonMute.muted_id == other_id)
    with read() as connection:
        return connection.scalar(select(PersonMute.user_id).where(*muted)) is not None


@dataclass(frozen=True, slots=True)
class Followed:
    """A thread or tag for which somebody has set a level."""

    id: int
    name: str
    path: str
    level: str


def followed_threads(user_id: int, category_ids: Sequence[int]) -> list[Followed]:
    """The last set first, at most 200; those that they may see."""
    here = Thread.category_id.in_(category_ids)
    rows = _rows(
        select(Thread.id, Thread.title, ThreadLevel.level)
        .join(ThreadLevel, ThreadLevel.thread_id == Thread.id)
        .where(ThreadLevel.user_id == user_id, listed(), here)
        .order_by(ThreadLevel.set_at.desc(), Thread.id.desc())
    )
    return [Followed(id_, title, f"/t/{id_}/{slug(title)}", level) for id_, title, level in rows]


def followed_categories(user_id: int) -> dict[int, str]:
    """Category → level."""
    levels = select(CategoryLevel.category_id, CategoryLevel.level)
    return dict(_rows(levels.where(CategoryLevel.user_id == user_id)))


def followed_tags(user_id: int) -> list[Followed]:
    rows = _rows(
        select(Tag.id, Tag.name, TagLevel.level)
        .join(TagLevel, TagLevel.tag_id == Tag.id)
        .where(TagLevel.user_id == user_id)
        .order_by(Tag.name)
    )
    return [Followed(id_, name, f"/tag/{name}", level) for id_, name, level in rows]


def muted_people(user_id: int) -> list[PersonRow]:
    rows = _rows(
        select(User.id, User.handle, User.display_name, User.role)
        .join(PersonMute, PersonMute.muted_id == User.id)
        .where(PersonMute.user_id == user_id)
        .order_by(User.handle)
    )
    return [PersonRow(*row) for row in rows]


def _rows(statement: Any) -> list[Any]:
    with read() as connection:
        return list(connection.execute(statement.limit(MOST)).all())
