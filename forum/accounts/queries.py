"""Everything that reads people."""

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from forum.accounts.models import ApiToken, SignIn, User
from forum.accounts.visitors import Visitor
from forum.core.clock import now
from forum.core.db import db, read
from forum.core.errors import NotFound
from forum.core.text import skeleton
from forum.core.tokens import digest

_VISITOR: tuple[Any, ...] = (
    User.id,
    User.handle,
    User.display_name,
    User.role,
    User.trust_level,
    User.silenced_until,
    User.language,
    User.time_zone,
    User.theme,
)


def _not_suspended() -> ColumnElement[bool]:
    return or_(User.suspended_until.is_(None), User.suspended_until <= now())


def find_visitor(token: str) -> Visitor | None:
    """Whoever signed in with this browser's token, unless that ended or they are suspended."""
    statement = (
        select(*_VISITOR, SignIn.id, SignIn.seen_at)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None), _not_suspended())
    )
    with read() as connection:
        row = connection.execute(statement).first()
    return Visitor(*row, scopes=None) if row else None


def find_program(token: str) -> Visitor | None:
    """The person as whom a program with this API token acts."""
    statement = (
        select(*_VISITOR, ApiToken.scopes)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(
            ApiToken.token_hash == digest(token),
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now()),
            _not_suspended(),
        )
    )
    with read() as connection:
        row = connection.execute(statement).first()
    return Visitor(*row[:-1], None, None, tuple(row[-1])) if row else None


def get_user(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("This person does not exist.")
    return user


def find_by_handle(handle: str) -> User | None:
    """By the handle as somebody types it: case, width and look-alikes do not matter."""
    like = skeleton(handle[:60])
    return db.session.scalars(select(User).where(User.skeleton == like)).first() if like else None


def get_by_handle(handle: str) -> User:
    user = find_by_handle(handle)
    if user is None:
        raise NotFound("This person does not exist.")
    return user


def find_by_email(email: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == email)).first()


def paths_by_handle(handles: set[str]) -> dict[str, str]:
    """The paths of those people whose exact handle (but for case and width) is among these."""
    likes = {skeleton(handle): handle for handle in handles}
    statement = select(User.skeleton, User.handle).where(User.skeleton.in_(likes))
    with read() as connection:
        return {likes[like]: f"/u/{handle}" for like, handle in connection.execute(statement)}


def sign_ins(user_id: int) -> list[SignIn]:
    """The browsers in which somebody is signed in, the last used first."""
    statement = select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    return list(db.session.scalars(statement.order_by(SignIn.seen_at.desc()).limit(100)))


def tokens(user_id: int) -> list[ApiToken]:
    statement = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    return list(db.session.scalars(statement.order_by(ApiToken.id.desc()).limit(100)))


def count_members() -> int:
    with read() as connection:
        return connection.scalar(select(func.count()).select_from(User)) or 0
