"""The many parts of an announcement, in one statement: services, postponements, updates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, String, cast, literal, null, select, union_all

from forum.announcements.models import (
    AnnouncementUpdate,
    MonitoredService,
    WindowChange,
    WindowService,
)
from forum.core.clock import UtcDateTime
from forum.core.languages import pick
from forum.core.model import Json
from forum.threads.models import Post


@dataclass(frozen=True, slots=True)
class ServiceImpact:
    slug: str
    impact: str
    names: dict[str, str]

    def name(self, language: str) -> str:
        return pick(self.names, language)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """It was planned for this, until then."""

    starts_at: datetime
    ends_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """A post that tells how it goes."""

    number: int
    state: str | None
    posted_at: datetime
    html: str


def parts_of(threads: BindParameter[Any]) -> Any:
    """Each row says what it is, a number that orders it, a word, a text, names, three moments and
    the thread."""
    return union_all(_services(threads), _changes(threads), _updates(threads)).subquery()


def _services(threads: BindParameter[Any]) -> Any:
    return (
        select(
            literal("service").label("what"), MonitoredService.position.label("number"),
            cast(WindowService.impact, String).label("word"),
            cast(MonitoredService.slug, String).label("text"),
            MonitoredService.names.label("names"), _no_moment("first"), _no_moment("second"),
            _no_moment("at"), WindowService.thread_id.label("of_thread"),
        )
        .join(MonitoredService, MonitoredService.id == WindowService.service_id)
        .where(WindowService.thread_id.in_(threads))
    )


def _changes(threads: BindParameter[Any]) -> Any:
    return select(
        literal("change"), WindowChange.id, cast(null(), String), cast(null(), String),
        cast(null(), Json), WindowChange.old_starts_at, WindowChange.old_ends_at,
        WindowChange.changed_at, WindowChange.thread_id,
    ).where(WindowChange.thread_id.in_(threads))


def _updates(threads: BindParameter[Any]) -> Any:
    return (
        select(
            literal("update"), Post.number, cast(AnnouncementUpdate.state, String),
            cast(Post.html, String), cast(null(), Json), _no_moment("first"),
            _no_moment("second"), Post.created_at, AnnouncementUpdate.thread_id,
        )
        .join(Post, Post.id == AnnouncementUpdate.post_id)
        .where(
            AnnouncementUpdate.thread_id.in_(threads),
            Post.state == "public",
            Post.staff_only.is_(False),
        )
    )


def _no_moment(name: str) -> Any:
    return cast(null(), UtcDateTime()).label(name)
