"""What keeps the place safe: flags, what moderators decide, sanctions, and the action log."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import Model
from forum.core.model import Cut, one_of
from forum.threads.models import Post

REASONS = (
    "scam", "secrets", "impersonation", "spam", "off_topic", "rude", "unlawful", "other",
)
DECISIONS = ("agree", "disagree", "ignore")
KINDS = ("silence", "suspension")

_UNDECIDED = text("decided_at IS NULL")
_NOT_ENDED = text("ended_at IS NULL")


class ReviewItem(Model):
    """A post that waits for a moderator, or what one decided. A post has one that is open."""

    __tablename__ = "review_items"
    __table_args__ = (
        one_of("decision", DECISIONS),
        Index(
            "uq_review_items_open", "post_id", unique=True,
            sqlite_where=_UNDECIDED, postgresql_where=_UNDECIDED,
        ),
        Index("ix_review_items_post_id", "post_id"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    decision: Mapped[str | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]

    post: Mapped[Post] = relationship()
    decided_by: Mapped[User | None] = relationship()


class Flag(Model):
    """Somebody's report of a post. One per person and review item."""

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("item_id", "user_id"),
        Index(None, "user_id", "flagged_at"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    flagged_at: Mapped[datetime] = mapped_column(default=now)

    item: Mapped[ReviewItem] = relationship()


class Ending(Protocol):
    """A sanction, or a row of one."""

    @property
    def until(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


def is_over(sanction: Ending) -> bool:
    """Its time has passed, or it was ended early."""
    return sanction.ended_at is not None or sanction.until <= now()


class Sanction(Model):
    """Until when somebody may not write (silence) or not come in (suspension), and why.

    A person has one of a kind at a time. It is over when ``until`` has passed, or ``ended_at``
    is set: somebody ended it early, or another took its place.
    """

    __tablename__ = "sanctions"
    __table_args__ = (
        one_of("kind", KINDS),
        Index(
            "uq_sanctions_open", "user_id", "kind", unique=True,
            sqlite_where=_NOT_ENDED, postgresql_where=_NOT_ENDED,
        ),
        Index("ix_sanctions_user_id", "user_id"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str]
    until: Mapped[datetime]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    begun_at: Mapped[datetime] = mapped_column(default=now)
    # Early, or replaced by another of its kind.
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    by: Mapped[User] = relationship(foreign_keys=[by_id])


class LogLine(Model):
    """Who did what, to what, and why. Triggers refuse to change or delete a line.

    It holds ids, names of fields and reasons, never a text that somebody posted.
    """

    __tablename__ = "log_lines"
    __table_args__ = (
        Index("ix_log_lines_by_id", "by_id", "id"),
        Index("ix_log_lines_verb", "verb", "id"),
        Index("ix_log_lines_subject", "subject", "id"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    verb: Mapped[str] = mapped_column(Cut)
    subject: Mapped[str] = mapped_column(Cut)
    reason: Mapped[str] = mapped_column(default="")
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    logged_at: Mapped[datetime] = mapped_column(default=now)
