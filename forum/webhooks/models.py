"""Addresses of other programs that want to know what happens, and what they were told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import Model
from forum.core.model import one_of

EVENTS = (
    "thread.created", "thread.closed", "thread.reopened", "thread.hidden", "thread.restored",
    "post.created", "post.edited", "post.hidden", "post.restored",
    "answer.accepted", "answer.unaccepted",
    "announcement.published", "announcement.updated",
    "maintenance.changed", "maintenance.started", "maintenance.completed",
    "maintenance.cancelled",
    "flag.created", "flag.decided",
)
# Sent when an administrator asks for it, whatever a webhook wants.
TEST = "webhook.test"
# Something went out of sight: no words go with it.
GONE = ("thread.hidden", "post.hidden")

# Why the program stopped one by itself: its receiver said so; nothing came through for days.
STOPS = ("gone", "failing")

# How long the secret before the last counts.
ROTATION = timedelta(hours=24)


class Webhook(Model):
    """Where to send news. The secret stands here as it is: signing needs it."""

    __tablename__ = "webhooks"
    __table_args__ = (one_of("stopped_because", STOPS), Model.__table_args__)

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    secret: Mapped[str]
    previous_secret: Mapped[str | None]
    previous_until: Mapped[datetime | None]
    events: Mapped[list[str]]
    # Also what guests do not see: it reads what administrators read.
    includes_restricted: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    # Since then nothing has come through.
    failing_since: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_because: Mapped[str | None]

    made_by: Mapped[User] = relationship()

    @property
    def name(self) -> str:
        """What it is for, or where it leads."""
        return self.description or urlsplit(self.url).hostname or self.url

    @property
    def secrets(self) -> list[str]:
        """Those that count now, the newest first."""
        if self.previous_secret and self.previous_until and self.previous_until > now():
            return [self.secret, self.previous_secret]
        return [self.secret]


class Delivery(Model):
    """One message to one webhook: of what it tells, never its text, which must be possible to
    purge. The body is made when it is sent."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(None, "webhook_id", "id"),
        Index(None, "delivered_at"),
        Index(None, "given_up_at"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    # Stays the same however often it is sent.
    message_id: Mapped[str] = mapped_column(unique=True)
    event: Mapped[str]
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("review_items.id"))
    flag_id: Mapped[int | None] = mapped_column(ForeignKey("flags.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    # One of ``actions.delivering.ERRORS``.
    last_error: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()

    @property
    def is_finished(self) -> bool:
        return self.delivered_at is not None or self.given_up_at is not None

    @property
    def state(self) -> str:
        if self.delivered_at is not None:
            return "delivered"
        return "given_up" if self.given_up_at is not None else "waiting"

    @property
    def subject(self) -> dict[str, Any]:
        """The ids of what it tells of."""
        names = ("thread_id", "post_id", "item_id", "flag_id")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}
