"""Telling how it goes."""

from collections.abc import Mapping
from datetime import datetime

from forum import policy
from forum.accounts.models import User
from forum.announcements.actions.windows import (
    postpone_maintenance,
    set_services,
    step_maintenance,
)
from forum.announcements.changes import announcement_of, touch_official, window_of
from forum.announcements.events import UpdatePosted
from forum.announcements.models import AnnouncementUpdate
from forum.core.db import db, lock, transaction
from forum.core.events import StaffAct, publish
from forum.safety.door import admit
from forum.threads.actions.posting import reply
from forum.threads.models import Post, Thread
from forum.threads.writing import Written, write_up


def post_update(
    thread: Thread, body: str | Written, state: str | None = None, *, by: User
) -> Post:
    """Add an official post, and move a maintenance on with it: both or neither.

    The same words within 5 minutes are one update. Raises ``Conflict`` for an illegal step.
    """
    written = write_up(body)
    with transaction():
        lock(by)
        lock(thread)
        policy.require(policy.post_update(by, thread))
        announcement = announcement_of(thread)
        post = reply(thread, written, by=by)
        if db.session.get(AnnouncementUpdate, post.id) is not None:
            return post
        if state is not None:
            step_maintenance(thread, state, by=by)
        db.session.add(AnnouncementUpdate(post_id=post.id, thread_id=thread.id, state=state))
        if announcement.kind in ("security", "incident"):
            announcement.phase += 1
        touch_official(thread)
        publish(UpdatePosted(post, by))
        changes = {"post": post.id, "state": state}
        publish(StaffAct(by.id, "post_update", f"thread/{thread.id}", changes=changes))
    return post


def change_maintenance(
    thread: Thread,
    *,
    state: str | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    services: Mapping[str, str] | None = None,
    to_do: str | None = None,
    note: str = "",
    by: User,
) -> None:
    """Change what is given and leave the rest; ``note`` is posted as an update. All or nothing."""
    written = write_up(note) if note.strip() else None
    with transaction():
        lock(by)
        lock(thread)
        policy.require(policy.change_maintenance(by))
        window = window_of(thread)
        if starts_at is not None or ends_at is not None:
            new = (starts_at or window.starts_at, ends_at or window.ends_at)
            postpone_maintenance(thread, *new, by=by)
        _change_details(thread, services, to_do, by)
        if written is not None:
            post_update(thread, written, state, by=by)
        elif state is not None:
            step_maintenance(thread, state, by=by)


def _change_details(
    thread: Thread, services: Mapping[str, str] | None, to_do: str | None, by: User
) -> None:
    window, fields = window_of(thread), []
    if services is not None:
        set_services(window, services)
        fields.append("services")
    if to_do is not None and (clean := admit(to_do, "to_do")) != window.to_do:
        window.to_do = clean
        fields.append("to_do")
    if fields:
        touch_official(thread)
        changes = {"fields": fields}
        publish(StaffAct(by.id, "change_maintenance", f"thread/{thread.id}", changes=changes))
