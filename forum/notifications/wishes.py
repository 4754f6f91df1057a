"""How somebody wants to be told: channels by topic, quiet hours, the digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Model
from forum.core.model import one_of

DIGESTS = ("none", "daily", "weekly")


class NotificationWishes(Model):
    """No row: the defaults."""

    __tablename__ = "notification_wishes"
    __table_args__ = (
        one_of("digest", DIGESTS),
        CheckConstraint("quiet_from BETWEEN 0 AND 1439", name="quiet_from"),
        CheckConstraint("quiet_until BETWEEN 0 AND 1439", name="quiet_until"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    # Minutes since midnight in one's own time zone; no mail and no push in between.
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    digest: Mapped[str] = mapped_column(default="weekly")
    digested_at: Mapped[datetime | None]
    # Follow what one replies to and what one reads for long.
    follows_along: Mapped[bool] = mapped_column(default=True)


class NotificationChoice(Model):
    """Where somebody's wish differs from the topic's default."""

    __tablename__ = "notification_choices"
    __table_args__ = ()

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    is_wanted: Mapped[bool]
