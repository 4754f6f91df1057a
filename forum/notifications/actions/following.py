"""How much somebody wants to hear of a thread, a category or a tag; and of whom nothing."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete

from forum import policy
from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.dialects import dialect, insert
from forum.core.errors import Invalid
from forum.notifications.levels import (
    LEVELS,
    CategoryLevel,
    PersonMute,
    TagLevel,
    ThreadLevel,
)
from forum.notifications.models import NotificationWishes
from forum.notifications.queries.audience import level_without_own
from forum.threads.models import Tag, Thread


@transaction()
def set_thread_level(thread: Thread, level: str, *, by: User) -> None:
    """Choosing one also takes back that they unsubscribed from its mails."""
    policy.require(policy.set_thread_level(by, thread))
    _check(level)
    row = {"user_id": by.id, "thread_id": thread.id, "level": level, "set_at": now()}
    _put(ThreadLevel, ("user_id", "thread_id"), row | {"reason": "chosen", "no_mail": False})


@transaction()
def set_category_level(category: Category, level: str, *, by: User) -> None:
    policy.require(policy.set_category_level(by, category))
    _check(level)
    row = {"user_id": by.id, "category_id": category.id, "level": level, "set_at": now()}
    _put(CategoryLevel, ("user_id", "category_id"), row)


@transaction()
def set_tag_level(tag: Tag, level: str, *, by: User) -> None:
    policy.require(policy.set_tag_level(by))
    _check(level)
    row = {"user_id": by.id, "tag_id": tag.id, "level": level, "set_at": now()}
    _put(TagLevel, ("user_id", "tag_id"), row)


def _check(level: str) -> None:
    if level not in LEVELS:
        raise Invalid(_("Choose watch, follow, normal or mute."), "level")


def _put(table: Any, keys: tuple[str, ...], row: dict[str, Any]) -> None:
    session = db.session()
    put = insert(dialect(session), table).values(row)
    rest = {name: value for name, value in row.items() if name not in keys}
    session.execute(put.on_conflict_do_update(index_elements=list(keys), set_=rest))


@transaction()
def follow_along(user_id: int, thread_id: int, reason: str) -> None:
    """Follow a thread for what one did there: "started" (which watches it), "posted", "read" or
    "me_too". A level that is there already stays, and who watches where it stands watches it."""
    wishes = db.session.get(NotificationWishes, user_id)
    if wishes is not None and not wishes.follows_along and reason in ("posted", "read"):
        return
    session, thread = db.session(), db.session.get_one(Thread, thread_id)
    watches = reason == "started" or level_without_own(user_id, thread) == "watch"
    level = "watch" if watches else "follow"
    row = {"user_id": user_id, "thread_id": thread_id, "level": level, "reason": reason}
    made = insert(dialect(session), ThreadLevel).values(row | {"no_mail": False, "set_at": now()})
    session.execute(made.on_conflict_do_nothing())


@transaction()
def stop_following_along(user_id: int, thread_id: int, reason: str) -> None:
    """What was followed for this reason alone."""
    mine = (ThreadLevel.user_id == user_id, ThreadLevel.thread_id == thread_id)
    db.session.execute(delete(ThreadLevel).where(*mine, ThreadLevel.reason == reason))


@transaction()
def mute_person(other: User, *, by: User) -> None:
    """Muting twice changes nothing. Who was made staff meanwhile is heard again."""
    lock(other)
    policy.require(policy.mute_person(by, other))
    session = db.session()
    row = {"user_id": by.id, "muted_id": other.id, "muted_at": now()}
    session.execute(insert(dialect(session), PersonMute).values(row).on_conflict_do_nothing())


@transaction()
def unmute_person(other: User, *, by: User) -> None:
    policy.require(policy.unmute_person(by))
    muted = (PersonMute.user_id == by.id, PersonMute.muted_id == other.id)
    db.session.execute(delete(PersonMute).where(*muted))
