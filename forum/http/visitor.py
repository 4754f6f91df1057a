"""Who asks. The only file that knows Flask-Login's ``current_user``."""

from collections.abc import Callable
from functools import wraps
from typing import Literal, ParamSpec, TypeVar, cast

from flask import Flask, Request, g, session
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin, LoginManager, current_user

from forum import policy
from forum.accounts.models import User
from forum.accounts.queries import find_program, find_visitor, get_user
from forum.accounts.visitors import Guest, Visitor
from forum.core.errors import Forbidden, SignInFirst

P = ParamSpec("P")
R = TypeVar("R")
Entrance = Literal["everyone", "members", "moderators", "officials", "staff", "administrators"]

# The browser's token inside Flask's signed cookie.
TOKEN = "token"
GUEST = Guest()


def attach(app: Flask) -> None:
    login = LoginManager(app)
    # What stands in the cookie is our token, not Flask-Login's "_user_id": nothing to protect there.
    login.session_protection = ""
    login.request_loader(_load)
    # Flask-Login asks nothing of whoever has not signed in.
    login.anonymous_user = cast(type[AnonymousUserMixin], Guest)


def _load(request: Request) -> Visitor | None:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        g.is_program = True
        return find_program(token.strip()[:200])
    token = session.get(TOKEN, "")
    return find_visitor(token) if token else None


def visitor() -> Visitor | Guest:
    """The person behind this request, never Flask-Login's proxy: no row can hold a proxy."""
    return cast(Visitor | Guest, current_user._get_current_object())


def is_program() -> bool:
    """Whether the request came with an API token instead of a browser's cookie."""
    visitor()
    return bool(g.get("is_program"))


def member() -> User:
    """The visitor's row, for actions; a guest is told ``SignInFirst``."""
    person = visitor()
    if isinstance(person, Guest):
        raise SignInFirst(_("Sign in first."))
    return get_user(person.id)


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
