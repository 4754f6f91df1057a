"""What a program's token lets it do."""

from collections.abc import Callable
from functools import wraps
from typing import Literal, ParamSpec, TypeVar

from flask import request
from flask_babel import gettext as _

from forum.core.errors import ForumError
from forum.http.visitor import visitor

P = ParamSpec("P")
R = TypeVar("R")
# Every token may read what its person may read.
Scope = Literal["read", "write", "moderate", "announce", "admin"]


class UnknownToken(ForumError):
    status = 401
    code = "unknown_token"


class MissingScope(ForumError):
    status = 403
    code = "missing_scope"


def scope(*any_of: Scope) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare which scope a program needs for a view; a person's browser needs none."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            require_scope(*any_of)
            return view(*args, **kwargs)

        guarded.__dict__["scopes"] = any_of
        return guarded

    return declare


def require_scope(*any_of: str) -> None:
    """Raises ``MissingScope`` for a program whose token has none of these."""
    given = getattr(visitor(), "scopes", None)
    if given is None or "read" in any_of or set(given) & set(any_of):
        return
    raise MissingScope(
        _("This token lacks the scope “%(scope)s”. Make one that has it.", scope=any_of[0])
    )


def check_token() -> None:
    """Raises ``UnknownToken`` rather than letting a program take itself for a guest."""
    if request.headers.get("Authorization") is not None and not visitor().id:
        raise UnknownToken(_("This token is unknown, has expired or was revoked."))
