"""Addresses that take a person off one list of mails, without signing in."""

from typing import Literal

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

# thread: mails about one; digest; topic: one of ``kinds.TOPICS``.
List = Literal["thread", "digest", "topic"]


def unsubscribe_url(user_id: int, what: List, which: int | str = 0) -> str:
    token = _serializer().dumps([user_id, what, which])
    return f"{current_app.extensions['config'].site_url}/unsubscribe/{token}"


def read_token(token: str) -> tuple[int, List, int | str] | None:
    """Whom it takes off which list; None for what we did not sign. Good for ever: people keep
    their mails."""
    try:
        user_id, what, which = _serializer().loads(token)
    except BadSignature:
        return None
    return user_id, what, which


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.extensions["config"].secret_key, salt="unsubscribe")
