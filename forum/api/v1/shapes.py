"""From rows to what programs get."""

from collections.abc import Collection
from typing import Any, Protocol
from urllib.parse import quote

from flask import current_app

from forum.announcements.models import Pin
from forum.announcements.queries.pages import AnnouncementView
from forum.announcements.queries.parts import UpdateRow
from forum.announcements.queries.pins import find_pin
from forum.announcements.queries.standing import PinRow, WindowRow
from forum.announcements.showing import is_pinned
from forum.announcements.states import applies_at
from forum.categories.queries import CategoryView
from forum.core.clock import now
from forum.http.language import language
from forum.http.official import official
from forum.http.site import category as category_of
from forum.http.site import site
from forum.http.visitor import visitor
from forum.notifications.queries.wishes import thread_level
from forum.policy import start_thread
from forum.threads.queries import pages
from forum.threads.queries.rows import PersonRow, ThreadHead, ThreadRow
from forum.threads.queries.sources import SourcedPost, get_sourced_post

Json = dict[str, Any]


def absolute(path: str) -> str:
    """Under SITE_URL, in ASCII."""
    return f"{current_app.extensions['config'].site_url}{quote(path, safe='/#?=&')}"


class Named(Protocol):
    @property
    def handle(self) -> str: ...
    @property
    def display_name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def path(self) -> str: ...


def person(row: Named) -> Json:
    return {
        "handle": row.handle,
        "display_name": row.display_name,
        "role": row.role,
        "url": absolute(row.path),
    }


def author(row: PersonRow) -> Json | None:
    return person(row) if row.id else None


def thread(row: ThreadRow, pinned: Collection[int]) -> Json:
    return _thread(row, row.category_id, row.id in pinned)


def _thread(row: ThreadRow | ThreadHead, category_id: int, pinned: bool) -> Json:
    category = category_of(category_id)
    return {
        "id": row.id,
        "title": row.title,
        "slug": row.slug,
        "url": absolute(row.path),
        "kind": _kind(category),
        # A discussion is open for as long as it is there.
        "state": "open" if row.resolution == "none" else row.resolution,
        "category": category.slug,
        "tags": row.tags,
        "author": author(row.author),
        "created_at": row.created_at,
        "last_post_at": row.last_post_at,
        "reply_count": row.reply_count,
        "accepted_post_id": row.accepted_post_id,
        "locked": row.is_locked,
        "pinned": pinned,
    }


def _kind(category: CategoryView) -> str:
    return "announcement" if category.is_official else category.kind.removesuffix("s")


def whole_thread(thread_id: int) -> Json:
    head = pages.get_head(thread_id, visitor())
    pinned = find_pin(thread_id)
    applies = pinned is not None and applies_at(pinned, now())
    return _thread(head, head.category.id, applies) | {
        "hidden": head.state != "public",
        "language": head.language,
        "last_number": head.last_number,
        "lock_reason": head.lock_reason,
        "choice_lock_reason": head.choice_lock_reason,
        "closing_reason": head.closed_reason,
        "accepted_at": head.accepted_at,
        "duplicate_of": head.original.id if head.original and head.original.visible else None,
        "read_number": head.read_number,
        "me_too_count": head.met_by,
        "said_me_too": head.said_me_too_at is not None,
        "level": thread_level(thread_id, visitor().id),
    }


def pinned_now() -> set[int]:
    """The threads whose pins apply at this moment."""
    return {one.thread.id for one in official().standing if is_pinned(one, now())}


def announcement(row: ThreadRow | ThreadHead, view: AnnouncementView, pins: list[int]) -> Json:
    """``pins`` are the threads of the list of pins that the visitor may see."""
    category_id = row.category_id if isinstance(row, ThreadRow) else row.category.id
    applies = view.pin is not None and applies_at(view.pin, now())
    return _thread(row, category_id, applies) | {
        "kind": view.kind,
        "language": row.language,
        "critical": view.is_critical,
        "pin": pin_of(row.id, view.pin, pins),
        "maintenance": _maintenance(view, view.window) if view.window else None,
    }


def pin_of(thread_id: int, row: PinRow | None, pins: list[int]) -> Json | None:
    """At the end of the list, where it is over or nobody sees the thread now."""
    order = pins.index(thread_id) if thread_id in pins else len(pins)
    return pin(row, order) if row else None


def pin(row: PinRow | Pin, order: int) -> Json:
    return {
        "scope": row.scope,
        "order": order,
        "from_": row.pinned_from,
        "until": row.pinned_until,
    }


def _maintenance(view: AnnouncementView, window: WindowRow) -> Json:
    return {
        "state": view.state,
        "starts_at": window.starts_at,
        "ends_at": window.ends_at,
        "services": [
            {"service": each.slug, "name": each.name(language()), "impact": each.impact}
            for each in view.services
        ],
        "to_do": view.to_do,
        "updates": [update(row) for row in view.updates],
    }


def update(row: UpdateRow) -> Json:
    return {
        "number": row.number,
        "state": row.state,
        "posted_at": row.posted_at,
        "html": row.html,
    }


def post(found: SourcedPost) -> Json:
    row = found.row
    is_read = found.body is not None
    return {
        "id": row.id,
        "thread_id": found.thread_id,
        "number": row.number,
        "author": author(row.author),
        "body": found.body,
        "html": row.html if is_read else None,
        "created_at": row.created_at,
        "edited_at": row.edited_at,
        "votes": row.votes,
        "accepted": found.accepted,
        "official": row.is_official,
        "state": row.state,
        "hidden_reason": row.hidden_reason or None,
        "reply_to": found.reply_to,
        "voted": row.has_voted,
    }


def post_by_id(post_id: int) -> Json:
    return post(get_sourced_post(post_id, visitor()))


def category(found: CategoryView) -> Json:
    parent = next((c for c in site().categories if c.id == found.parent_id), None)
    return {
        "slug": found.slug,
        "name": found.name(language()),
        "names": found.names,
        "description": found.description(language()),
        "kind": found.kind,
        "official": found.is_official,
        "parent": parent.slug if parent else None,
        "url": absolute(found.path),
        "may_start": bool(start_thread(visitor(), found)),
    }
