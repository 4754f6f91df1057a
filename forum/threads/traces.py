"""What people leave behind on threads and posts: edits, votes, “me too”, how far read, links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import Model


class Revision(Model):
    """A post as it was before an edit."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("post_id", "number"), Model.__table_args__)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    number: Mapped[int]
    # The title too when it was the opening post.
    title: Mapped[str | None]
    body: Mapped[str]
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    edited_at: Mapped[datetime] = mapped_column(default=now)
    # Redacted: nobody but staff sees it, and staff can purge it.
    is_hidden: Mapped[bool] = mapped_column(default=False)

    edited_by: Mapped[User] = relationship()


class Vote(Model):
    """Somebody found a post helpful."""

    __tablename__ = "votes"
    __table_args__ = (
        UniqueConstraint("user_id", "post_id"),
        Index(None, "user_id", "voted_at"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    voted_at: Mapped[datetime] = mapped_column(default=now)


class MeToo(Model):
    """Somebody has met what a question asks about. Its asker has anyway, and has no row."""

    __tablename__ = "me_toos"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index(None, "user_id", "made_at"),)


class ReadingPosition(Model):
    """How far somebody has read a thread."""

    __tablename__ = "reading_positions"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    number: Mapped[int]
    # When their browser last said so.
    read_at: Mapped[datetime] = mapped_column(default=now)
    # For how long they have read it, as far as their browser says; beyond four minutes no more is
    # counted.
    seconds: Mapped[int] = mapped_column(default=0)

    __table_args__ = ()


class ThreadLink(Model):
    """One thread names another; kept from imports, which know it."""

    __tablename__ = "thread_links"
    __table_args__ = ()

    from_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True, index=True)
    linked_at: Mapped[datetime] = mapped_column(default=now)
