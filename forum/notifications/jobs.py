"""Telling people, later: each takes ids, looks at what is true now, and is safe to run twice."""

from collections.abc import Mapping
from typing import Any

from forum.announcements.models import Announcement, AnnouncementUpdate, MaintenanceWindow
from forum.announcements.states import RUNNING, state_at
from forum.core.clock import now
from forum.core.db import db
from forum.notifications.actions.following import follow_along
from forum.notifications.queries import audience
from forum.notifications.reach import Levels, Told, is_stronger, told_of_change, told_of_post
from forum.notifications.writing import Event, tell
from forum.threads.models import Post, Thread
from forum.threads.queries.finding import get_opening


def tell_of_post(post_id: int) -> None:
    """Of a new post: whom it is addressed to, and who follows its thread or where that stands."""
    post = db.session.get(Post, post_id)
    if post is None or post.author_id is None:
        return
    if _is_official_word(post):
        # Who follows hears of it as what it is, and who is named in it as well: see below.
        return
    follow_along(post.author_id, post.thread_id, "started" if post.is_opening else "posted")
    told = told_of_post(
        audience.addressed_in(post),
        audience.levels_around(post.thread),
        is_opening=post.is_opening,
        without={post.author_id, *audience.muters_of(post.author_id)},
    )
    tell(_event_of(post), told)


def _is_official_word(post: Post) -> bool:
    if post.is_opening:
        return db.session.get(Announcement, post.thread_id) is not None
    return db.session.get(AnnouncementUpdate, post.id) is not None


def tell_of_names(post_id: int) -> None:
    """Of an edit that calls somebody by name whom the post had not named before."""
    post = db.session.get(Post, post_id)
    if post is not None and post.author_id is not None:
        tell(_event_of(post), _named_in(post))


def _event_of(post: Post) -> Event:
    return Event(f"post/{post.id}", post.thread, post, post.author_id)


def _named_in(post: Post) -> dict[int, Told]:
    around = audience.levels_around(post.thread).items()
    return told_of_post(
        audience.named_in(post),
        {user_id: mine for user_id, mine in around if mine.thread == "mute"},
        is_opening=post.is_opening,
        without={post.author_id or 0, *audience.muters_of(post.author_id)},
    )


def tell_of_answer(post_id: int, by_id: int) -> None:
    """Of an accepted answer, unless it was undone meanwhile: its author, the asker, followers."""
    post = db.session.get(Post, post_id)
    if post is None or post.thread.answer_id != post.id:
        return
    thread, event = post.thread, Event(f"answer/{post.id}", post.thread, post, by_id)
    levels = audience.levels_around(thread)
    without = {by_id, *audience.muters_of(by_id)}
    if post.author_id is not None:
        author = {post.author_id: {"accepted"}}
        muted = {user_id: mine for user_id, mine in levels.items() if mine.thread == "mute"}
        tell(event, told_of_post(author, muted, is_opening=False, without=without))
        without |= {post.author_id}
    asker = [thread.author_id] if thread.author_id else []
    tell(event, told_of_change("solved", asker, levels, without, is_announced=False))


def tell_of_announcement(
    thread_id: int, kind: str, event: str, by_id: int | None, about: dict[str, Any]
) -> None:
    """Everybody who was here lately hears of it; those who muted where it stands do not, unless it
    is critical. ``event`` names it among those of its thread."""
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        return
    levels = audience.with_everybody(audience.levels_around(thread))
    if kind == "critical_notice":
        levels = dict.fromkeys(levels, Levels("watch"))
    told = told_of_change(kind, (), levels, {by_id} if by_id else ())
    if event == "published":
        told = _tell_the_named(get_opening(thread), told)
    tell(Event(f"thread/{thread_id}/{event}", thread, by_id=by_id, about=about), told)


def _tell_the_named(post: Post, others: Mapping[int, Told]) -> dict[int, Told]:
    """One post is told once, as the stronger of two; answers those who are left."""
    named = {user_id: told for user_id, told in _named_in(post).items()
              if user_id not in others or is_stronger(told, others[user_id])}  # fmt: skip
    tell(_event_of(post), named)
    return {user_id: told for user_id, told in others.items() if user_id not in named}


def tell_of_update(post_id: int) -> None:
    """Of how it goes. An update that also moves a maintenance on is told as that step."""
    post = db.session.get(Post, post_id)
    update = db.session.get(AnnouncementUpdate, post_id)
    if post is None or update is None:
        return
    if update.state is not None:
        return tell_of_names(post_id)
    levels = audience.with_everybody(audience.levels_around(post.thread))
    without = {post.author_id} if post.author_id else ()
    told = told_of_change("announcement_updated", (), levels, without)
    tell(_event_of(post), told | _named_in(post))


def tell_of_start(thread_id: int, starts_at: str) -> None:
    """Of maintenance that begins by the clock, unless it was postponed, begun or ended before."""
    window = db.session.get(MaintenanceWindow, thread_id)
    if window is None or window.starts_at.isoformat() != starts_at:
        return
    if state_at(window, now()) in RUNNING:
        name = f"started/{window.starts_at:%Y%m%d%H%M}"
        tell_of_announcement(thread_id, "announcement_started", name, None, {})
