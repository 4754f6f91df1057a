"""What all operations share: who may be referred to, where a list goes on, what was made."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from forum.api.v1.shapes import Json, absolute
from forum.core.errors import Gone, Invalid, NotFound
from forum.http.programs import require_scope
from forum.http.visitor import visitor

P = ParamSpec("P")
R = TypeVar("R")
ROOT = "/api/v1"


def refer(field: str, find: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What a field of the body names. Raises ``Invalid`` for that field if it is not there."""
    try:
        return find(*args, **kwargs)
    except (NotFound, Gone) as error:
        raise Invalid(error.message, field) from error


@contextmanager
def by_language(**fields: str) -> Iterator[None]:
    """A form has a field for each language, "name-en"; a body has an object: ``name="names"``.

    What ``Invalid`` says of the one is said of the other.
    """
    try:
        yield
    except Invalid as error:
        name, dash, code = error.field.partition("-")
        if name not in fields:
            raise
        path = f"{fields[name]}.{code}" if dash else fields[name]
        raise Invalid(error.message, path) from error


def listing(items: Sequence[Json], cursor: str | None = None) -> tuple[Json, int, dict[str, str]]:
    """A page of a list, and where the next one is."""
    page = {"items": items, "next": cursor}
    if cursor is None:
        return page, 200, {}
    query = urlencode([*_others(), ("cursor", cursor)])
    return page, 200, {"Link": f'<{absolute(request.path)}?{query}>; rel="next"'}


def _others() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items() if name != "cursor"]


def created(path: str, body: Json) -> tuple[Json, int, dict[str, str]]:
    return body, 201, {"Location": absolute(ROOT + path)}


def require_scope_for(owner_id: int | None) -> None:
    """A program changes what is its own person's with "write", what is others' with "moderate"."""
    require_scope("write" if owner_id == visitor().id else "moderate")


def reason_of(query: dict[str, Any], body: dict[str, Any]) -> str:
    """Why something is taken away: a DELETE's body does not come through every proxy."""
    return str(query["reason"] or body["reason"])


def nothing() -> Response:
    return Response(status=204, mimetype="application/json")
