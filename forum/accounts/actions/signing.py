"""Signing in and out."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from forum.accounts.models import SignIn, User
from forum.accounts.passwords import matches
from forum.accounts.queries import find_by_email, find_by_handle
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.errors import Forbidden, Invalid
from forum.core.tokens import digest, new_token

# A sign-in that nobody used for so long ends.
IDLE = timedelta(days=60)


def sign_in(name: str, password: str, *, agent: str) -> str:
    """The new browser token of whoever has this handle or address, and this password.

    Raises ``Invalid`` with one sentence for every cause but a suspension, which only somebody who
    knows the password learns of.
    """
    name = name.strip()[:254]
    user = find_by_email(name.lower()) if "@" in name else find_by_handle(name)
    if not matches(password, user.password_hash if user else None) or user is None:
        raise Invalid(_("The name or the password is not right."), "password")
    if user.suspended_until is not None and user.suspended_until > now():
        until = f"{user.suspended_until:%Y-%m-%d %H:%M}"
        raise Forbidden(_("This account is suspended until %(date)s (UTC).", date=until))
    return begin_sign_in(user, agent)


@transaction()
def begin_sign_in(user: User, agent: str) -> str:
    """The token for the browser; only its hash is stored."""
    token = new_token()
    row = SignIn(token_hash=digest(token), user_id=user.id, agent=agent[:200])
    db.session.add(row)
    return token


@transaction()
def sign_out(token: str) -> None:
    _end(SignIn.token_hash == digest(token))


def end_all_sign_ins(user: User, *, but: int | None = None) -> None:
    """Inside a transaction: every browser of theirs, but perhaps the one that asks."""
    _end(SignIn.user_id == user.id, SignIn.id != (but or 0))


@transaction()
def see_sign_in(sign_in_id: int) -> None:
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now()))


def _end(*which: object) -> None:
    statement = update(SignIn).where(*which, SignIn.ended_at.is_(None)).values(ended_at=now())  # type: ignore[arg-type]
    db.session.execute(statement)
