"""Bodies, read more strictly than Python does: what two programs could read differently is refused.

I-JSON (RFC 7493): UTF-8, no name twice, no half character in a name, no NaN, no endless number.
"""

import json
from typing import Any

from flask import Request
from flask_babel import gettext as _
from marshmallow import Schema, missing
from werkzeug.exceptions import UnsupportedMediaType

from forum.core.errors import ForumError
from forum.core.text import has_surrogate

# A number of 64 bits, with its sign.
LONGEST_NUMBER = 20
# Ours are four deep; a hundred is far from where Python's own reader gives up.
DEEPEST = 100


class BadJson(ForumError):
    code = "bad_json"


def load_json(request: Request, schema: Schema) -> Any:
    """The body, or ``missing`` where there is none."""
    body = request.get_data(cache=True)
    if not body:
        return missing
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        value = json.loads(
            body.decode(),
            object_pairs_hook=_members,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise BadJson(_("The body is not valid JSON.")) from error
    if _is_too_deep(value):
        raise BadJson(_("The body is nested too deeply."))
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs) or any(has_surrogate(name) for name in members):
        raise ValueError
    return members


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError
    return number


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _is_too_deep(value: Any) -> bool:
    level = [value]
    for _depth in range(DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list):
                below += item
        if not below:
            return False
        level = below
    return True
