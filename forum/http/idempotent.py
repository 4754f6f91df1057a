"""Requests that a program may send twice: with an Idempotency-Key they are done once."""

from collections.abc import Callable

from flask import g, request

from forum.core.idempotency import once
from forum.http.visitor import visitor

HEADER = "Idempotency-Key"


def once_by_key(act: Callable[[], int]) -> int:
    """The id of what ``act`` made, or of what it made when this key came first.

    With a key ``act`` runs inside a transaction: whatever takes long comes before.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return act()
    asked = f"{request.method} {request.full_path}\n".encode("utf-8", "replace")
    made, g.replayed = once(visitor().id, key, asked + request.get_data(), act)
    return made
