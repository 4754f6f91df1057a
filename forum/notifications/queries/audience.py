"""Whom an event may concern, as the database knows it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, select

from forum.accounts.models import SYSTEM_ID, SignIn, User
from forum.core.clock import now
from forum.core.db import db
from forum.core.text import skeleton
from forum.notifications.levels import CategoryLevel, PersonMute, TagLevel, ThreadLevel
from forum.notifications.reach import Levels
from forum.threads.models import Post, Thread, ThreadTag
from forum.threads.naming import called_by_name, quoted_posts

# Who was not here for so long need not find a list of all announcements that they missed.
HERE_WITHIN = timedelta(days=90)


def addressed_in(post: Post) -> dict[int, set[str]]:
    """Person → why this post is for them, the asker of its thread included."""
    reasons: defaultdict[int, set[str]] = defaultdict(set)
    for user_id in _named(called_by_name(post.html)):
        reasons[user_id].add("mention")
    for user_id in _authors([post.reply_to_id] if post.reply_to_id else []):
        reasons[user_id].add("reply")
    for user_id in _authors(quoted_posts(post.html)):
        reasons[user_id].add("quote")
    thread = post.thread
    if not post.is_opening and thread.author_id and thread.is_question:
        reasons[thread.author_id].add("answered")
    return dict(reasons)


def named_in(post: Post) -> dict[int, set[str]]:
    """Only those whom it calls by name: an edit tells nobody else anew."""
    return {user_id: {"mention"} for user_id in _named(called_by_name(post.html))}


def _named(handles: Collection[str]) -> list[int]:
    if not handles:
        return []
    like = {skeleton(handle) for handle in handles}
    return list(db.session.scalars(select(User.id).where(User.skeleton.in_(like))))


def _authors(post_ids: Collection[int]) -> list[int]:
    if not post_ids:
        return []
    wrote = select(Post.author_id).where(Post.id.in_(post_ids), Post.author_id.is_not(None))
    return [author_id for author_id in db.session.scalars(wrote) if author_id is not None]


def levels_around(thread: Thread) -> dict[int, Levels]:
    """The levels of everybody who has set one for this thread, its category or a tag of it."""
    own = dict(_rows(ThreadLevel, ThreadLevel.thread_id == thread.id))
    around: defaultdict[int, list[str]] = defaultdict(list)
    for user_id, level in _rows(CategoryLevel, CategoryLevel.category_id == thread.category_id):
        around[user_id].append(level)
    tags = select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id)
    for user_id, level in _rows(TagLevel, TagLevel.tag_id.in_(tags)):
        around[user_id].append(level)
    return {
        user_id: Levels(own.get(user_id), tuple(around.get(user_id, ())))
        for user_id in own.keys() | around.keys()
    }


def level_without_own(user_id: int, thread: Thread) -> str:
    """watch, follow or normal: what they hear of this thread through where it stands."""
    tags = select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id)
    here = (CategoryLevel.user_id == user_id, CategoryLevel.category_id == thread.category_id)
    there = (TagLevel.user_id == user_id, TagLevel.tag_id.in_(tags))
    around = [
        *db.session.scalars(select(CategoryLevel.level).where(*here)),
        *db.session.scalars(select(TagLevel.level).where(*there)),
    ]
    is_official = thread.category.is_official
    if is_official and not around:
        return "follow"
    level = Levels(around=tuple(around)).of_news(is_opening=is_official)
    return "normal" if level == "mute" else level


def _rows(table: Any, here: Any) -> Iterable[tuple[int, str]]:
    found = db.session.execute(select(table.user_id, table.level).where(here))
    return [(user_id, level) for user_id, level in found]


def with_everybody(levels: Mapping[int, Levels]) -> dict[int, Levels]:
    """Everybody who was here lately follows what the site itself says, unless they said otherwise.

    Who has chosen "normal" for an official category hears of what is addressed to them only.
    """
    seen = exists().where(SignIn.user_id == User.id, SignIn.seen_at > now() - HERE_WITHIN)
    here = select(User.id).where(User.id != SYSTEM_ID, seen)
    follows = Levels(around=("follow",))
    return {user_id: follows for user_id in db.session.scalars(here)} | dict(levels)


def muters_of(user_id: int | None) -> list[int]:
    """Nobody mutes staff: who was made staff meanwhile is heard again."""
    if user_id is None:
        return []
    muters = select(PersonMute.user_id).join(User, User.id == PersonMute.muted_id)
    mine = muters.where(PersonMute.muted_id == user_id, User.role == "member")
    return list(db.session.scalars(mine))
