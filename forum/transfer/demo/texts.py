"""The demonstration as its files tell it: people, categories and threads, not yet rows."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


@dataclass(frozen=True)
class PersonText:
    handle: str
    name: str
    joined: timedelta
    role: str = "member"
    trust: int = 0
    about: str = ""
    language: str | None = None
    zone: str | None = None
    # Whoever has an address can sign in, with the password of the demonstration.
    email: str | None = None
    suspended: str = ""


@dataclass(frozen=True)
class CategoryText:
    slug: str
    names: dict[str, str]
    descriptions: dict[str, str]
    hue: int
    kind: str = "questions"
    official: bool = False


@dataclass(frozen=True)
class PostText:
    by: str
    text: str
    # Since the post before it.
    after: timedelta = timedelta()
    votes: int = 0
    to: int | None = None
    # What it said before its author changed it.
    was: str = ""
    # Hidden by whom, and why.
    hidden_by: str = ""
    hidden: str = ""


@dataclass(frozen=True)
class ThreadText:
    key: str
    title: str
    category: str
    # When it began, before the moment of loading.
    ago: timedelta
    posts: list[PostText]
    language: str = "zh-Hans"
    tags: list[str] = field(default_factory=list)
    # Number of the accepted post, and how long after the last post it was chosen.
    accepted: int | None = None
    accepted_after: timedelta = timedelta(minutes=5)
    # {by, reason} each.
    closed: dict[str, str] = field(default_factory=dict)
    locked: dict[str, str] = field(default_factory=dict)
    choice_locked: dict[str, str] = field(default_factory=dict)
    # Key of the original, and who found it.
    duplicate_of: str = ""
    duplicate_by: str = ""
    # Handle → the last post that they have read.
    read: dict[str, int] = field(default_factory=dict)
    # How many have said that they met it too.
    me_too: int = 0
    # {by, post, reason, note} each: open in the review queue.
    flags: list[dict[str, Any]] = field(default_factory=list)
    # Of the official voice: {kind, from, until, services, …}.
    announcement: dict[str, Any] = field(default_factory=dict)


def people() -> list[PersonText]:
    rows = _toml(_HERE / "people.toml")["person"]
    return [PersonText(**(row | {"joined": span(row["joined"])})) for row in rows]


def categories() -> list[CategoryText]:
    return [CategoryText(**row) for row in _toml(_HERE / "places.toml")["category"]]


def services() -> list[dict[str, Any]]:
    """Slug and names of each, as they stand on the status page."""
    found: list[dict[str, Any]] = _toml(_HERE / "places.toml")["service"]
    return found


def threads() -> list[ThreadText]:
    """Oldest first, as their numbers would have come about."""
    found = [_thread(path) for path in sorted((_HERE / "threads").glob("*.toml"))]
    return sorted(found, key=lambda thread: thread.ago, reverse=True)


def _thread(path: Path) -> ThreadText:
    row = _toml(path)
    posts = [
        PostText(**(post | {"after": span(post.get("after", ""))})) for post in row.pop("post")
    ]
    row["ago"] = span(row["ago"])
    if "accepted_after" in row:
        row["accepted_after"] = span(row["accepted_after"])
    return ThreadText(key=path.stem, posts=posts, **row)


def span(text: str) -> timedelta:
    """Of "3d", "2h30m" or "8m"."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no span of time.")
    days, hours, minutes = (int(n or 0) for n in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
