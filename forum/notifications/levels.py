"""How much somebody wants to hear of a thread, a category, a tag; and of whom nothing.

- watch: every post, also by mail, as far as one's topics say;
- follow: the same, in the list only; of a category or tag: new threads only;
- normal: what is addressed to oneself;
- mute: nothing. A muted category or tag still lets through what is addressed to oneself.

The thread's own level goes before those of its category and tags.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Model
from forum.core.model import one_of

LEVELS = ("watch", "follow", "normal", "mute")
# chosen: nothing but the person changes it. The others are by what they did.
REASONS = ("chosen", "started", "posted", "read", "me_too")


class ThreadLevel(Model):
    __tablename__ = "thread_levels"
    __table_args__ = (
        one_of("level", LEVELS),
        one_of("reason", REASONS),
        Index("ix_thread_levels_thread_id", "thread_id", "level", "user_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    level: Mapped[str]
    reason: Mapped[str] = mapped_column(default="chosen")
    # They unsubscribed from its mails; the level goes for everything else.
    no_mail: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[datetime] = mapped_column(default=now)


class CategoryLevel(Model):
    __tablename__ = "category_levels"
    __table_args__ = (
        one_of("level", LEVELS),
        Index("ix_category_levels_category_id", "category_id", "level", "user_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True
    )
    level: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(default=now)


class TagLevel(Model):
    __tablename__ = "tag_levels"
    __table_args__ = (
        one_of("level", LEVELS),
        Index("ix_tag_levels_tag_id", "tag_id", "level", "user_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True)
    level: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(default=now)


class PersonMute(Model):
    """Of what ``muted`` does ``user`` hears nothing."""

    __tablename__ = "person_mutes"
    __table_args__ = (Index("ix_person_mutes_muted_id", "muted_id", "user_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    muted_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    muted_at: Mapped[datetime] = mapped_column(default=now)
