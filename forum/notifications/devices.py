"""Browsers that show notices by web push, and the key by which push services know us."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Model

# Of one person; the oldest goes.
MOST_DEVICES = 10
LONGEST_ENDPOINT = 1000


class PushKey(Model):
    """The one row. Another pair would end every subscription: browsers are bound to it."""

    __tablename__ = "push_keys"
    __table_args__ = (CheckConstraint("id = 1", name="only"), Model.__table_args__)

    id: Mapped[int] = mapped_column(primary_key=True)
    private_key: Mapped[str]
    public_key: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)


class PushSubscription(Model):
    """A browser of somebody. It counts for as long as the sign-in or the token by which it came."""

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        CheckConstraint("(sign_in_id IS NULL) <> (token_id IS NULL)", name="came_by"),
        Index(None, "user_id", "id"),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sign_in_id: Mapped[int | None] = mapped_column(ForeignKey("sign_ins.id"))
    token_id: Mapped[int | None] = mapped_column(ForeignKey("api_tokens.id"))
    endpoint: Mapped[str] = mapped_column(unique=True)
    # What its maker gave it to read with, in base64url.
    p256dh: Mapped[str]
    auth: Mapped[str]
    agent: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(default=now)
    # Since then nothing has come through.
    failing_since: Mapped[datetime | None]
