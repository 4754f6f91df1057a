"""How fast and how much somebody may write. Counted from rows, under the person's lock."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import TooMany
from forum.policy import is_staff
from forum.threads.models import Post, Thread, Vote

DAY = timedelta(days=1)
# product.md §1. Seconds between two posts, and between two threads.
PACE, PACE_NEW = 5, 30
THREAD_PACE, THREAD_PACE_NEW = 15, 120
THREADS_A_DAY, THREADS_FIRST_DAY = 20, 3
# Replies of a newcomer on the first day: to others, and in threads of their own.
REPLIES_FIRST_DAY, OWN_REPLIES_FIRST_DAY = 10, 60
VOTES_A_DAY = 50

# The same words to the same place within this time are one post.
SAME_WITHIN = timedelta(minutes=5)


def check_thread_pace(by: User) -> None:
    newcomer = _is_newcomer(by)
    own = (Thread.author_id == by.id,)
    _check_pause(Thread.created_at, own, THREAD_PACE_NEW if newcomer else THREAD_PACE)
    _check_post_pause(by, newcomer)
    most = THREADS_FIRST_DAY if newcomer and now() - by.joined_at < DAY else THREADS_A_DAY
    if _count(Thread.created_at, own) >= most * _factor():
        raise TooMany(
            _("You can start %(n)s threads a day. Add to one you have started.", n=most),
            int(DAY.total_seconds()),
        )


def check_reply_pace(by: User, thread: Thread) -> None:
    newcomer = _is_newcomer(by)
    _check_post_pause(by, newcomer)
    if not newcomer or now() - by.joined_at >= DAY:
        return
    own = thread.author_id == by.id
    most = OWN_REPLIES_FIRST_DAY if own else REPLIES_FIRST_DAY
    whose = Thread.author_id == by.id if own else Thread.author_id.is_distinct_from(by.id)
    written = (Post.author_id == by.id, Post.number > 1, whose, Post.thread_id == Thread.id)
    if _count(Post.created_at, written) >= most * _factor():
        raise TooMany(
            _("On your first day you can write %(n)s replies. Come back tomorrow.", n=most),
            int((by.joined_at + DAY - now()).total_seconds()),
        )


def check_vote_pace(by: User) -> None:
    if _count(Vote.voted_at, (Vote.user_id == by.id,)) >= VOTES_A_DAY * _factor():
        raise TooMany(
            _("You can vote %(n)s times a day.", n=VOTES_A_DAY), int(DAY.total_seconds())
        )


def _check_post_pause(by: User, newcomer: bool) -> None:
    _check_pause(Post.created_at, (Post.author_id == by.id,), PACE_NEW if newcomer else PACE)


def _check_pause(at: Any, own: tuple[ColumnElement[bool], ...], seconds: int) -> None:
    pause = timedelta(seconds=seconds / _factor())
    last: datetime | None = db.session.scalar(select(func.max(at)).where(*own, at > now() - pause))
    if last is not None:
        left = max(1, round((last + pause - now()).total_seconds()))
        raise TooMany(_("That was quick. Please wait %(n)s seconds.", n=left), left)


def _count(at: Any, own: tuple[ColumnElement[bool], ...]) -> int:
    return db.session.scalar(select(func.count()).where(*own, at > now() - DAY)) or 0


def _is_newcomer(by: User) -> bool:
    return by.trust_level == 0 and not is_staff(by)


def _factor() -> int:
    return int(current_app.extensions["config"].limit_factor)
