"""People, and what they prove themselves with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.clock import now
from forum.core.db import Model
from forum.core.model import Cut
from forum.policy.shapes import Role

ROLES: tuple[str, ...] = get_args(Role)
TRUST_LEVELS = range(5)
THEMES = ("system", "light", "dark")
# Hues of site.css: h1 to h8, and ho, which only staff have.
HUES = 8

# Acts without a person are the system actor's: a row that every installation has.
SYSTEM_ID = 1

# A sign-in that nobody used for so long has ended.
IDLE = timedelta(days=60)


class User(Model):
    """A person. What was imported has neither address nor password."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("origin", "origin_id"),
        CheckConstraint(
            f"trust_level BETWEEN {TRUST_LEVELS[0]} AND {TRUST_LEVELS[-1]}", name="trust_level"
        ),
        Model.__table_args__,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(Cut)
    # What the handle looks like; two people never look alike.
    skeleton: Mapped[str] = mapped_column(Cut, unique=True)
    display_name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    role: Mapped[str] = mapped_column(default="member")
    trust_level: Mapped[int] = mapped_column(default=0)
    silenced_until: Mapped[datetime | None]
    suspended_until: Mapped[datetime | None]
    # Since when mail does not reach them, and what their mail server said.
    mail_stopped_at: Mapped[datetime | None]
    mail_stopped_why: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    language: Mapped[str | None]
    time_zone: Mapped[str | None]
    theme: Mapped[str] = mapped_column(default="system")
    joined_at: Mapped[datetime] = mapped_column(default=now)
    origin: Mapped[str | None]
    origin_id: Mapped[int | None]

    @property
    def path(self) -> str:
        return f"/u/{self.handle}"


class SignIn(Model):
    """A browser in which somebody has signed in, until it ends."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index(None, "user_id", "ended_at"), Model.__table_args__)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    agent: Mapped[str] = mapped_column(default="")
    signed_in_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class ApiToken(Model):
    """What a program shows to act as a person, within its scopes."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    scopes: Mapped[list[str]]
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class CodeRequest(Model):
    """A one-time code that somebody asked for by mail."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    language: Mapped[str]
    # When the mail was written, and the code in it: None where none is to be typed.
    mailed_at: Mapped[datetime | None]
    code_hash: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime] = mapped_column(default=now, index=True)


class PendingSignUp(CodeRequest):
    """Somebody who has yet to type the code, which goes to no address that has an account."""

    __tablename__ = "pending_sign_ups"

    handle: Mapped[str]
    password_hash: Mapped[str]


class PasswordReset(CodeRequest):
    """A new password, once the code is typed, which goes only to an address of an account."""

    __tablename__ = "password_resets"
