"""What the attributes of a row say, typed. ``ValueError`` says in words what is wrong with one."""

import re
from datetime import UTC, datetime

from forum.transfer.stackexchange.rows import Attributes

_NUMBER = re.compile(r"-?[0-9]{1,18}")
# "<a><b>" until 2023, "|a|b|" since.
_TAG = re.compile(r"[^<>|]+")


def number(row: Attributes, name: str) -> int:
    value = find_number(row, name)
    if value is None:
        raise ValueError(f"It has no {name}.")
    return value


def find_number(row: Attributes, name: str) -> int | None:
    text = row.get(name)
    if text is None or text == "":
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"Its {name} is no number: {text[:40]!r}.")
    return int(text)


def moment(row: Attributes, name: str) -> datetime:
    value = find_moment(row, name)
    if value is None:
        raise ValueError(f"It has no {name}.")
    return value


def find_moment(row: Attributes, name: str) -> datetime | None:
    text = row.get(name)
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"Its {name} is no moment: {text[:40]!r}.") from error


def tag_names(text: str) -> list[str]:
    return _TAG.findall(text)
