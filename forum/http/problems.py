"""Refusals for programs: RFC 9457 problem details."""

import json
from typing import Any

from flask import Response
from werkzeug.http import HTTP_STATUS_CODES

from forum.core.errors import ForumError, Invalid, TooMany


def problem(error: ForumError, errors: dict[str, Any] | None = None) -> Response:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTP_STATUS_CODES.get(error.status, "Error"),
        "status": error.status,
        "detail": error.message,
        "code": error.code,
    }
    if isinstance(error, Invalid):
        body["errors"] = {error.field: [error.message]}
    if errors:
        body["errors"] = errors
    response = Response(
        json.dumps(body, ensure_ascii=False), error.status, content_type="application/problem+json"
    )
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    return response
