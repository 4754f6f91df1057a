"""Requests that a program may send twice: with an Idempotency-Key they are done once."""

from collections.abc import Callable

from flask import g, request

from forum.core.idempotency import once
from forum.http.visitor import visitor

HEADER = "Idempotency-Key"


def once_by_key(act: Callable[[], int]) -> int:
    """The id of what ``act`` made, or of what it made when this key came first.

    What is kept is the id: the answer is drawn from it, so that no purged text lives on here.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return act()
    asked = f"{request.method} {request.full_path}\n".encode("utf-8", "replace")
    _status, made, replayed = once(
        visitor().id, key, asked + request.get_data(), lambda: (201, str(act()))
    )
    g.replayed = replayed
    return int(made)
