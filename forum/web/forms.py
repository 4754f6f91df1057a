"""What pages with a form share: what was typed, what was refused, a question before an act."""

import re
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.core.errors import ForumError, Invalid, TooMany
from forum.core.numbers import whole
from forum.http import limits
from forum.http.visitor import visitor
from forum.threads.writing import write_up

_BETWEEN_TAGS = re.compile(r"[\s,，、;；#＃]+")


def tag_names(typed: str) -> list[str]:
    """From a line like "fees, #unconfirmed"."""
    return [name for name in _BETWEEN_TAGS.split(typed[:1000]) if name]


def number_in(typed: str, field: str, sentence: str) -> int:
    """Raises ``Invalid`` with the sentence for what is no id."""
    number = whole(typed)
    if number is None:
        raise Invalid(sentence, field)
    return number


def by_field(error: ForumError | None) -> dict[str, str]:
    """Field → sentence, as forms show it; "" is for what concerns no single field."""
    if error is None:
        return {}
    return {error.field if isinstance(error, Invalid) else "": error.message}


def with_error(page: str, error: ForumError | None) -> ResponseReturnValue:
    """The page that was drawn again, with the status of what went wrong."""
    if error is None:
        return page
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    return page, error.status, headers


def preview_of(body: str) -> str:
    """Raises ``Invalid`` and ``TooMany``."""
    limits.spend("preview", limits.PREVIEWS, str(visitor().id))
    return write_up(body).html


def wants_preview() -> bool:
    return "preview" in request.form


@dataclass(frozen=True)
class Question:
    """What is asked before something is done that others will notice."""

    heading: str
    text: str
    label: str
    back: str
    # "required", "optional" or "".
    reason: str = "required"
    danger: bool = True

    def ask(self, error: ForumError | None = None) -> ResponseReturnValue:
        page = render_template(
            "threads/confirm.html",
            question=self,
            reason=request.form.get("reason", ""),
            errors=by_field(error),
        )
        return with_error(page, error)


def because() -> str:
    return request.form.get("reason", "")
