"""What marshmallow finds wrong, as a problem with a list of sentences for each field."""

from typing import Any

from apiflask import HTTPError
from flask import Response
from flask_babel import gettext as _

from forum.core.errors import ForumError
from forum.http.problems import problem


def show_invalid(error: HTTPError) -> Response:
    failure = ForumError(_("Some of what was sent cannot be taken. Each field says why."))
    failure.status, failure.code = error.status_code, "invalid"
    sentences: Any = next(iter(error.detail.values()), {})
    return problem(failure, dict(_flat(sentences)))


def _flat(errors: Any, path: str = "") -> list[tuple[str, list[str]]]:
    """{"services": {0: {"impact": ["…"]}}} becomes services.0.impact."""
    if not isinstance(errors, dict):
        # A lazy sentence is no str for marshmallow, which then makes no list of it.
        sentences = errors if isinstance(errors, list) else [errors]
        return [(path or "body", [str(sentence) for sentence in sentences])]
    found: list[tuple[str, list[str]]] = []
    for name, below in errors.items():
        here = "" if name == "_schema" else str(name)
        found += _flat(below, f"{path}.{here}".strip(".") if here else path)
    return found
