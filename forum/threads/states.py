"""What became of a thread: each state that has a who and a when is a row of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Model


class Acceptance(Model):
    """Who accepted which post as the answer, and when. At most one per thread."""

    __tablename__ = "acceptances"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    # The post's author again: how many answers of theirs are accepted is counted by it. A counter
    # on the person would make accepting wait for whoever replies, who waits for the thread.
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    # Another forum's export does not always say who it was.
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = ()


class ChoiceLock(Model):
    """A moderator fixed which answer is accepted, or that none is."""

    __tablename__ = "choice_locks"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    locked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    locked_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str]

    __table_args__ = ()


class Closing(Model):
    """Solved without an answer."""

    __tablename__ = "closings"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str] = mapped_column(default="")

    __table_args__ = ()


class Duplicate(Model):
    """The same question as another thread, which readers are sent to."""

    __tablename__ = "duplicates"
    __table_args__ = (CheckConstraint("thread_id <> original_id", name="itself"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    marked_at: Mapped[datetime] = mapped_column(default=now)


class ThreadLock(Model):
    """Who closed a thread to replies, when, and the reason that people read."""

    __tablename__ = "thread_locks"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    # Nobody in particular, in an import.
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    locked_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str]

    __table_args__ = ()
