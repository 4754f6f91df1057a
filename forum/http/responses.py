"""Small decisions that every page shares."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from forum.core.numbers import whole

# Its posts still have numbers that a database can be asked for.
MOST_PAGES = 10**9


def wants_fragment() -> bool:
    return request.headers.get("X-Fragment") == "1"


def see_other(endpoint: str, **values: Any) -> Response:
    return redirect(url_for(endpoint, **values), code=303)


def see_path(path: str) -> Response:
    return redirect(path, code=303)


def safe_next(default: str = "/") -> str:
    """The page to go on to, from ``next``; never one of another site."""
    target = request.values.get("next", "")
    # Browsers take a backslash for a slash, and skip what cannot be printed.
    own = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if own and target.isprintable() else default


def page_number(value: str | None) -> int:
    """From 1; what is no number, or an impossible one, is page 1 of nothing: 0."""
    if value is None:
        return 1
    return whole(value, MOST_PAGES) or 0
