"""Whether somebody still wants to be mailed or pushed what they were told: they may have said
otherwise."""

from collections.abc import Callable

from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.notifications.kinds import topic_of
from forum.notifications.levels import PersonMute, ThreadLevel
from forum.notifications.models import Notification
from forum.notifications.queries.wishes import wishes_of
from forum.threads.models import Thread


def still_wanted(
    user_id: int, thread_id: int | None, channel: str
) -> Callable[[Notification], bool]:
    """For what one person was told of one thread, or of none. ``channel``: "mail" or "push"."""
    wishes, muted = wishes_of(user_id), _muted_by(user_id)
    level = db.session.get(ThreadLevel, (user_id, thread_id)) if thread_id else None
    thread = db.session.get(Thread, thread_id) if thread_id else None
    if thread is not None and thread.is_anonymous:
        # Who gets no mail of them would know who it is.
        muted.discard(thread.author_id)

    def is_wanted(row: Notification) -> bool:
        topic = topic_of(row.kind)
        if channel in topic.fixed:
            return True
        if level is not None and (level.level == "mute" or (level.no_mail and channel == "mail")):
            return False
        if level is not None and level.level != "watch" and topic.name == "following":
            return False
        return wishes.wants(topic, channel) and row.by_id not in muted

    return is_wanted


def _muted_by(user_id: int) -> set[int | None]:
    """Whom they hear nothing of; but staff, whom nobody mutes."""
    muted = select(PersonMute.muted_id).join(User, User.id == PersonMute.muted_id)
    mine = muted.where(PersonMute.user_id == user_id, User.role == "member")
    return set(db.session.scalars(mine))
