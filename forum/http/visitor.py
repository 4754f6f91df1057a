"""Who asks. The only file that knows Flask-Login's ``current_user``."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from typing import Literal, ParamSpec, TypeVar, cast

from flask import Flask, Request, Response, g, session
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin, LoginManager, current_user
from sqlalchemy.exc import OperationalError

from forum import policy
from forum.accounts.actions.signing import see_sign_in
from forum.accounts.models import User
from forum.accounts.queries import find_program, find_visitor
from forum.accounts.visitors import Guest, Visitor
from forum.core.clock import now
from forum.core.db import refer
from forum.core.errors import Forbidden, SignInFirst

P = ParamSpec("P")
R = TypeVar("R")
Entrance = Literal["everyone", "members", "moderators", "officials", "staff", "administrators"]

# The browser's token inside Flask's signed cookie.
TOKEN = "token"
# Often enough for "last seen", seldom enough to cost nothing.
SEEN_EVERY = timedelta(minutes=10)


def attach(app: Flask) -> None:
    login = LoginManager(app)
    # What stands in the cookie is our token, not Flask-Login's "_user_id".
    login.session_protection = ""
    login.request_loader(_load)
    app.after_request(note_presence)
    # Flask-Login asks nothing of whoever has not signed in.
    login.anonymous_user = cast(type[AnonymousUserMixin], Guest)


def _load(request: Request) -> Visitor | None:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    # Only there do views ask for a token's scopes.
    if scheme.lower() == "bearer" and request.path.startswith("/api/"):
        g.is_program = True
        return find_program(token.strip()[:200])
    token = session.get(TOKEN, "")
    if not token:
        return None
    g.signed_in = find_visitor(token)
    return cast(Visitor | None, g.signed_in)


def note_presence(response: Response) -> Response:
    """Write down now and then that a sign-in is in use; no page fails over it."""
    person = g.get("signed_in")
    if person and now() - person.seen_at > SEEN_EVERY:
        with suppress(OperationalError):
            see_sign_in(person.sign_in_id)
    return response


def visitor() -> Visitor | Guest:
    """The person behind this request, never Flask-Login's proxy: no row can hold a proxy."""
    if "visitor" not in g:
        g.visitor = current_user._get_current_object()
    return cast(Visitor | Guest, g.visitor)


def is_program() -> bool:
    """Whether the request came with an API token instead of a browser's cookie."""
    visitor()
    return bool(g.get("is_program"))


def sign_in_id() -> int | None:
    """The row of this browser's sign-in; none for a guest and for a program."""
    person = visitor()
    return person.sign_in_id if isinstance(person, Visitor) else None


def member() -> User:
    """The visitor's row, for actions; a guest is told ``SignInFirst``."""
    person = visitor()
    if isinstance(person, Guest):
        raise SignInFirst(_("Sign in first."))
    return refer(User, person.id)


_DOORS: dict[Entrance, Callable[[Visitor], bool]] = {
    "members": lambda person: True,
    "staff": policy.is_staff,
    "moderators": policy.is_moderator,
    "officials": policy.is_official,
    "administrators": policy.is_administrator,
}


def enter(who: Entrance) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare who may enter a view; a test sees to it that every view says so."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            _check(who)
            return view(*args, **kwargs)

        guarded.__dict__["entrance"] = who
        return guarded

    return declare


def _check(who: Entrance) -> None:
    if who == "everyone":
        return
    person = visitor()
    if not isinstance(person, Visitor):
        raise SignInFirst(_("Sign in first."))
    if not _DOORS[who](person):
        raise Forbidden(_("This page is for staff."))
