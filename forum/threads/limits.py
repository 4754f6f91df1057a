"""How fast and how much somebody may write. Counted from rows, under the person's lock."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, bindparam, func, select

from forum.accounts.models import User
from forum.core.clock import UtcDateTime, now
from forum.core.db import db
from forum.core.errors import TooMany
from forum.core.pace import DAY, factor, seconds_to, used_up_until
from forum.policy import is_newcomer
from forum.threads.models import MeToo, Post, Thread, Vote

# Seconds between two posts, and between two threads.
PACE, PACE_NEW = 5, 30
THREAD_PACE, THREAD_PACE_NEW = 15, 120
THREADS_A_DAY, THREADS_FIRST_DAY = 20, 3
# Replies of a newcomer on the first day: to others, and in threads of their own.
REPLIES_FIRST_DAY, OWN_REPLIES_FIRST_DAY = 10, 60
VOTES_A_DAY = 50
ME_TOOS_A_DAY = 50

# The same words to the same place within this time are one post.
SAME_WITHIN = timedelta(minutes=5)


def check_thread_pace(by: User) -> None:
    """Raises ``TooMany``."""
    newcomer = is_newcomer(by)
    own = (Thread.author_id == by.id,)
    _check_pause(Thread, by, THREAD_PACE_NEW if newcomer else THREAD_PACE)
    _check_post_pause(by, newcomer)
    first_day = newcomer and now() - by.joined_at < DAY
    most = THREADS_FIRST_DAY if first_day else THREADS_A_DAY
    if free_at := used_up_until(Thread.created_at, own, most):
        raise TooMany(
            _("You can start %(n)s threads a day. Add to one you have started.", n=most),
            seconds_to(by.joined_at + DAY if first_day else free_at),
        )


def check_reply_pace(by: User, thread: Thread) -> None:
    """Raises ``TooMany``."""
    newcomer = is_newcomer(by)
    _check_post_pause(by, newcomer)
    if not newcomer or now() - by.joined_at >= DAY:
        return
    own = thread.author_id == by.id
    most = OWN_REPLIES_FIRST_DAY if own else REPLIES_FIRST_DAY
    whose = Thread.author_id == by.id if own else Thread.author_id.is_distinct_from(by.id)
    written = (Post.author_id == by.id, Post.number > 1, whose, Post.thread_id == Thread.id)
    if used_up_until(Post.created_at, written, most):
        raise TooMany(
            _("On your first day you can write %(n)s replies. Come back tomorrow.", n=most),
            seconds_to(by.joined_at + DAY),
        )


def check_vote_pace(by: User) -> None:
    """Raises ``TooMany``."""
    if free_at := used_up_until(Vote.voted_at, (Vote.user_id == by.id,), VOTES_A_DAY):
        raise TooMany(_("You can vote %(n)s times a day.", n=VOTES_A_DAY), seconds_to(free_at))


def check_me_too_pace(by: User) -> None:
    """Raises ``TooMany``."""
    if free_at := used_up_until(MeToo.made_at, (MeToo.user_id == by.id,), ME_TOOS_A_DAY):
        raise TooMany(
            _("You can say “Me too” %(n)s times a day.", n=ME_TOOS_A_DAY), seconds_to(free_at)
        )


def _check_post_pause(by: User, newcomer: bool) -> None:
    _check_pause(Post, by, PACE_NEW if newcomer else PACE)


def _check_pause(what: type[Post] | type[Thread], by: User, seconds: int) -> None:
    pause = timedelta(seconds=seconds / factor())
    wanted = {"by": by.id, "since": now() - pause}
    last: datetime | None = db.session.connection().scalar(_last(what), wanted)
    if last is not None:
        left = seconds_to(last + pause)
        raise TooMany(_("That was quick. Please wait %(n)s seconds.", n=left), left)


# Built once: it runs with every reply.
@cache
def _last(what: type[Post] | type[Thread]) -> Select[Any]:
    since = bindparam("since", type_=UtcDateTime())
    own = (what.author_id == bindparam("by"), what.created_at > since)
    return select(func.max(what.created_at)).where(*own)
