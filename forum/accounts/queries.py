"""Everything that reads people."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, bindparam, or_, select

from forum.accounts.models import (
    IDLE,
    SYSTEM_ID,
    ApiToken,
    CodeRequest,
    SignIn,
    User,
)
from forum.accounts.visitors import Visitor
from forum.core.clock import now
from forum.core.db import db, read
from forum.core.errors import NotFound
from forum.core.text import fold, has_surrogate, skeleton
from forum.core.tokens import digest
from forum.policy import STAFF

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
    User.mail_stopped_at,
)


def _open_sign_in() -> tuple[ColumnElement[bool], ...]:
    return SignIn.ended_at.is_(None), SignIn.seen_at > now() - IDLE


# Built once: one of them is the first query of everybody's requests but guests'.
_NOT_SUSPENDED = or_(User.suspended_until.is_(None), User.suspended_until <= bindparam("now"))
_BY_SIGN_IN = (
    select(*_VISITOR, SignIn.id, SignIn.seen_at)
    .join(SignIn, SignIn.user_id == User.id)
    .where(
        SignIn.token_hash == bindparam("token"),
        SignIn.ended_at.is_(None),
        SignIn.seen_at > bindparam("idle_since"),
        _NOT_SUSPENDED,
    )
)
_BY_API_TOKEN = (
    select(*_VISITOR, ApiToken.scopes, ApiToken.expires_at, ApiToken.id)
    .join(ApiToken, ApiToken.user_id == User.id)
    .where(
        ApiToken.token_hash == bindparam("token"),
        ApiToken.revoked_at.is_(None),
        or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > bindparam("now")),
        _NOT_SUSPENDED,
    )
)


def find_visitor(token: str) -> Visitor | None:
    """Whoever signed in with this browser's token, unless that ended or they are suspended."""
    wanted = {"token": digest(token), "idle_since": now() - IDLE, "now": now()}
    with read() as connection:
        row = connection.execute(_BY_SIGN_IN, wanted).first()
    if row is None:
        return None
    columns: tuple[Any, ...] = (*row, None)
    return Visitor(*columns)


def find_program(token: str) -> Visitor | None:
    """The person as whom a program with this API token acts."""
    with read() as connection:
        row = connection.execute(_BY_API_TOKEN, {"token": digest(token), "now": now()}).first()
    if row is None:
        return None
    columns: tuple[Any, ...] = (*row[:-3], None, None, tuple(row.scopes), row.expires_at, row[-1])
    return Visitor(*columns)


def get_user(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(_("This person does not exist."))
    return user


def find_by_handle(handle: str) -> User | None:
    """By the handle as somebody types it: case, width and look-alikes do not matter."""
    if "\x00" in handle or has_surrogate(handle):
        return None
    like = skeleton(handle[:60])
    return db.session.scalars(select(User).where(User.skeleton == like)).first() if like else None


def get_by_handle(handle: str) -> User:
    user = find_by_handle(handle)
    if user is None:
        raise NotFound(_("This person does not exist."))
    return user


def find_address(request: type[CodeRequest], token: str) -> str | None:
    """Where the code of this browser's request went, if it has one."""
    statement = select(request.email).where(request.token_hash == digest(token))
    with read() as connection:
        return connection.scalar(statement)


def find_by_email(email: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == email)).first()


def names_of_staff() -> set[str]:
    """Their handles, and the names under which they speak."""
    with read() as connection:
        rows = connection.execute(
            select(User.handle, User.display_name).where(User.role.in_(STAFF))
        )
        return {name for row in rows for name in row}


def knows_browser(token: str, user_id: int) -> bool:
    """Whether somebody has signed in with this browser's token, even if that has ended."""
    mine = select(SignIn.id).where(SignIn.token_hash == digest(token), SignIn.user_id == user_id)
    with read() as connection:
        return connection.scalar(mine) is not None


def paths_by_handle(handles: set[str]) -> dict[str, str]:
    """The paths of those people whose handle, but for case and width, is among these."""
    likes = {skeleton(handle) for handle in handles}
    with read() as connection:
        found = connection.scalars(select(User.handle).where(User.skeleton.in_(likes)))
        # A look-alike of a name is somebody else's name, or nobody's.
        known = {fold(handle): f"/u/{handle}" for handle in found}
    return {handle: known[fold(handle)] for handle in handles if fold(handle) in known}


def sign_ins(user_id: int) -> list[SignIn]:
    """The browsers in which somebody is signed in, the last used first."""
    statement = select(SignIn).where(SignIn.user_id == user_id, *_open_sign_in())
    return list(db.session.scalars(statement.order_by(SignIn.seen_at.desc()).limit(100)))


def tokens(user_id: int) -> list[ApiToken]:
    statement = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    return list(db.session.scalars(statement.order_by(ApiToken.id.desc()).limit(100)))


def get_system() -> User:
    """The actor of whatever no person does."""
    return get_user(SYSTEM_ID)


def all_accounts() -> Iterator[dict[str, Any]]:
    """Everybody but the system actor, for an operator; read in pieces."""
    columns = (
        User.id, User.handle, User.display_name, User.email, User.role, User.trust_level,
        User.joined_at, User.silenced_until, User.suspended_until,
    )  # fmt: skip
    last = SYSTEM_ID
    while True:
        statement = select(*columns).where(User.id > last).order_by(User.id).limit(500)
        with read() as connection:
            rows = connection.execute(statement).all()
        if not rows:
            return
        for row in rows:
            yield dict(row._mapping)
        last = rows[-1].id
