"""What each person has been told, and the mails in which they were told it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Model
from forum.core.model import Cut
from forum.notifications.devices import PushKey as PushKey
from forum.notifications.devices import PushSubscription as PushSubscription
from forum.notifications.levels import CategoryLevel as CategoryLevel
from forum.notifications.levels import PersonMute as PersonMute
from forum.notifications.levels import TagLevel as TagLevel
from forum.notifications.levels import ThreadLevel as ThreadLevel
from forum.notifications.wishes import NotificationChoice as NotificationChoice
from forum.notifications.wishes import NotificationWishes as NotificationWishes

_UNREAD = text("read_at IS NULL")
_MAILED = text("mailing_id IS NOT NULL")
_OPEN_OF_THREAD = text("sealed_at IS NULL AND thread_id IS NOT NULL")
_OPEN = text("sealed_at IS NULL AND thread_id IS NULL")


class Notification(Model):
    """One event told to one person. It holds ids, never a text, so that text can be purged."""

    __tablename__ = "notifications"
    __table_args__ = (
        # One event tells a person once, whatever runs twice.
        UniqueConstraint("user_id", "event"),
        Index("ix_notifications_user_id", "user_id", "id"),
        Index(
            "ix_notifications_unread", "user_id", "thread_id",
            sqlite_where=_UNREAD, postgresql_where=_UNREAD,
        ),
        # By it what was taken back is found.
        Index("ix_notifications_event", "event"),
        Index("ix_notifications_created_at", "created_at"),
        Index(
            "ix_notifications_mailing_id", "mailing_id",
            sqlite_where=_MAILED, postgresql_where=_MAILED,
        ),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    # A key of ``kinds.KINDS``, which grows with every room: no CHECK lists it.
    kind: Mapped[str]
    # What happened: "post/12", "answer/12", "thread/7/started/2".
    event: Mapped[str] = mapped_column(Cut)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    # Who did it; None where that is nobody's to know.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # What else its sentence needs: a decision, a role, moments.
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
    # Whether it is shown in the list; else it is here only to be mailed or pushed.
    is_listed: Mapped[bool] = mapped_column(default=True)
    wants_mail: Mapped[bool] = mapped_column(default=False)
    mailing_id: Mapped[int | None] = mapped_column(ForeignKey("mailings.id"))


class Mailing(Model):
    """A mail to one person about one thread, or about none. What happens until it is sealed goes
    into it; it is sealed when its job begins."""

    __tablename__ = "mailings"
    __table_args__ = (
        Index(
            "uq_mailings_open_of_thread", "user_id", "thread_id", unique=True,
            sqlite_where=_OPEN_OF_THREAD, postgresql_where=_OPEN_OF_THREAD,
        ),
        Index(
            "uq_mailings_open", "user_id", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
        Index("ix_mailings_user_id", "user_id", "sent_at"),
        Index("ix_mailings_made_at", "made_at"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    # How many were put into it.
    notices: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(default=now)
    sealed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
