"""How many texts somebody can send a minute, whatever becomes of them."""

from contextlib import suppress

from flask import Flask, request

from forum.http import limits
from forum.http.origin import SAFE
from forum.http.visitor import visitor


def attach(app: Flask) -> None:
    app.before_request(spend_writing)


def spend_writing() -> None:
    """A text is rendered before the rules are asked: a refused one costs as much as a post."""
    person = visitor()
    # A preview has a limit of its own.
    writes = request.method not in SAFE and not request.path.endswith("/preview")
    if person.id and writes and _holds_text():
        limits.spend("writing", limits.WRITING, str(person.id))


def _holds_text() -> bool:
    if not request.is_json:
        return "body" in request.form
    with suppress(RecursionError):
        sent = request.get_json(silent=True)
        return isinstance(sent, dict) and "body" in sent
    return False
