"""Threads and their posts; and, from beside it, every other table of the room but its states."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.clock import now
from forum.core.db import Model
from forum.core.model import one_of
from forum.core.text import slug
from forum.policy.shapes import State
from forum.threads.states import Acceptance, ChoiceLock, Closing, Duplicate, ThreadLock
from forum.threads.tags import Tag as Tag
from forum.threads.tags import ThreadTag as ThreadTag
from forum.threads.traces import MeToo as MeToo
from forum.threads.traces import ReadingPosition as ReadingPosition
from forum.threads.traces import Revision as Revision
from forum.threads.traces import ThreadLink as ThreadLink
from forum.threads.traces import Vote as Vote

# Posts on a page of a thread, and threads on a page of a list.
PAGE = 20

STATES: tuple[str, ...] = get_args(State)


class Thread(Model):
    """A question, or a discussion where the category has discussions.

    What lists show (``reply_count``, ``last_post_at``, ``resolution``, ``tags``, ``excerpt``) is
    kept here by actions; ``threads.actions.recounting`` computes it afresh.
    """

    __tablename__ = "threads"
    # Each list has the index that its ORDER BY walks backwards (16 ms without, 2.9 with).
    __table_args__ = (
        one_of("state", STATES),
        UniqueConstraint("origin", "origin_id"),
        Index("ix_threads_latest", "state", "staff_only", "audience", "last_post_at", "id"),
        Index(
            "ix_threads_resolution",
            "state", "staff_only", "audience", "resolution", "last_post_at", "id",
        ),
        Index(
            "ix_threads_unanswered",
            "state", "staff_only", "audience", "resolution", "reply_count", "last_post_at", "id",
        ),
        Index(
            "ix_threads_category",
            "category_id", "state", "staff_only", "audience", "last_post_at", "id",
        ),
        Index(
            "ix_threads_category_resolution",
            "category_id", "state", "staff_only", "audience", "resolution", "last_post_at", "id",
        ),
        Index("ix_threads_author", "author_id", "id"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    # An imported thread may have nobody; a person's threads outlive the account.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str]
    language: Mapped[str | None]
    excerpt: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default="public")
    # Hidden only because its opening post is, with which it comes back.
    hidden_with_opening: Mapped[bool] = mapped_column(default=False)
    staff_only: Mapped[bool] = mapped_column(default=False)
    # category: whoever may see the category; participants: its author and staff.
    audience: Mapped[str] = mapped_column(default="category")
    # The author shows as "somebody" to the public.
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    resolution: Mapped[str] = mapped_column(default="open")
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_post_at: Mapped[datetime] = mapped_column(default=now)
    # Grows under the thread's lock; a number that was used never returns.
    last_number: Mapped[int] = mapped_column(default=0)
    # Public posts but the first.
    reply_count: Mapped[int] = mapped_column(default=0)
    # Without the asker, whom what people read counts too.
    me_toos: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str | None]
    origin_id: Mapped[int | None]

    # Whoever asks for a thread asks whether they may see it. What else is here must be read after
    # the thread is locked, not with it: PostgreSQL would answer from before it waited.
    category: Mapped[Category] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[User | None] = relationship()
    acceptance: Mapped[Acceptance | None] = relationship(cascade="all, delete-orphan")
    closing: Mapped[Closing | None] = relationship(cascade="all, delete-orphan")
    duplicate: Mapped[Duplicate | None] = relationship(
        cascade="all, delete-orphan", foreign_keys=[Duplicate.thread_id]
    )
    lock: Mapped[ThreadLock | None] = relationship(cascade="all, delete-orphan")
    choice_lock: Mapped[ChoiceLock | None] = relationship(cascade="all, delete-orphan")

    @property
    def slug(self) -> str:
        return slug(self.title)

    @property
    def path(self) -> str:
        return f"/t/{self.id}/{self.slug}"

    @property
    def is_question(self) -> bool:
        return self.resolution != "none"

    @property
    def is_locked(self) -> bool:
        return self.lock is not None

    @property
    def is_choice_locked(self) -> bool:
        return self.choice_lock is not None

    @property
    def answer_id(self) -> int | None:
        return self.acceptance.post_id if self.acceptance else None


class Post(Model):
    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        # The number first: an address of another site, which leads here, tells no more.
        UniqueConstraint("origin_id", "origin"),
        one_of("state", STATES),
        Index("ix_posts_author", "author_id", "created_at"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    number: Mapped[int]
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    body: Mapped[str]
    # What ``core.markup.RENDERER`` made of the body, and which version of it.
    html: Mapped[str]
    renderer: Mapped[int]
    state: Mapped[str] = mapped_column(default="public")
    staff_only: Mapped[bool] = mapped_column(default=False)
    # Written by staff, as staff; stays what it was when their role changes.
    is_official: Mapped[bool] = mapped_column(default=False)
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hidden_reason: Mapped[str] = mapped_column(default="")
    hidden_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    # "Helpful" votes, with what another site counted before.
    votes: Mapped[int] = mapped_column(default=0)
    imported_score: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str | None]
    origin_id: Mapped[int | None]

    thread: Mapped[Thread] = relationship()
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])

    @property
    def is_opening(self) -> bool:
        return self.number == 1

    @property
    def path(self) -> str:
        return f"/p/{self.id}"


def page_of(number: int) -> int:
    """The page of a thread on which the post with this number stands."""
    return (number - 1) // PAGE + 1
