"""Opaque marks of where a list goes on."""

import base64
import binascii
from datetime import UTC, datetime

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.numbers import LARGEST_ID
from forum.threads.queries.lists import Key

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def encode(key: Key) -> str:
    micros = round((key.last_post_at - _EPOCH).total_seconds() * 1_000_000)
    return base64.urlsafe_b64encode(f"{micros}.{key.id}".encode()).decode().rstrip("=")


def decode(text: str | None) -> Key | None:
    """Raises ``Invalid`` for what ``encode`` did not make."""
    if not text:
        return None
    wrong = Invalid(_("This page of the list does not exist. Start at its top."), "cursor")
    try:
        raw = base64.urlsafe_b64decode(text[:80].encode() + b"==").decode()
        micros, number = (int(part) for part in raw.split("."))
        moment = datetime.fromtimestamp(micros // 1_000_000, UTC).replace(
            microsecond=micros % 1_000_000
        )
    except (ValueError, OverflowError, OSError, binascii.Error) as error:
        raise wrong from error
    if not 0 < number <= LARGEST_ID:
        raise wrong
    return Key(moment, number)


def encode_number(number: int) -> str:
    """For lists that are cut by a number alone."""
    return base64.urlsafe_b64encode(str(number).encode()).decode().rstrip("=")


def decode_number(text: str | None) -> int | None:
    """Raises ``Invalid`` for what ``encode_number`` did not make."""
    if not text:
        return None
    try:
        number = int(base64.urlsafe_b64decode(text[:40].encode() + b"==").decode())
    except (ValueError, binascii.Error) as error:
        raise _no_such_page() from error
    if not 0 < number <= LARGEST_ID:
        raise _no_such_page()
    return number


def _no_such_page() -> Invalid:
    return Invalid(_("This page of the list does not exist. Start at its top."), "cursor")
