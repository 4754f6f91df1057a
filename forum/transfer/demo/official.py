"""What staff of the demonstration said and did: announcements, pins, sanctions, the log."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.models import User
from forum.announcements.models import (
    OFFICIAL,
    Announcement,
    AnnouncementUpdate,
    MaintenanceWindow,
    MonitoredService,
    Pin,
    WindowService,
)
from forum.core import stamps
from forum.core.db import db
from forum.moderation.models import Flag, LogLine, ReviewItem, Sanction
from forum.threads.models import Post, Thread
from forum.transfer.demo.stage import Act, Stage
from forum.transfer.demo.texts import ThreadText, people, span


def speak(stage: Stage, threads: Iterable[ThreadText]) -> None:
    """The newest pin stands first."""
    told = [text for text in threads if text.announcement]
    for text in told:
        _announce(stage, text)
    pinned = [text for text in reversed(told) if "pin" in text.announcement]
    for position, text in enumerate(pinned):
        _pin(stage, stage.threads[text.key], text.announcement["pin"], position)
    stamps.touch(db.session(), OFFICIAL)


def _announce(stage: Stage, text: ThreadText) -> None:
    thread, told = stage.threads[text.key], text.announcement
    db.session.add(Announcement(thread_id=thread.id, kind=told["kind"]))
    db.session.flush()
    if "starts" in told:
        _schedule(stage, thread, told)
    for number in told.get("updates", ()):
        post = stage.posts[text.key][number - 1]
        db.session.add(AnnouncementUpdate(post_id=post.id, thread_id=thread.id))
    changes: dict[str, object] = {"kind": told["kind"]}
    _note(stage, thread, "publish_announcement", changes)


def _schedule(stage: Stage, thread: Thread, told: dict[str, Any]) -> None:
    starts = stage.now + span(told["starts"])
    impacts: dict[str, str] = told["services"]
    services = db.session.scalars(
        select(MonitoredService).where(MonitoredService.slug.in_(impacts))
    )
    db.session.add(
        MaintenanceWindow(
            thread_id=thread.id,
            starts_at=starts,
            ends_at=starts + span(told["lasts"]),
            to_do=told["to_do"],
            services=[WindowService(service=row, impact=impacts[row.slug]) for row in services],
        )
    )


def _pin(stage: Stage, thread: Thread, scope: str, position: int) -> None:
    at = thread.created_at
    pin = Pin(
        thread_id=thread.id,
        scope=scope,
        position=position,
        pinned_from=at,
        pinned_by_id=thread.author_id,
        pinned_at=at,
    )
    db.session.add(pin)
    _note(stage, thread, "pin_thread", {"scope": scope})


def _note(stage: Stage, thread: Thread, verb: str, changes: dict[str, object]) -> None:
    if thread.author is not None:
        act = Act(thread.created_at, thread.author, verb, f"thread/{thread.id}", "", changes)
        stage.acts.append(act)


def moderate(stage: Stage, threads: Iterable[ThreadText]) -> None:
    moderator = next(user for user in stage.people.values() if user.role == "moderator")
    for person in people():
        if person.suspended:
            _suspend(stage, stage.people[person.handle], person.suspended, moderator)
    for text in threads:
        _flag(stage, text)
    for act in sorted(stage.acts, key=lambda act: act.at):
        line = LogLine(
            by_id=act.by.id,
            verb=act.verb,
            subject=act.subject,
            reason=act.reason,
            changes=act.changes,
            logged_at=act.at,
        )
        db.session.add(line)
        # The log is read by its ids: one line after the other.
        db.session.flush()


def _suspend(stage: Stage, user: User, reason: str, by: User) -> None:
    until = user.suspended_until
    if until is None:
        return
    at = stage.now - timedelta(hours=1)
    sanction = Sanction(user=user, kind="suspension", until=until, reason=reason, by=by)
    sanction.begun_at = at
    db.session.add(sanction)
    db.session.flush()
    changes: dict[str, object] = {
        "sanction": sanction.id, "until": until.isoformat(timespec="seconds")
    }
    stage.acts.append(Act(at, by, "suspend_person", f"user/{user.id}", reason, changes))


def _flag(stage: Stage, text: ThreadText) -> None:
    items: dict[int, ReviewItem] = {}
    for told in text.flags:
        post = stage.posts[text.key][told["post"] - 1]
        at, by = stage.now - span(told["ago"]), stage.people[told["by"]]
        item = items.setdefault(post.id, ReviewItem(post_id=post.id, opened_at=at))
        flag = Flag(
            item=item,
            user_id=by.id,
            reason=told["reason"],
            note=told.get("note", ""),
            flagged_at=at,
        )
        db.session.add(flag)
        db.session.flush()
        stage.acts.append(_flagged(flag, post, by))


def _flagged(flag: Flag, post: Post, by: User) -> Act:
    changes: dict[str, object] = {"item": flag.item_id, "reason": flag.reason}
    return Act(flag.flagged_at, by, "flag_post", f"post/{post.id}", "", changes)
