"""API tokens: what a program shows to act as somebody."""

from collections.abc import Collection
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select, update

from forum import policy
from forum.accounts.events import TokenMade
from forum.accounts.models import ApiToken, User
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.events import publish
from forum.core.jobs import enqueue
from forum.core.tokens import digest, new_token
from forum.safety.door import admit

SCOPES = ("read", "write", "moderate", "announce", "admin")
# More than anybody can keep in mind.
MOST = 20
LONGEST_DAYS = 3650


@transaction()
def make_token(
    user: User,
    name: str,
    scopes: Collection[str],
    *,
    days: int | None = None,
    until: datetime | None = None,
    by: User,
) -> str:
    """The token itself, which is stored nowhere. It works for ``days``, and not past ``until``."""
    lock(user)
    _check_scopes(scopes)
    policy.require(policy.make_token(by, user, scopes))
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Invalid(_("Choose how long the token works."), "days")
    live = select(func.count()).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
    if (db.session.scalar(live) or 0) >= MOST:
        raise Conflict(_("You have %(n)s tokens. Revoke one that you do not need.", n=MOST))
    token, ends = new_token(), [until] if until else []
    if days:
        ends.append(now() + timedelta(days=days))
    row = ApiToken(
        token_hash=digest(token),
        user_id=user.id,
        name=admit(name, "token_name", "name"),
        scopes=[scope for scope in SCOPES if scope in scopes],
        expires_at=min(ends, default=None),
    )
    db.session.add(row)
    db.session.flush()
    publish(TokenMade(row, by))
    enqueue("tell_of_token", token_id=row.id)
    return token


def _check_scopes(scopes: Collection[str]) -> None:
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Invalid(_("Choose what the token may do."), "scopes")


@transaction()
def revoke_token(user: User, token_id: int, *, by: User) -> None:
    """Raises ``NotFound`` when it is not theirs or was revoked before."""
    policy.require(policy.revoke_token(by, user))
    if not _revoke(ApiToken.id == token_id, ApiToken.user_id == user.id):
        raise NotFound(_("This token was revoked already."))


def revoke_all_tokens(user: User) -> None:
    """Inside a transaction."""
    _revoke(ApiToken.user_id == user.id)


def _revoke(*which: ColumnElement[bool]) -> bool:
    """Whether there was anything to revoke."""
    statement = update(ApiToken).where(*which, ApiToken.revoked_at.is_(None))
    statement = statement.values(revoked_at=now())
    return db.session.execute(statement.returning(ApiToken.id)).first() is not None
