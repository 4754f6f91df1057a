"""What is asked of every request of a program, and what every answer to one carries."""

from flask import Flask, Response, g, request
from flask_babel import gettext as _

from forum.core.errors import NotFound
from forum.core.numbers import LARGEST_ID
from forum.http import limits
from forum.http.names import VARY
from forum.http.programs import check_token
from forum.http.visitor import visitor


def attach(app: Flask) -> None:
    app.before_request(_check)
    app.after_request(_name)
    app.after_request(_tell_limit)


def _is_for_programs() -> bool:
    return request.path.startswith("/api/")


def _check() -> None:
    """Raises ``TooMany``, ``UnknownToken``, or ``NotFound`` for what no database can look for."""
    if not _is_for_programs():
        return
    limits.spend(*_limit())
    check_token()
    arguments = (request.view_args or {}).values()
    if "\x00" in request.path or any(isinstance(a, int) and a > LARGEST_ID for a in arguments):
        raise NotFound(_("There is nothing at this address. It may have been moved or removed."))


def _limit() -> tuple[str, str, str | None]:
    person = visitor()
    return ("api", limits.PROGRAM, str(person.id)) if person.id else ("api", limits.STRANGER, None)


def _tell_limit(response: Response) -> Response:
    """The fields of draft-ietf-httpapi-ratelimit-headers-10."""
    if _is_for_programs():
        meter = limits.meter(*_limit())
        response.headers["RateLimit-Policy"] = f'"api";q={meter.most};w={meter.seconds}'
        response.headers["RateLimit"] = f'"api";r={meter.left};t={meter.resets_in}'
    return response


def _name(response: Response) -> Response:
    """An ETag of what was said to somebody; what guests get has one already."""
    if not _is_for_programs():
        return response
    if g.get("replayed"):
        response.headers["Idempotent-Replayed"] = "true"
    if request.method == "GET" and response.status_code == 200 and "page_name" not in g:
        response.add_etag(weak=True)
        response.make_conditional(request)
    response.headers.setdefault("Vary", VARY)
    return response
