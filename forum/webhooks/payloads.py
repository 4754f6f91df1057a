"""What a message says, made when it is sent: of what was hidden meanwhile only that it is."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flask import current_app
from sqlalchemy import func, select

from forum import policy
from forum.announcements.models import Announcement, MaintenanceWindow
from forum.announcements.states import state_at
from forum.core import markup
from forum.core.clock import now
from forum.core.db import db
from forum.moderation.models import Flag, ReviewItem
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread
from forum.webhooks.models import GONE, Delivery
from forum.webhooks.seeing import guests_see, is_for_everyone, reader

Json = dict[str, Any]
# As much as a notice in a chat shows.
LONGEST_EXCERPT = 280


def payload_of(delivery: Delivery) -> Json | None:
    """None: what it tells of may not be told any more."""
    data: Json = {}
    person = reader(delivery.webhook.includes_restricted)
    if delivery.thread_id is not None:
        thread = db.session.get_one(Thread, delivery.thread_id)
        post = db.session.get_one(Post, delivery.post_id) if delivery.post_id else None
        if not _may_go(delivery, thread, post):
            return None
        words = None if delivery.event in GONE or delivery.item_id else person
        data = _data(thread, post, words) | _flags(delivery)
    return {"type": delivery.event, "timestamp": moment(delivery.created_at), "data": data}


def _may_go(delivery: Delivery, thread: Thread, post: Post | None) -> bool:
    """What went out of sight as a whole is not told; that it did is."""
    if delivery.event in GONE or delivery.webhook.includes_restricted:
        return True
    if delivery.item_id:
        return is_for_everyone(thread, post)
    return policy.see_thread(reader(False), thread) and not (post and post.staff_only)


def _data(thread: Thread, post: Post | None, person: Person | None) -> Json:
    """Without words where there is nobody to read them."""
    data: Json = {"thread": _thread(thread, person)}
    if post is not None:
        data["post"] = _post(thread, post, person)
    if person is not None and (announcement := db.session.get(Announcement, thread.id)):
        data["announcement"] = _announcement(announcement)
    return data


def _thread(thread: Thread, person: Person | None) -> Json:
    if person is None or not policy.see_thread(person, thread):
        ids: Json = {"id": thread.id, "url": absolute(f"/t/{thread.id}")}
        nothing = dict.fromkeys(("title", "category", "author", "excerpt"))
        return ids | {"visibility": visibility(thread)} | nothing
    return {
        "id": thread.id,
        "url": absolute(thread.path),
        "visibility": visibility(thread),
        "title": thread.title,
        "category": thread.category.slug,
        "author": _author(thread, thread, person),
        "excerpt": thread.excerpt,
        # A discussion is open for as long as it is there.
        "state": "open" if thread.resolution == "none" else thread.resolution,
        "tags": thread.tags,
        "language": thread.language,
        "reply_count": thread.reply_count,
        "accepted_post_id": thread.answer_id,
        "created_at": moment(thread.created_at),
    }


def _post(thread: Thread, post: Post, person: Person | None) -> Json:
    ids: Json = {"id": post.id, "thread_id": thread.id, "number": post.number}
    ids |= {"url": absolute(post.path), "visibility": visibility(thread, post)}
    if person is None or not policy.see_post(person, thread, post):
        return ids | dict.fromkeys(("author", "excerpt"))
    return ids | {
        "author": _author(thread, post, person),
        "excerpt": markup.excerpt(post.html, LONGEST_EXCERPT),
        "official": post.is_official,
        "created_at": moment(post.created_at),
        "edited_at": moment(post.edited_at) if post.edited_at else None,
    }


def visibility(thread: Thread, post: Post | None = None) -> str:
    """public: guests see it; restricted: it stands where they do not look; else a ``State``."""
    if guests_see(thread, post):
        return "public"
    states = [thing.state for thing in (post, thread) if thing is not None]
    return next((state for state in states if state != "public"), "restricted")


def _author(thread: Thread, thing: Thread | Post, person: Person) -> str | None:
    """The handle; None where an import knows nobody, or the category hides its askers."""
    asker = thread.is_anonymous and thing.author_id == thread.author_id
    if thing.author is None or (asker and not policy.is_staff(person)):
        return None
    return thing.author.handle


def _announcement(row: Announcement) -> Json:
    window = db.session.get(MaintenanceWindow, row.thread_id)
    maintenance = _maintenance(window) if window else None
    return {"kind": row.kind, "critical": row.is_critical, "maintenance": maintenance}


def _maintenance(window: MaintenanceWindow) -> Json:
    return {
        "state": state_at(window, now()),
        "starts_at": moment(window.starts_at),
        "ends_at": moment(window.ends_at),
        "services": [
            {"service": each.service.slug, "impact": each.impact} for each in window.services
        ],
    }


def _flags(delivery: Delivery) -> Json:
    """Who flagged, and what they noted, stays with the moderators."""
    if delivery.item_id is None:
        return {}
    item = db.session.get_one(ReviewItem, delivery.item_id)
    count = select(func.count()).select_from(Flag).where(Flag.item_id == item.id)
    reported: Json = {
        "item": {
            "id": item.id,
            "flags": db.session.scalar(count),
            "decision": item.decision,
            "opened_at": moment(item.opened_at),
            "decided_at": moment(item.decided_at) if item.decided_at else None,
        }
    }
    if delivery.flag_id is not None:
        flag = db.session.get_one(Flag, delivery.flag_id)
        reported["flag"] = {"id": flag.id, "reason": flag.reason}
    return reported


def absolute(path: str) -> str:
    """Under SITE_URL, in ASCII."""
    return f"{current_app.extensions['config'].site_url}{quote(path)}"


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
