"""Signing in and out."""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, update

from forum import policy
from forum.accounts.actions.creating import tidy_email
from forum.accounts.models import SignIn, User
from forum.accounts.passwords import matches
from forum.accounts.queries import find_by_email, find_by_handle
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Forbidden, Invalid, NotFound
from forum.core.tokens import digest, new_token


class Suspended(Forbidden):
    """Of ``user_id``; why, is moderation's to say."""

    def __init__(self, message: str, user_id: int) -> None:
        super().__init__(message)
        self.user_id = user_id


def sign_in(name: str, password: str, *, agent: str) -> str:
    """The new browser token of whoever has this handle or address, and this password.

    Raises ``Invalid`` with one sentence for every cause but a suspension, which only somebody who
    knows the password learns of.
    """
    user = find_by_name(name)
    known = user.password_hash if user else None
    if not matches(password, known) or user is None:
        raise _not_right()
    if user.suspended_until is not None and user.suspended_until > now():
        until = f"{user.suspended_until:%Y-%m-%d %H:%M}"
        sentence = _("This account is suspended until %(date)s (UTC).", date=until)
        raise Suspended(sentence, user.id)
    with transaction():
        # A password that was replaced while it was checked opens nothing any more.
        if lock(user).password_hash != known:
            raise _not_right()
        return begin_sign_in(user, agent)


def _not_right() -> Invalid:
    return Invalid(_("The name or the password is not right."), "password")


def find_by_name(name: str) -> User | None:
    """By handle or address, as somebody types it."""
    name = name.strip()[:254]
    if "@" not in name:
        return find_by_handle(name)
    try:
        return find_by_email(tidy_email(name))
    except Invalid:
        return None


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


@transaction()
def end_sign_in(user: User, sign_in_id: int, *, by: User) -> None:
    """Raises ``NotFound`` when it is not theirs or has ended."""
    policy.require(policy.end_sign_in(by, user))
    if not _end(SignIn.id == sign_in_id, SignIn.user_id == user.id):
        raise NotFound(_("This sign-in has ended already."))


@transaction()
def end_other_sign_ins(user: User, *, keep: int | None, by: User) -> None:
    policy.require(policy.end_other_sign_ins(by, user))
    end_all_sign_ins(user, but=keep)


def end_all_sign_ins(user: User, *, but: int | None = None) -> None:
    """Inside a transaction: every browser of theirs, but perhaps the one that asks."""
    _end(SignIn.user_id == user.id, SignIn.id != (but or 0))


@transaction()
def see_sign_in(sign_in_id: int) -> None:
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now()))


def _end(*which: ColumnElement[bool]) -> bool:
    """Whether there was anything to end."""
    statement = update(SignIn).where(*which, SignIn.ended_at.is_(None)).values(ended_at=now())
    return db.session.execute(statement.returning(SignIn.id)).first() is not None
