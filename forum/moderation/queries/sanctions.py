"""What was decided about people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db, read
from forum.core.errors import NotFound
from forum.core.numbers import LARGEST_ID
from forum.moderation.models import Flag, ReviewItem, Sanction, is_over
from forum.threads.models import Post, Thread

# What a moderator looks at before deciding about a person.
RECENT = 10


@dataclass(frozen=True, slots=True)
class SanctionRow:
    id: int
    kind: str
    until: datetime
    reason: str
    begun_at: datetime
    ended_at: datetime | None
    by_handle: str
    by_name: str

    @property
    def is_over(self) -> bool:
        return is_over(self)


@dataclass(frozen=True, slots=True)
class Record:
    """How often posts of somebody were flagged, and how often a moderator agreed."""

    flagged_posts: int
    agreed: int
    flags_given: int


@dataclass(frozen=True, slots=True)
class RecentPost:
    id: int
    number: int
    title: str
    html: str
    state: str
    created_at: datetime


def sanctions_of(user_id: int) -> list[SanctionRow]:
    """The newest first."""
    statement = (
        select(
            Sanction.id, Sanction.kind, Sanction.until, Sanction.reason, Sanction.begun_at,
            Sanction.ended_at, User.handle, User.display_name,
        )
        .join(User, User.id == Sanction.by_id)
        .where(Sanction.user_id == user_id)
        .order_by(Sanction.id.desc())
        .limit(100)
    )
    with read() as connection:
        return [SanctionRow(*row) for row in connection.execute(statement)]


def get_sanction(sanction_id: int) -> Sanction:
    sanction = db.session.get(Sanction, sanction_id) if sanction_id <= LARGEST_ID else None
    if sanction is None:
        raise NotFound(_("There is no such sanction."))
    return sanction


def why_suspended(user_id: int) -> str:
    """What the moderator wrote; "" when nothing is in force."""
    statement = select(Sanction.reason).where(
        Sanction.user_id == user_id,
        Sanction.kind == "suspension",
        Sanction.ended_at.is_(None),
        Sanction.until > now(),
    )
    with read() as connection:
        return connection.scalar(statement) or ""


def record_of(user_id: int) -> Record:
    items = select(func.count(), func.count().filter(ReviewItem.decision == "agree")).join(
        Post, Post.id == ReviewItem.post_id
    )
    given = select(func.count()).where(Flag.user_id == user_id)
    with read() as connection:
        flagged, agreed = connection.execute(items.where(Post.author_id == user_id)).one()
        return Record(flagged, agreed, connection.scalar(given) or 0)


def recent_posts(user_id: int, categories: Collection[int]) -> list[RecentPost]:
    """For staff: hidden ones among them; ``categories`` are the ids of those the reader sees."""
    statement = (
        select(Post.id, Post.number, Thread.title, Post.html, Post.state, Post.created_at)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.author_id == user_id,
            Post.state != "purged",
            Thread.category_id.in_(list(categories)),
        )
        .order_by(Post.created_at.desc())
        .limit(RECENT)
    )
    with read() as connection:
        return [RecentPost(*row) for row in connection.execute(statement)]
